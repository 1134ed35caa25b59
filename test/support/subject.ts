import type { EngagementSubject } from '#engagements';
import { newId } from '#kernel';
import type { Database } from '#platform';

interface Owner {
  readonly id: string;
}

/** What an engagement of software is opened with: a scenario and a capability of two organisations, listed for it. */
export async function subjectOf(
  db: Database,
  demand: Owner,
  supply: Owner,
  rest: Pick<EngagementSubject['demand'], 'area' | 'department' | 'fields'> & {
    readonly firstVersion: boolean;
  },
): Promise<EngagementSubject> {
  const { firstVersion, ...place } = rest;
  const [scenario, capability] = [newId(), newId()];
  for (const [kind, id, owner] of [
    ['scenario', scenario, demand.id],
    ['capability', capability, supply.id],
  ])
    await db.query(
      'INSERT INTO listings (id, kind, number, organisation_id, revision) VALUES ($1::uuid, $3, $1::uuid::text, $2::uuid, 1)',
      [id, owner, kind],
    );
  return {
    market: 'software',
    demand: {
      id: scenario,
      number: 'CJ-2026-000001',
      title: '示例场景',
      organisationId: demand.id,
      chains: [],
      ...place,
    },
    supply: {
      id: capability,
      number: 'NL-2026-000001',
      title: '示例产品',
      organisationId: supply.id,
      firstVersion,
    },
  };
}
