-- Rows of an import of which something was read otherwise than it stands: few, and asked for by themselves.
CREATE INDEX ix_import_rows_noticed ON import_rows (import_id, row) WHERE warnings <> '[]';
