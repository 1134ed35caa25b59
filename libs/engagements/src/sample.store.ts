import type { MarketCode, SampledClaimView, SampleStratum, SampleView } from '#contracts';
import type { Period } from '#kernel';
import { rows, type Tx } from '#platform';
import { type ClaimLineRow, claimLine, claimLineSql } from './claim.line.js';
import { estimate, type Member } from './domain/sampling.js';

export interface SampleRow {
  id: string;
  number: string;
  market: MarketCode;
  period: string;
  first_day: string;
  last_day: string;
  area: string | null;
  threshold: string;
  percent: number;
  seed: string;
  population_sha256: string;
  drawn_by_name: string;
  drawn_at: Date;
  at: string;
  above: number;
  flagged: number;
  drawn: number;
  rest: number;
  checked: number;
  wrong: number;
  drawn_checked: number;
  drawn_wrong: number;
}

/** Reads samples `s`, each with the number of claims looked at so far and of those found wrong. */
export const selectSamples = `SELECT s.id, s.number, s.market, s.period, s.first_day::text AS first_day, s.last_day::text AS last_day, s.area,
    s.threshold::text AS threshold, s.percent, s.seed, s.population_sha256, s.drawn_by_name, s.drawn_at, s.drawn_at::text AS at, n.*
  FROM verification_samples s CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE m.stratum = 'above')::integer AS above,
      count(*) FILTER (WHERE m.stratum = 'flagged')::integer AS flagged,
      count(*) FILTER (WHERE m.stratum = 'drawn')::integer AS drawn,
      count(*) FILTER (WHERE m.stratum = 'rest')::integer AS rest,
      count(f.outcome)::integer AS checked,
      count(*) FILTER (WHERE f.outcome = 'wrong')::integer AS wrong,
      count(f.outcome) FILTER (WHERE m.stratum = 'drawn')::integer AS drawn_checked,
      count(*) FILTER (WHERE f.outcome = 'wrong' AND m.stratum = 'drawn')::integer AS drawn_wrong
    FROM verification_sample_claims m
    LEFT JOIN verification_findings f ON f.sample_id = m.sample_id AND f.claim_id = m.claim_id
    WHERE m.sample_id = s.id) n`;

export async function findSample(tx: Tx, id: string): Promise<SampleRow | undefined> {
  return (await rows<SampleRow>(tx, `${selectSamples} WHERE s.id = $1`, [id]))[0];
}

export function sampleView(row: SampleRow): SampleView {
  const { above, flagged, drawn, rest, checked, wrong } = row;
  return {
    id: row.id,
    number: row.number,
    market: row.market,
    period: row.period,
    first: row.first_day,
    last: row.last_day,
    area: row.area,
    threshold: row.threshold,
    percent: row.percent,
    seed: row.seed,
    populationSha256: row.population_sha256,
    counts: { population: above + flagged + drawn + rest, above, flagged, drawn, rest },
    checked,
    wrong,
    estimate: estimate(row.drawn_checked, row.drawn_wrong, rest + drawn - row.drawn_checked),
    drawnBy: row.drawn_by_name,
    drawnAt: row.drawn_at.toISOString(),
  };
}

export interface PopulationRow {
  readonly claimId: string;
  readonly amount: string | null;
  readonly flagged: boolean;
  readonly stratum: SampleStratum;
}

/**
 * The claims to draw from: those verified in the period that no draw has had yet, and those of earlier draws that were
 * not looked at then and have been flagged since.
 */
