import type { EngagementSide } from '#contracts';
import { dayOf, newId } from '#kernel';
import { appendFact, lock, nextYearlyNumber, type Tx } from '#platform';
import { other } from './domain/meeting.js';
import type { EngagementSubject } from './domain/subject.js';
import { findEngagement, lockEngagement, touch, writeHistory } from './engagement.store.js';
import { Engagement } from './entities/index.js';
import { answeredFact, openedFact, subjectOf } from './facts.js';
import { type Parties, snapshots } from './parties.js';

export interface Opening {
  readonly actor: { readonly personId: string; readonly name: string };
  readonly side: EngagementSide;
  readonly subject: EngagementSubject;
  readonly parties: Parties;
  readonly now: Date;
}

/** Two that open at the same moment: the second waits here and finds the engagement. */
export async function lockPair(tx: Tx, { demand, supply }: EngagementSubject): Promise<void> {
  await lock(tx, 'engagementPair', `${demand.id} ${supply.organisationId}`);
}

/** The one engagement of a demand and a firm, where there is one. */
export async function findPair(
  tx: Tx,
  { demand, supply }: EngagementSubject,
): Promise<{ id: string } | undefined> {
  const pair = { demandListingId: demand.id, firmId: supply.organisationId };
  return (await tx.findOne(Engagement, { select: { id: true }, where: pair })) ?? undefined;
}

/** Opens the engagement of a pair that is locked and has none. @returns its id */
export async function createEngagement(
  tx: Tx,
  { actor, side, subject, parties, now }: Opening,
): Promise<string> {
  const id = newId();
  const { demand, supply } = snapshots(parties, subject);
  const number = await nextYearlyNumber(tx, 'DJ', Number(dayOf(now).slice(0, 4)));
  await tx.insert(Engagement, {
    id,
    number,
    market: subject.market,
    demandListingId: subject.demand.id,
    firmId: supply.organisationId,
    demandId: demand.organisationId,
    supplyListingId: subject.supply.id,
    subject,
    demand,
    supply,
    area: demand.area,
    state: 'open',
    [intentOf[side]]: now,
  });
  await writeHistory(tx, { engagementId: id, from: null, to: 'open', side, actor });
  const row = await lockEngagement(tx, id);
  if (row) await appendFact(tx, subjectOf(row), openedFact(row, side, dayOf(now)));
  return id;
}

/** When a side declared its intent. */
export const intentOf = { demand: 'demandIntentAt', supply: 'supplyIntentAt' } as const;

/** Claiming and confirming declare intent as well. */
export async function declareIntent(
  tx: Tx,
  id: string,
  side: EngagementSide,
  also: Partial<Engagement> = {},
): Promise<void> {
  const row = await findEngagement(tx, id);
  if (!row) return;
  await announceAnswer(tx, row, side, 'accepted');
  await touch(tx, id, { ...also, [intentOf[side]]: row[intentOf[side]] ?? new Date() });
}

/** The first answer of the side that was asked; what it says later is no answer any more. */
export async function announceAnswer(
  tx: Tx,
  row: Engagement,
  side: EngagementSide,
  answer: 'accepted' | 'declined',
): Promise<void> {
  if (row[intentOf[side]] !== null || row[intentOf[other(side)]] === null) return;
  await appendFact(tx, subjectOf(row), answeredFact(row, side, answer, dayOf(new Date())));
}
