import type { EngagementSide } from '#contracts';
import { dayOf, newId } from '#kernel';
import { appendFact, lock, nextYearlyNumber, rows, type Tx } from '#platform';
import type { EngagementSubject } from './domain/subject.js';
import {
  type EngagementRow,
  findEngagement,
  lockEngagement,
  touch,
  writeHistory,
} from './engagement.store.js';
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
  const [found] = await rows<{ id: string }>(
    tx,
    'SELECT id FROM engagements WHERE demand_listing_id = $1 AND firm_id = $2',
    [demand.id, supply.organisationId],
  );
  return found;
}

/** Opens the engagement of a pair that is locked and has none. @returns its id */
export async function createEngagement(
  tx: Tx,
  { actor, side, subject, parties, now }: Opening,
): Promise<string> {
  const id = newId();
  const { demand, supply } = snapshots(parties, subject);
  const number = await nextYearlyNumber(tx, 'DJ', Number(dayOf(now).slice(0, 4)));
  await rows(
    tx,
    `INSERT INTO engagements (id, number, market, demand_listing_id, firm_id, demand_id, supply_listing_id, subject, demand, supply, area, state,
       demand_intent_at, supply_intent_at)
     VALUES ($1, $2, $13, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12)`,
    [
      id,
      number,
      subject.demand.id,
      supply.organisationId,
      demand.organisationId,
      subject.supply.id,
      JSON.stringify(subject),
      JSON.stringify(demand),
      JSON.stringify(supply),
      demand.area,
      side === 'demand' ? now : null,
      side === 'supply' ? now : null,
      subject.market,
    ],
  );
  await writeHistory(tx, { engagementId: id, from: null, to: 'open', side, actor });
  const row = await lockEngagement(tx, id);
  if (row) await appendFact(tx, subjectOf(row), openedFact(row, side, dayOf(now)));
  return id;
}

/** Claiming and confirming declare intent as well. */
export async function declareIntent(tx: Tx, id: string, side: EngagementSide, also = ''): Promise<void> {
  const row = await findEngagement(tx, id);
  if (row) await announceAnswer(tx, row, side, 'accepted');
  const column = side === 'demand' ? 'demand_intent_at' : 'supply_intent_at';
  await touch(tx, id, `${column} = coalesce(${column}, now())${also && `, ${also}`}`);
}

/** The first answer of the side that was asked; what it says later is no answer any more. */
export async function announceAnswer(
  tx: Tx,
  row: EngagementRow,
  side: EngagementSide,
  answer: 'accepted' | 'declined',
): Promise<void> {
  const [own, other] =
    side === 'demand'
      ? [row.demand_intent_at, row.supply_intent_at]
      : [row.supply_intent_at, row.demand_intent_at];
  if (own !== null || other === null) return;
  await appendFact(tx, subjectOf(row), answeredFact(row, side, answer, dayOf(new Date())));
}
