import { type DeliveredFact, type FactOf, sideOf } from '#contracts';
import { dayOf } from '#kernel';
import type { FigureLine } from './line.js';
import { answeredLines, listingLine, meetingLine, openedLines, sampleLines } from './telling.js';

export type Draft = Omit<FigureLine, 'postedDay'>;

/** A fact with what it is about. */
export interface About {
  readonly id: string;
  readonly occurredAt: string;
  readonly fact: DeliveredFact['fact'];
  readonly subject: string;
}

/** What stood when the batch came; it moves with each line made. */
export interface Standing {
  readonly sums: Map<string, number>;
  /** Scenarios for which a run has proposed a firm. */
  readonly served: Set<string>;
  /** When the newest fact of each listing and meeting happened. */
  readonly newest: Map<string, string>;
  /** By which line a scenario came to stand without a supplier, or a meeting as held. */
  readonly came: Map<string, Draft>;
}

const once = ['answer', 'due', 'in_time', 'demand_published', 'supply_published', 'sample_wrong'];

/** The lines that one fact makes, given what stood before it; `standing` moves with them. */
export function take({ id, occurredAt, fact }: About, standing: Standing): Draft[] {
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
      return isNewest(fact.listingId, occurredAt, standing)
        ? ends(id, fact.listingId, dayOf(new Date(occurredAt)), standing)
        : [];
    case 'match.proposed':
      return fact.pairs.flatMap(({ demandListingId }) => {
        standing.served.add(demandListingId);
        return ends(id, demandListingId, fact.day, standing);
      });
    case 'meeting.held':
      return isNewest(fact.meetingId, occurredAt, standing) ? begins(meetingLine(id, fact), standing) : [];
    case 'meeting.cancelled':
      return isNewest(fact.meetingId, occurredAt, standing)
        ? ends(id, fact.meetingId, dayOf(new Date(occurredAt)), standing)
        : [];
    case 'sample.checked':
      return sampleLines(id, fact).filter((line) => firstOf(line, standing));
    default:
      return [];
  }
}

/** Counts a listing when it is published for the first time; a scenario waits for a supplier until a run proposes one. */
function published(id: string, at: string, fact: FactOf<'listing.published'>, standing: Standing): Draft[] {
  const day = dayOf(new Date(at));
  const isDemand = sideOf(fact.kind) === 'demand';
  const part = isDemand ? 'demand_published' : 'supply_published';
  const lines = [listingLine({ factId: id, part, fact, day })].filter((line) => firstOf(line, standing));
  const inForce = isNewest(fact.listingId, at, standing);
  if (!isDemand || !inForce || standing.served.has(fact.listingId)) return lines;
  return [...lines, ...begins(listingLine({ factId: id, part: 'unserved', fact, day }), standing)];
}

/** A subject comes to stand in a part, unless it does so already. */
function begins(line: Draft, { sums, came }: Standing): Draft[] {
  const at = `${line.subject} ${line.part}`;
  if (sums.get(at)) return [];
  sums.set(at, 1);
  came.set(line.subject, line);
  return [line];
}

/**
 * A scenario waits no longer, for a run proposed a firm or it was withdrawn; a meeting was not held. It goes under the
 * codes with which it came.
 */
function ends(factId: string, of: string, day: string, standing: Standing): Draft[] {
  const came = standing.came.get(of);
  if (!came || !standing.sums.get(`${of} ${came.part}`)) return [];
  standing.sums.set(`${of} ${came.part}`, 0);
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

/** A fact of a listing or a meeting that comes late tells nothing of how that stands now. */
function isNewest(subject: string, at: string, { newest }: Standing): boolean {
  const known = newest.get(subject);
  if (known !== undefined && known > at) return false;
  newest.set(subject, at);
  return true;
}
