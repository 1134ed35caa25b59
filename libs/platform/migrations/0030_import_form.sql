-- By which form of its kind the rows of an import were checked when they were read: rows that the same form took are
-- written as they lie, those of another are checked anew.
ALTER TABLE imports ADD COLUMN form text;
