-- For whom somebody acted (`organisation:<id>`, `body:<id>`), and from where.
ALTER TABLE audit_entries ADD COLUMN on_behalf text;
ALTER TABLE audit_entries ADD COLUMN address text;
CREATE INDEX ix_audit_entries_action ON audit_entries (action, id);
CREATE INDEX ix_audit_entries_at ON audit_entries (at);
