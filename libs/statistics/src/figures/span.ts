import type { MarketCode } from '#contracts';
import { addDays, type Day, dayOf, parsePeriod } from '#kernel';
import type { Dimension } from '../domain/rollups.js';

/** Days whose figures are asked for: a period of the calendar, or a range of one's own. */
export interface Span {
  /** Null: a range of one's own. */
  readonly code: string | null;
  readonly first: Day;
  readonly last: Day;
}

/** Which figures: of which days, of the city or of one area, split by what, as known when. */
export interface Question {
  readonly market: MarketCode;
  readonly span: Span;
  /** `city` or the code of a reporting area. */
  readonly scope: string;
  readonly dimension: Dimension;
  /** An instant in the past; null: now. */
  readonly asOf: Date | null;
  readonly now: Date;
  /** With what belongs to the days by its date and counts later: the days were frozen when it came. */
  readonly late?: boolean;
}

/** The last day that is over or running, at the moment that is asked about. */
export function today({ asOf, now }: Pick<Question, 'asOf' | 'now'>): Day {
  return dayOf(asOf ?? now);
}

/** The last day whose terms have ended: what is still to come is not late yet. */
export function lastEnded(question: Pick<Question, 'asOf' | 'now' | 'span'>): Day {
  const yesterday = addDays(today(question), -1);
  return yesterday < question.span.last ? yesterday : question.span.last;
}

/** Nothing of it has begun: its figures are empty, not 0. */
export function lies(span: Span, day: Day): 'ahead' | 'begun' {
  return span.first > day ? 'ahead' : 'begun';
}

export function monthsIn(span: Span): readonly string[] {
  return span.code === null ? [] : (parsePeriod(span.code)?.months ?? []);
}
