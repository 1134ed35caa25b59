import { Any } from 'typeorm';
import type { EngagementSide } from '#contracts';
import { lockedRow, type Tx } from '#platform';
import { Claim, Engagement, EngagementStep } from './entities/index.js';

/** The engagement, held until the transaction ends. */
export function lockEngagement(tx: Tx, id: string): Promise<Engagement | undefined> {
  return lockedRow(tx, Engagement, { id });
}

export async function findEngagement(tx: Tx, id: string): Promise<Engagement | undefined> {
  return (await tx.findOneBy(Engagement, { id })) ?? undefined;
}

/** Counts the version up, with what is written besides; call it once a change. */
export async function touch(tx: Tx, id: string, changes: Partial<Engagement> = {}): Promise<void> {
  await tx.update(Engagement, { id }, changes);
}

export async function findClaim(tx: Tx, id: string): Promise<Claim | undefined> {
  return (await tx.findOneBy(Claim, { id })) ?? undefined;
}

export function claimsOf(tx: Tx, engagementIds: readonly string[]): Promise<Claim[]> {
  return tx.find(Claim, {
    where: { engagementId: Any([...engagementIds]) },
    order: { claimedAt: 'ASC', id: 'ASC' },
  });
}

export type ClaimDraft = Pick<
  Claim,
  | 'id'
  | 'engagementId'
  | 'level'
  | 'side'
  | 'channel'
  | 'amount'
  | 'note'
  | 'claimedBy'
  | 'claimedAt'
  | 'stakes'
  | 'happenedOn'
  | 'dueOn'
>;

/** Writes a claim that waits for the other side. */
export async function insertClaim(tx: Tx, draft: ClaimDraft): Promise<void> {
  await tx.insert(Claim, {
    ...draft,
    state: 'claimed',
    actedBy: draft.claimedBy,
    amountIncludesTax: draft.amount === null ? null : true,
  });
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
  readonly detail?: object | undefined;
}

/** Who acts where nobody does: the calendar. */
export const calendar = { personId: '00000000-0000-0000-0000-000000000000', name: '系统' } as const;

export async function writeHistory(
  tx: Tx,
  { claim, actor, reason, code, detail, ...step }: Step,
): Promise<void> {
  await tx.insert(EngagementStep, {
    ...step,
    claimId: claim?.id ?? null,
    level: claim?.level ?? null,
    actorId: actor.personId,
    actorName: actor.name,
    reason: reason ?? null,
    code: code ?? null,
    detail: detail ?? null,
  });
}
