-- Vectors of texts, so that no text is sent twice. A cache: emptied, it fills again.
CREATE TABLE embeddings (
  model text NOT NULL,
  -- sha256 of what was sent: the prefix and the text.
  hash bytea NOT NULL,
  dimension integer NOT NULL,
  -- dimension 32-bit floats, little-endian, of unit length.
  vector bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- To the day: a read that finds an older date moves it.
  used_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_embeddings PRIMARY KEY (model, hash),
  CONSTRAINT ck_embeddings_hash CHECK (octet_length(hash) = 32),
  CONSTRAINT ck_embeddings_vector CHECK (dimension > 0 AND octet_length(vector) = 4 * dimension)
);
CREATE INDEX ix_embeddings_used ON embeddings (used_at);
