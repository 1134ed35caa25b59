import type { Database } from '#platform';

/** Firms that no entry of the ledger names yet: only proposed or intended so far. */
export async function firmsNamed<T extends { readonly key: string; readonly label: string }>(
  db: Database,
  items: readonly T[],
): Promise<T[]> {
  const unnamed = items.filter((item) => item.label === item.key).map((item) => item.key);
  if (unnamed.length === 0) return [...items];
  const found = await db.query<{ id: string; name: string }>(
    'SELECT id, name FROM organisations WHERE id = ANY($1::uuid[])',
    [[...new Set(unnamed)]],
  );
  const names = new Map(found.map((row) => [row.id, row.name]));
  return items.map((item) => ({ ...item, label: names.get(item.key) ?? item.label }));
}
