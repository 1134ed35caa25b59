-- Open streams of progress, of all processes: a person has a few at a time. A place that is not renewed ends.
CREATE TABLE job_watches (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT pk_job_watches PRIMARY KEY (id)
);
CREATE INDEX ix_job_watches_person ON job_watches (person_id);
