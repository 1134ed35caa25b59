import { rows, type Tx } from '#platform';

/** Holds organisations as they stand until the transaction ends: a suspension or a change waits for it, or is seen by it. */
export async function holdOrganisations(tx: Tx, ids: readonly string[]): Promise<void> {
  await rows(tx, 'SELECT 1 FROM organisations WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE', [ids]);
}

/** What a coordinating body is besides its name. Undefined where there is no such body. */
export async function bodyStanding(
  tx: Tx,
  id: string,
): Promise<{ readonly uscc: string | null; readonly department: string | null } | undefined> {
  const [body] = await rows<{ uscc: string | null; department: string | null }>(
    tx,
    'SELECT uscc, department FROM bodies WHERE id = $1',
    [id],
  );
  return body;
}
