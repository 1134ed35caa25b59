import { type DeliveredFact, type FactOf, sideOf } from '#contracts';
import { dayOf } from '#kernel';
import { rows, type Tx } from '#platform';
import { postedDay } from '../domain/posting.js';
import type { FigureLine } from './line.js';
import { insertLines, lastLines, standingOf } from './line.store.js';
import { answeredLines, listingLine, openedLines } from './telling.js';

type Draft = Omit<FigureLine, 'postedDay'>;
type Published = FactOf<'listing.published'> | FactOf<'listing.withdrawn'>;

/** A fact with what it is about. */
interface About {
  readonly id: string;
  readonly occurredAt: string;
  readonly fact: DeliveredFact['fact'];
  readonly subject: string;
}

/** What stood when the batch came; it moves with each line made. */
interface Standing {
  readonly sums: Map<string, number>;
  /** Demands for which a run has proposed a firm. */
  readonly served: Set<string>;
  /** When the newest fact of each listing happened. */
  readonly newest: Map<string, string>;
  /** By which line a demand came to stand without a supplier. */
  readonly waits: Map<string, Draft>;
}

const once = ['answer', 'due', 'in_time', 'demand_published', 'supply_published'];

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
  const listings = facts.filter(({ fact }) => fact.name.startsWith('listing.')).map((one) => one.subject);
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
    waits: new Map(await lastLines(tx, 'unserved', subjects)),
  };
}

function take({ id, occurredAt, fact }: About, standing: Standing): Draft[] {
  switch (fact.name) {
    case 'engagement.opened':
      return openedLines(id, fact).filter((line) => firstOf(line, standing));
    case 'engagement.answered':
      return standing.sums.has(`${fact.engagementId} answer`)
        ? []
        : answeredLines(id, fact).filter((line) => firstOf(line, standing));
    case 'listing.published':
      return published(id, occurredAt, fact, standing);
    case 'listing.withdrawn':
      return isNewest(fact, occurredAt, standing)
        ? ends(id, fact.listingId, dayOf(new Date(occurredAt)), standing)
        : [];
    case 'match.proposed':
      return fact.pairs.flatMap(({ demandListingId }) => {
        standing.served.add(demandListingId);
        return ends(id, demandListingId, fact.day, standing);
      });
    default:
      return [];
  }
}

/** Counts a listing when it is published for the first time; a demand waits for a supplier until a run proposes one. */
function published(id: string, at: string, fact: FactOf<'listing.published'>, standing: Standing): Draft[] {
  const day = dayOf(new Date(at));
  const isDemand = sideOf(fact.kind) === 'demand';
  const part = isDemand ? 'demand_published' : 'supply_published';
  const lines = [listingLine(id, part, fact, day)].filter((line) => firstOf(line, standing));
  const waits = listingLine(id, 'unserved', fact, day);
  const inForce = isNewest(fact, at, standing);
  if (!isDemand || !inForce || standing.served.has(fact.listingId)) return lines;
  if (standing.sums.get(`${fact.listingId} unserved`)) return lines;
  standing.sums.set(`${fact.listingId} unserved`, 1);
  standing.waits.set(fact.listingId, waits);
  return [...lines, waits];
}

/** A demand waits no longer: a run proposed a firm, or it was withdrawn. It goes under the codes with which it came. */
function ends(factId: string, demandListingId: string, day: string, standing: Standing): Draft[] {
  const came = standing.waits.get(demandListingId);
  if (!came || !standing.sums.get(`${demandListingId} unserved`)) return [];
  standing.sums.set(`${demandListingId} unserved`, 0);
  const { part, subject, bucket, ...rest } = came;
  return [{ ...rest, part, subject, bucket, factId, count: -1, happenedDay: later(day, came.happenedDay) }];
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function firstOf({ part, subject }: Draft, { sums }: Standing): boolean {
  const at = `${subject} ${part}`;
  if (once.includes(part) && sums.has(at)) return false;
  sums.set(at, 1);
  return true;
}

/** A fact of a listing that comes late tells nothing of whether it is in force now. */
function isNewest({ listingId }: Published, at: string, { newest }: Standing): boolean {
  const known = newest.get(listingId);
  if (known !== undefined && known > at) return false;
  newest.set(listingId, at);
  return true;
}
