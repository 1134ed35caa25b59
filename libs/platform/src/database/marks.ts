/**
 * A hash over an id, a small number and maybe an amount, as an expression of PostgreSQL; null counts as an amount of its
 * own. Sums of such marks tell two collections apart without sorting either.
 */
export function markSql(id: string, seed: string | number, amount?: string): string {
  const hash = `uuid_hash_extended(${id}, ${seed})`;
  return amount === undefined ? hash : `hash_numeric_extended(coalesce(${amount}, -1), ${hash})`;
}
