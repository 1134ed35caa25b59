import type { Stakes } from '#accounts';
import type { ClaimState, EngagementSide, MarketCode } from '#contracts';
import type { Day } from '#kernel';
import { rows, type Tx } from '#platform';
import type { EngagementSubject } from './domain/subject.js';

/** A side as facts carry it. */
export interface PartySnapshot {
  readonly organisationId: string;
  readonly uscc: string;
  readonly name: string;
  readonly area: string | null;
  readonly department: string | null;
}

export interface EngagementRow {
  id: string;
  number: string;
  market: MarketCode;
  demand_listing_id: string;
  firm_id: string;
  demand_id: string;
  supply_listing_id: string;
  subject: EngagementSubject;
  demand: PartySnapshot;
  supply: PartySnapshot;
  area: string | null;
  state: 'open' | 'declined';
  demand_intent_at: Date | null;
  supply_intent_at: Date | null;
  declined_by: EngagementSide | null;
  reason: string | null;
  reason_code: string | null;
  sequence: number;
  version: number;
  created_at: Date;
  updated_at: Date;
}

export interface ClaimRow {
  id: string;
  engagement_id: string;
  level: number;
  state: ClaimState;
  side: EngagementSide;
  channel: 'online' | 'meeting';
  amount: string | null;
  amount_includes_tax: true | null;
  happened_on: Day | null;
  note: string;
  reason: string | null;
  reason_code: string | null;
  /** Last day to answer. */
  due_on: Day;
  reminded: number | null;
  claimed_by: string;
  claimed_at: Date;
  confirmed_by: string | null;
  confirmed_at: Date | null;
  verified_by: string | null;
  verified_at: Date | null;
  disputed_by: string | null;
  /** Who had a stake when it was made. */
  stakes: Stakes;
  acted_by: string;
}

export interface EvidenceRow {
  id: string;
  engagement_id: string;
  claim_id: string | null;
  kind: 'file' | 'contract';
  sha256: string;
  sm3: string | null;
  file_name: string | null;
  media_type: string | null;
  size: string | null;
  contract_number: string | null;
  side: EngagementSide;
  uploaded_by_name: string;
  uploaded_at: Date;
}

/** The engagement, held until the transaction ends. */
export async function lockEngagement(tx: Tx, id: string): Promise<EngagementRow | undefined> {
  return (await rows<EngagementRow>(tx, 'SELECT * FROM engagements WHERE id = $1 FOR UPDATE', [id]))[0];
}

export async function findEngagement(tx: Tx, id: string): Promise<EngagementRow | undefined> {
  return (await rows<EngagementRow>(tx, 'SELECT * FROM engagements WHERE id = $1', [id]))[0];
}

/** Counts the version up; call it once a change. */
export async function touch(tx: Tx, id: string, set = '', values: readonly unknown[] = []): Promise<void> {
  await rows(
    tx,
    `UPDATE engagements SET version = version + 1, updated_at = now()${set && `, ${set}`} WHERE id = $1`,
    [id, ...values],
  );
}

/** Of claims `c`; days as text. */
const claimColumns = 'c.*, c.happened_on::text AS happened_on, c.due_on::text AS due_on';

export async function findClaim(tx: Tx, id: string): Promise<ClaimRow | undefined> {
  return (await rows<ClaimRow>(tx, `SELECT ${claimColumns} FROM claims c WHERE c.id = $1`, [id]))[0];
}

export function claimsOf(tx: Tx, engagementIds: readonly string[]): Promise<ClaimRow[]> {
  return rows<ClaimRow>(
    tx,
    `SELECT ${claimColumns} FROM claims c WHERE c.engagement_id = ANY($1::uuid[]) ORDER BY c.claimed_at, c.id`,
    [engagementIds],
  );
}

export interface ClaimDraft {
  readonly id: string;
  readonly engagementId: string;
  readonly level: number;
  readonly side: EngagementSide;
  readonly channel: 'online' | 'meeting';
  /** Yuan, tax included. */
  readonly amount: string | null;
  readonly note: string;
  readonly claimedBy: string;
  readonly claimedAt: Date;
  readonly stakes: Stakes;
  readonly happenedOn: Day | null;
  readonly dueOn: Day;
}

/** Writes a claim that waits for the other side. */
export async function insertClaim(tx: Tx, draft: ClaimDraft): Promise<void> {
  await rows(
    tx,
    `INSERT INTO claims (id, engagement_id, level, state, side, channel, amount, note, claimed_by, claimed_at, acted_by, stakes,
       amount_includes_tax, happened_on, due_on)
     VALUES ($1, $2, $3, 'claimed', $4, $5, $6, $7, $8, $9, $8, $10, $11, $12, $13)`,
    [
      draft.id,
      draft.engagementId,
      draft.level,
      draft.side,
      draft.channel,
      draft.amount,
      draft.note,
      draft.claimedBy,
      draft.claimedAt,
      JSON.stringify(draft.stakes),
      draft.amount === null ? null : true,
      draft.happenedOn,
      draft.dueOn,
    ],
  );
}

export interface Step {
  readonly engagementId: string;
  readonly claim?: { readonly id: string; readonly level: number } | undefined;
  readonly from: string | null;
  readonly to: string;
  readonly side: EngagementSide | 'coordinator' | 'system';
  readonly actor: { readonly personId: string; readonly name: string };
  readonly reason?: string | null | undefined;
  /** The reason by its code in a dictionary. */
  readonly code?: string | null | undefined;
  /** What it rests on besides its words. */
  readonly detail?: unknown;
}

/** Who acts where nobody does: the calendar. */
export const calendar = { personId: '00000000-0000-0000-0000-000000000000', name: '系统' } as const;

export async function writeHistory(tx: Tx, step: Step): Promise<void> {
  await rows(
    tx,
    `INSERT INTO engagement_history (engagement_id, claim_id, level, from_state, to_state, side, actor_id, actor_name, reason, code, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      step.engagementId,
      step.claim?.id ?? null,
      step.claim?.level ?? null,
      step.from,
      step.to,
      step.side,
      step.actor.personId,
      step.actor.name,
      step.reason ?? null,
      step.code ?? null,
      step.detail === undefined ? null : JSON.stringify(step.detail),
    ],
  );
}
