import type { FactOf, PublishedScenario } from '#contracts';
import { type Day, periodsOf } from '#kernel';
import { appendFact, rows, type Tx } from '#platform';
import type { Found } from './catalogue.js';

/** Taken for every write of matches: what is written last was computed from the latest truth. */
export const matchingLock = 'SELECT pg_advisory_xact_lock(7205420)';

const columns = 'scenario_id, capability_id, firm_id, scenario_revision, capability_revision, score, reasons';

export interface MatchRow {
  readonly scenario: PublishedScenario;
  readonly found: Found;
}

function payload(all: readonly MatchRow[]): string {
  return JSON.stringify(
    all.map(({ scenario, found: { capability, score } }) => ({
      scenario_id: scenario.id,
      capability_id: capability.id,
      firm_id: capability.organisation.id,
      scenario_revision: scenario.revision,
      capability_revision: capability.revision,
      score: score.points,
      reasons: score.reasons,
    })),
  );
}

const recordset = `jsonb_to_recordset($1::jsonb) AS m(scenario_id uuid, capability_id uuid, firm_id uuid, scenario_revision integer,
  capability_revision integer, score numeric, reasons jsonb)`;

/** All matches of some scenarios, in place of those before. */
export async function replaceMatches(
  tx: Tx,
  scenarioIds: readonly string[],
  all: readonly MatchRow[],
): Promise<void> {
  await rows(tx, 'DELETE FROM matches WHERE scenario_id = ANY($1::uuid[])', [scenarioIds]);
  await rows(tx, `INSERT INTO matches (${columns}) SELECT ${columns} FROM ${recordset}`, [payload(all)]);
}

/** One capability's matches in place of those before; every scenario keeps its best `keep`. */
export async function replaceOfCapabilities(
  tx: Tx,
  capabilityIds: readonly string[],
  all: readonly MatchRow[],
  keep: number,
): Promise<void> {
  await rows(tx, 'DELETE FROM matches WHERE capability_id = ANY($1::uuid[])', [capabilityIds]);
  await rows(tx, `INSERT INTO matches (${columns}) SELECT ${columns} FROM ${recordset}`, [payload(all)]);
  await rows(
    tx,
    `DELETE FROM matches m USING (
       SELECT scenario_id, capability_id, row_number() OVER (PARTITION BY scenario_id ORDER BY score DESC, capability_id) AS place
       FROM matches WHERE scenario_id = ANY($1::uuid[])) ranked
     WHERE ranked.place > $2 AND m.scenario_id = ranked.scenario_id AND m.capability_id = ranked.capability_id`,
    [[...new Set(all.map((row) => row.scenario.id))], keep],
  );
}

export async function stageResults(
  tx: Tx,
  runId: string,
  scenarios: readonly PublishedScenario[],
  all: readonly MatchRow[],
): Promise<void> {
  await rows(
    tx,
    `INSERT INTO match_run_results (run_id, ${columns}) SELECT $2::uuid, ${columns} FROM ${recordset}
     ON CONFLICT ON CONSTRAINT pk_match_run_results DO NOTHING`,
    [payload(all), runId],
  );
  await rows(
    tx,
    `INSERT INTO match_run_scenarios (run_id, scenario_id, revision) SELECT $2, s.id, s.revision
     FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, revision integer) ON CONFLICT DO NOTHING`,
    [JSON.stringify(scenarios.map(({ id, revision }) => ({ id, revision }))), runId],
  );
}

export async function markMatched(
  tx: Tx,
  kind: 'scenario' | 'capability',
  listings: readonly { readonly id: string; readonly revision: number }[],
): Promise<void> {
  await rows(
    tx,
    `INSERT INTO matched_listings (listing_id, kind, revision) SELECT l.id, $2, l.revision FROM jsonb_to_recordset($1::jsonb) AS l(id uuid, revision integer)
     ON CONFLICT ON CONSTRAINT pk_matched_listings DO UPDATE SET revision = excluded.revision, matched_at = now()`,
    [JSON.stringify(listings.map(({ id, revision }) => ({ id, revision }))), kind],
  );
}

type Pair = FactOf<'match.proposed'>['pairs'][number];

/** The largest fact that is still pleasant to handle. */
const pairsInAFact = 1000;

/** Notes the (scenario, firm) pairs proposed for the first time this month and announces them. @returns how many. */
export async function announceProposals(
  tx: Tx,
  runId: string,
  day: Day,
  all: readonly MatchRow[],
): Promise<number> {
  const pairs = new Map<string, Pair>();
  for (const { scenario, found } of all) {
    const { organisation } = found.capability;
    pairs.set(`${scenario.id} ${organisation.id}`, {
      scenarioId: scenario.id,
      firmId: organisation.id,
      area: scenario.area,
      department: scenario.department,
      firmArea: organisation.area,
      field: scenario.fields[0] ?? null,
      chain: scenario.chains[0] ?? null,
    });
  }
  const fresh = await rows<{ scenario_id: string; firm_id: string }>(
    tx,
    `INSERT INTO match_proposals (scenario_id, firm_id, month, proposed_on)
     SELECT p.scenario_id, p.firm_id, $2, $3 FROM unnest($1::uuid[], $4::uuid[]) AS p(scenario_id, firm_id) ORDER BY 1, 2
     ON CONFLICT ON CONSTRAINT pk_match_proposals DO NOTHING RETURNING scenario_id, firm_id`,
    [
      [...pairs.values()].map((p) => p.scenarioId),
      periodsOf(day)[0],
      day,
      [...pairs.values()].map((p) => p.firmId),
    ],
  );
  const announced = fresh
    .map((row) => pairs.get(`${row.scenario_id} ${row.firm_id}`))
    .filter((pair): pair is Pair => pair !== undefined);
  for (let i = 0; i < announced.length; i += pairsInAFact) {
    await appendFact(tx, `match-run:${runId}`, {
      name: 'match.proposed',
      runId,
      day,
      pairs: announced.slice(i, i + pairsInAFact),
    });
  }
  return announced.length;
}
