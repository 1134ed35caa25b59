-- Which directory of files belongs to this database: one for all processes. Told by a mark in the directory.
CREATE TABLE file_store (
  one boolean NOT NULL DEFAULT true,
  id uuid NOT NULL,
  CONSTRAINT pk_file_store PRIMARY KEY (one),
  CONSTRAINT ck_file_store_one CHECK (one)
);
