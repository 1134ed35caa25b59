import { Any } from 'typeorm';
import { rows, type Tx } from '#platform';
import { Body } from './entities/body.js';
import { Organisation } from './entities/organisation.js';

/** Holds organisations as they stand until the transaction ends: a suspension or a change waits for it, or is seen by it. */
export async function holdOrganisations(tx: Tx, ids: readonly string[]): Promise<void> {
  await rows(tx, 'SELECT 1 FROM organisations WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE', [ids]);
}

/** What a coordinating body is besides its name. Undefined where there is no such body. */
export async function bodyStanding(
  tx: Tx,
  id: string,
): Promise<{ readonly uscc: string | null; readonly department: string | null } | undefined> {
  return (await tx.findOneBy(Body, { id })) ?? undefined;
}

/** Of these organisations those that are suspended, with the reason of each. */
export async function suspensionsAmong(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; reason: string | null }>(
    tx,
    "SELECT id, decision_reason AS reason FROM organisations WHERE id = ANY($1::uuid[]) AND state = 'suspended'",
    [[...new Set(ids)]],
  );
  return new Map(found.map((row) => [row.id, row.reason ?? '']));
}

/** What others look at of an organisation as it stands now. */
export type OrganisationStanding = Pick<Organisation, 'id' | 'name' | 'kinds' | 'state'>;

/** Organisations by their ids; one that is not there has no entry. */
export async function organisationsByIds(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrganisationStanding>> {
  const found = await tx.find(Organisation, {
    select: { id: true, name: true, kinds: true, state: true },
    where: { id: Any([...new Set(ids)]) },
  });
  return new Map(found.map((organisation) => [organisation.id, organisation]));
}
