import { answerTerm, type FactOf, marketOf, markets, sideOf } from '#contracts';
import { addDays, type Day } from '#kernel';
import type { Codes, Part } from '../domain/rollups.js';
import type { FigureLine } from './line.js';

type Draft = Omit<FigureLine, 'postedDay'>;
type OfEngagement = FactOf<'engagement.opened'> | FactOf<'engagement.answered'> | FactOf<'claim.verified'>;
type OfListing = FactOf<'listing.published'> | FactOf<'listing.withdrawn'>;

/** The last day on which an intent of this day is answered in time. */
function answerDue(openedDay: Day): Day {
  return addDays(openedDay, answerTerm);
}

/** Natural days between two days. */
function daysBetween(first: Day, last: Day): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
}

/** Which part of a fact a line tells, and on which day it happened. */
export interface Told<F> {
  readonly factId: string;
  readonly part: Part;
  readonly fact: F;
  readonly day: Day;
}

export function engagementLine(
  { factId, part, fact, day: happenedDay }: Told<OfEngagement>,
  more: { readonly count?: 1 | -1; readonly bucket?: number } = {},
): Draft {
  return {
    part,
    factId,
    subject: fact.engagementId,
    count: more.count ?? 1,
    bucket: more.bucket ?? 0,
    market: fact.market,
    engagementId: fact.engagementId,
    listingId: fact.demandListingId,
    listingKind: markets[fact.market].demand,
    number: fact.number,
    title: fact.demandTitle,
    demandName: fact.demand.name,
    supplyName: fact.supply.name,
    supplyTitle: fact.supplyTitle,
    area: fact.demand.area,
    department: fact.demand.department,
    chain: fact.chain,
    field: fact.field,
    firmId: fact.supply.organisationId,
    firmArea: fact.supply.area,
    channel: fact.name === 'claim.verified' ? fact.channel : null,
    happenedDay,
  };
}

/** An intent is to be answered: it counts when its term ends, whatever comes of it. */
export function openedLines(factId: string, fact: FactOf<'engagement.opened'>): Draft[] {
  return [engagementLine({ factId, part: 'due', fact, day: answerDue(fact.day) })];
}

/** The first answer, with its days; and in time where it came within the term. */
export function answeredLines(factId: string, fact: FactOf<'engagement.answered'>): Draft[] {
  const due = answerDue(fact.openedDay);
  const bucket = Math.max(0, daysBetween(fact.openedDay, fact.day));
  const answer = engagementLine({ factId, part: 'answer', fact, day: fact.day }, { bucket });
  return fact.day <= due ? [answer, engagementLine({ factId, part: 'in_time', fact, day: due })] : [answer];
}

/** A meeting counts on its own day, where its organising body is. */
export function meetingLine(factId: string, fact: FactOf<'meeting.held'>): Draft {
  return {
    ...nothingOf(fact),
    part: 'meeting',
    factId,
    market: fact.market ?? 'software',
    subject: fact.meetingId,
    title: fact.title,
    area: fact.area,
    happenedDay: fact.day,
  };
}

/** What a second look found wrong; none for what it upheld. */
export function sampleLines(factId: string, fact: FactOf<'sample.checked'>): Draft[] {
  if (fact.outcome !== 'wrong') return [];
  const {
    market,
    demandListingId,
    demandTitle,
    supplyTitle,
    area,
    department,
    chain,
    field,
    firmId,
    firmArea,
  } = fact;
  return [
    {
      ...nothingOf(fact),
      part: 'sample_wrong',
      factId,
      subject: fact.claimId,
      engagementId: fact.engagementId,
      market,
      listingId: demandListingId,
      listingKind: markets[market].demand,
      title: demandTitle,
      supplyTitle,
      area,
      department,
      chain,
      field,
      firmId,
      firmArea,
      happenedDay: fact.day,
    },
  ];
}

function nothingOf({ number }: { readonly number: string }) {
  return {
    count: 1,
    bucket: 0,
    engagementId: null,
    listingId: null,
    listingKind: null,
    number,
    title: null,
    demandName: null,
    supplyName: null,
    supplyTitle: null,
    area: null,
    department: null,
    chain: null,
    field: null,
    firmId: null,
    firmArea: null,
    channel: null,
  } as const;
}

export function listingLine({ factId, part, fact, day: happenedDay }: Told<OfListing>): Draft {
  return { ...ofListing(fact), part, factId, count: 1, bucket: 0, happenedDay };
}

function ofListing(fact: OfListing): Omit<Draft, 'part' | 'factId' | 'count' | 'bucket' | 'happenedDay'> {
  return {
    subject: fact.listingId,
    engagementId: null,
    listingId: fact.listingId,
    listingKind: fact.kind,
    number: fact.number,
    title: null,
    demandName: null,
    supplyName: null,
    supplyTitle: null,
    ...codesOfListing(fact),
  };
}

function codesOfListing(fact: OfListing): Codes {
  const supplied = sideOf(fact.kind) === 'supply';
  return {
    market: marketOf(fact.kind),
    area: fact.area,
    department: fact.department,
    chain: fact.chains[0] ?? null,
    field: fact.fields[0] ?? null,
    firmId: supplied ? fact.organisationId : null,
    firmArea: supplied ? fact.area : null,
    channel: null,
  };
}