export function candidates(
  tx: Tx,
  { market, period, area }: { market: MarketCode; period: Period; area: string | null },
): Promise<Member[]> {
  return rows<Member & Record<string, unknown>>(
    tx,
    `SELECT * FROM (
       SELECT c.id AS "claimId", c.amount::text AS amount,
         EXISTS (SELECT 1 FROM claim_flags g LEFT JOIN claim_flag_settlements t ON t.flag_id = g.id
           WHERE g.claim_id = c.id AND t.outcome IS DISTINCT FROM 'explained') AS flagged,
         EXISTS (SELECT 1 FROM verification_sample_claims m WHERE m.claim_id = c.id) AS had,
         EXISTS (SELECT 1 FROM verification_sample_claims m WHERE m.claim_id = c.id AND m.stratum <> 'rest') AS looked
       FROM claims c JOIN engagements e ON e.id = c.engagement_id
       WHERE c.state = 'verified' AND c.verified_at >= $1::date::timestamp AT TIME ZONE 'Asia/Shanghai'
         AND c.verified_at < ($2::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AND ($3::text IS NULL OR e.area = $3)
         AND e.market = $4) x
     WHERE NOT had OR (flagged AND NOT looked) ORDER BY "claimId"`,
    [period.first, period.last, area, market],
  );
}

/** The population as it stood at the draw. */
export function populationOf(tx: Tx, sampleId: string): Promise<PopulationRow[]> {
  return rows<PopulationRow & Record<string, unknown>>(
    tx,
    `SELECT claim_id AS "claimId", amount::text AS amount, flagged, stratum FROM verification_sample_claims
     WHERE sample_id = $1 ORDER BY claim_id`,
    [sampleId],
  );
}

interface SampledRow extends ClaimLineRow {
  stratum: SampleStratum;
  /** As it was when the sample was drawn. */
  drawn_amount: string | null;
  verified_at: Date;
  verified_by: string | null;
  verifier_id: string | null;
  flags: string[];
  outcome: 'upheld' | 'wrong' | null;
  reason: string | null;
  found_by_name: string | null;
  found_at: Date | null;
}

/**
 * Claims of a sample that are to be looked at, by id.
 * @param claimId only that one.
 * @param checker id of the caller, where the caller may look at claims of this sample; null: may not.
 */
export async function sampledClaims(
  tx: Tx,
  given: { sampleId: string; after?: string | null; limit: number; claimId?: string; checker: string | null },
): Promise<SampledClaimView[]> {
  const found = await rows<SampledRow>(
    tx,
    `SELECT ${claimLineSql}, m.stratum, m.amount::text AS drawn_amount, c.verified_at, c.verified_by AS verifier_id,
       (SELECT h.actor_name FROM engagement_history h WHERE h.claim_id = c.id AND h.to_state = 'verified' LIMIT 1) AS verified_by,
       ARRAY(SELECT g.rule FROM claim_flags g WHERE g.claim_id = c.id ORDER BY g.rule) AS flags,
       f.outcome, f.reason, f.found_by_name, f.found_at
     FROM verification_sample_claims m JOIN claims c ON c.id = m.claim_id JOIN engagements e ON e.id = c.engagement_id
     LEFT JOIN verification_findings f ON f.sample_id = m.sample_id AND f.claim_id = m.claim_id
     WHERE m.sample_id = $1 AND m.stratum <> 'rest' AND ($2::uuid IS NULL OR m.claim_id > $2) AND ($4::uuid IS NULL OR m.claim_id = $4)
     ORDER BY m.claim_id LIMIT $3`,
    [given.sampleId, given.after ?? null, given.limit, given.claimId ?? null],
  );
  return found.map((row) => sampledView(row, given.checker));
}

function sampledView(row: SampledRow, checker: string | null): SampledClaimView {
  return {
    ...claimLine(row),
    amount: row.drawn_amount,
    stratum: row.stratum,
    verifiedAt: row.verified_at.toISOString(),
    verifiedBy: row.verified_by ?? '',
    flags: row.flags,
    yoursToCheck: row.outcome === null && checker !== null && checker !== row.verifier_id,
    finding:
      row.outcome === null || row.found_at === null
        ? null
        : {
            outcome: row.outcome,
            reason: row.reason ?? '',
            foundBy: row.found_by_name ?? '',
            foundAt: row.found_at.toISOString(),
          },
  };
}
