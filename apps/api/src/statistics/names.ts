import { organisationsByIds } from '#accounts';
import type { Database } from '#platform';

/** Firms that no entry of the ledger names yet: only proposed or intended so far. */
export async function firmsNamed<T extends { readonly key: string; readonly label: string }>(
  db: Database,
  items: readonly T[],
): Promise<T[]> {
  const unnamed = items.filter((item) => item.label === item.key).map((item) => item.key);
  if (unnamed.length === 0) return [...items];
  const names = await organisationsByIds(db.manager, unnamed);
  return items.map((item) => ({ ...item, label: names.get(item.key)?.name ?? item.label }));
}
