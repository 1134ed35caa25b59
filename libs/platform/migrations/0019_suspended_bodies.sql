-- A coordinating body that is suspended decides nothing; its people see that, and why.
ALTER TABLE bodies ADD COLUMN suspended_reason text;
