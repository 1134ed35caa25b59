-- The order that a city gave the entries of a dictionary; entries that are not named follow.
CREATE TABLE dictionary_orders (
  name text NOT NULL,
  codes text[] NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_dictionary_orders PRIMARY KEY (name),
  CONSTRAINT ck_dictionary_orders_codes CHECK (cardinality(codes) > 0)
);
