import { type DecisionView, type ListingKind, type MarketCode, marketOf } from '#contracts';
import { conditionSql, type Day, narrowed, type Parameters } from '#kernel';
import { listingAreaSql, listingInForceSql, listingNamedSql, listingsSql, type Sight } from '#listings';
import { rows, type Tx } from '#platform';
import { decisionSeen } from '../shown/sight.js';
import type { ById } from './audit.js';

/** A pin or block with all that is known of it. */
export type DecisionMade = ById<DecisionView, 'madeBy' | 'endedBy'>;

export interface DecisionRow {
  id: string;
  kind: 'pin' | 'block';
  /** Of the demand: it says the market. */
  demand_kind: ListingKind;
  demand: DecisionView['demand'];
  supply: DecisionView['supply'];
  reason: string;
  until: Day;
  in_force: boolean;
  made_by: string | null;
  made_at: Date;
  made_key: string;
  ended_by: string | null;
  ended_at: Date | null;
  end_reason: string | null;
}

const demandAs = { head: 's', revision: 'sr', organisation: 'so' };
const supplyAs = { head: 'c', revision: 'cr', organisation: 'co' };

/** Whether a decision applies on the day $1: it is open, and both of its listings are in force. */
const applies = `(d.ended_at IS NULL AND d.until >= $1::date AND ${listingInForceSql('s')} AND ${listingInForceSql('c')})`;

/** A listing that is not in force any more is named as it was last. `WHERE` is open: add conditions with AND, parameters from 2. */
const select = `SELECT d.id, d.kind, s.kind AS demand_kind, ${listingNamedSql(demandAs)} AS demand, ${listingNamedSql(supplyAs)} AS supply,
    d.reason, d.until::text AS until, ${applies} AS in_force, d.made_by, d.made_at, d.made_at::text AS made_key, d.ended_by, d.ended_at, d.end_reason
  FROM match_decisions d JOIN (${listingsSql('last', demandAs)}) ON s.id = d.demand_listing_id
  JOIN (${listingsSql('last', supplyAs)}) ON c.id = d.supply_listing_id WHERE true`;

export const oneDecision = `${select} AND d.id = $2`;
/** 2 demand, 3 in force, 4 and 5 the key of the last one seen, 6 how many; further ones are those of who asks. */
export function someDecisions(sight: Sight, parameters: Parameters): string {
  const columns = { area: { sql: listingAreaSql(demandAs), type: 'text' } } as const;
  return `${select} AND ($2::uuid IS NULL OR d.demand_listing_id = $2) AND ($3::boolean IS NULL OR ${applies} = $3)
    AND ($4::text IS NULL OR (d.made_at, d.id) < ($4::timestamptz, $5::uuid))
    AND ${conditionSql(narrowed(decisionSeen, sight), columns, parameters)} ORDER BY d.made_at DESC, d.id DESC LIMIT $6`;
}

export function decisionOf(row: DecisionRow): DecisionMade {
  return {
    id: row.id,
    kind: row.kind,
    market: marketOf(row.demand_kind),
    demand: row.demand,
    supply: row.supply,
    reason: row.reason,
    until: row.until,
    inForce: row.in_force,
    madeById: row.made_by,
    madeAt: row.made_at.toISOString(),
    endedById: row.ended_by,
    endedAt: row.ended_at?.toISOString() ?? null,
    endReason: row.end_reason,
  };
}

export interface DecidedPair {
  readonly demandListingId: string;
  readonly supplyListingId: string;
}

export interface NewDecision extends DecidedPair {
  readonly market: MarketCode;
  readonly kind: 'pin' | 'block';
  readonly reason: string;
  /** Its last day. */
  readonly until: Day;
}

/** @returns false where the pair has an open decision already. */
export async function insertDecision(
  tx: Tx,
  id: string,
  madeBy: string,
  { demandListingId, supplyListingId, kind, reason, until }: NewDecision,
): Promise<boolean> {
  const made = await rows(
    tx,
    `INSERT INTO match_decisions (id, kind, demand_listing_id, supply_listing_id, reason, until, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (demand_listing_id, supply_listing_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
    [id, kind, demandListingId, supplyListingId, reason, until, madeBy],
  );
  return made.length > 0;
}

/** Closes up to `atOnce` open decisions whose last day is before `today`, of one pair or of all. @returns their ids. */
export async function closeLapsed(tx: Tx, today: Day, atOnce: number, pair?: DecidedPair): Promise<string[]> {
  const closed = await rows<{ id: string }>(
    tx,
    `UPDATE match_decisions SET ended_at = now(), end_reason = '到期' WHERE id IN (
       SELECT id FROM match_decisions WHERE ended_at IS NULL AND until < $1::date
         AND ($2::uuid IS NULL OR (demand_listing_id = $2 AND supply_listing_id = $3::uuid)) ORDER BY id LIMIT $4 FOR UPDATE)
     RETURNING id`,
    [today, pair?.demandListingId ?? null, pair?.supplyListingId ?? null, atOnce],
  );
  return closed.map((row) => row.id);
}
