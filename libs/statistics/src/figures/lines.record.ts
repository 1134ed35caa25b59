import type { DeliveredFact } from '#contracts';
import { rows, type Tx } from '#platform';
import { postedDay } from '../domain/posting.js';
import type { FigureLine } from './line.js';
import { insertLines, lastLines, standingOf } from './line.store.js';
import { type About, type Draft, type Standing, take } from './lines.told.js';

/** Parts in which a subject stands until a later fact ends that. */
const untilEnded = ['unserved', 'meeting'];

/**
 * Lines of the measures that stand on other facts than verified pairs, each fact once, in whatever order they come.
 * @returns the lines that were added.
 */
export async function recordLines(
  tx: Tx,
  facts: readonly DeliveredFact[],
  frozen: ReadonlySet<string>,
): Promise<FigureLine[]> {
  const fresh = await takeOnce(tx, facts.flatMap(about));
  if (fresh.length === 0) return [];
  const standing = await standingBefore(tx, fresh);
  const lines = fresh.flatMap((one) => take(one, standing)).map((line) => posted(line, frozen));
  await insertLines(tx, lines);
  return lines;
}

function posted(line: Draft, frozen: ReadonlySet<string>): FigureLine {
  return { ...line, postedDay: postedDay(line.happenedDay, frozen) };
}

function about(delivered: DeliveredFact): About[] {
  const { id, occurredAt, fact } = delivered;
  switch (fact.name) {
    case 'engagement.opened':
    case 'engagement.answered':
      return [{ id, occurredAt, fact, subject: fact.engagementId }];
    case 'listing.published':
    case 'listing.withdrawn':
      return [{ id, occurredAt, fact, subject: fact.listingId }];
    case 'match.proposed':
      return [{ id, occurredAt, fact, subject: fact.runId }];
    case 'meeting.held':
    case 'meeting.cancelled':
      return [{ id, occurredAt, fact, subject: fact.meetingId }];
    case 'sample.checked':
      return [{ id, occurredAt, fact, subject: fact.claimId }];
    default:
      return [];
  }
}

async function takeOnce(tx: Tx, facts: readonly About[]): Promise<About[]> {
  if (facts.length === 0) return [];
  const written = await rows<{ fact_id: string }>(
    tx,
    `INSERT INTO figure_facts (fact_id, subject, name, occurred_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
     ON CONFLICT ON CONSTRAINT pk_figure_facts DO NOTHING RETURNING fact_id`,
    [
      facts.map((one) => one.id),
      facts.map((one) => one.subject),
      facts.map((one) => one.fact.name),
      facts.map((one) => one.occurredAt),
    ],
  );
  const fresh = new Set(written.map((row) => row.fact_id));
  // A fact twice in one batch is one.
  return facts.filter((one) => fresh.delete(one.id));
}

async function standingBefore(tx: Tx, facts: readonly About[]): Promise<Standing> {
  const proposed = facts.flatMap(({ fact }) =>
    fact.name === 'match.proposed' ? fact.pairs.map((pair) => pair.demandListingId) : [],
  );
  const subjects = [...new Set([...facts.map((one) => one.subject), ...proposed])];
  const listings = facts
    .filter(({ fact }) => /^(listing|meeting)\./.test(fact.name))
    .map((one) => one.subject);
  const served = await rows<{ id: string }>(
    tx,
    'SELECT DISTINCT demand_listing_id AS id FROM ledger_pairs WHERE level = 0 AND demand_listing_id = ANY($1::uuid[])',
    [listings],
  );
  const newest = await rows<{ subject: string; at: Date }>(
    tx,
    `SELECT subject, max(occurred_at) AS at FROM figure_facts
     WHERE subject = ANY($1::uuid[]) AND NOT fact_id = ANY($2::uuid[]) GROUP BY 1`,
    [listings, facts.map((one) => one.id)],
  );
  return {
    sums: new Map(await standingOf(tx, subjects)),
    served: new Set(served.map((row) => row.id)),
    newest: new Map(newest.map((row) => [row.subject, row.at.toISOString()])),
    came: new Map(await lastLines(tx, untilEnded, subjects)),
  };
}
