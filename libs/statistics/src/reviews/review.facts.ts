import type { Fact } from '#contracts';
import { dayOf } from '#kernel';
import { appendFact, type Tx } from '#platform';
import type { Review, ReviewUnit } from '../entities/index.js';

type Names = Extract<Fact, { reviewName: string }>['name'];
type Step<N extends Names> = Omit<
  Extract<Fact, { name: N }>,
  'reviewId' | 'reviewName' | 'version' | 'period' | 'units' | 'day' | 'unit' | 'unitLabel'
>;
type OfUnit = Extract<Fact, { unitLabel: string }>['name'];

function common(review: Review, now: Date) {
  return {
    reviewId: review.id,
    reviewName: review.name,
    version: review.version,
    period: review.period,
    units: review.units,
    day: dayOf(now),
  };
}

/** Tells of a step of the whole review. The review's row is locked. */
export async function tell<N extends Exclude<Names, OfUnit>>(
  tx: Tx,
  review: Review,
  step: Step<N> & { readonly name: N },
  now: Date,
): Promise<void> {
  await appendFact(tx, `review:${review.id}`, { ...common(review, now), ...step } as unknown as Fact);
}

/** Tells of a step of one unit. The review's row is locked. */
export async function tellOf<N extends OfUnit>(
  tx: Tx,
  { review, unit, now }: { readonly review: Review; readonly unit: ReviewUnit; readonly now: Date },
  step: Step<N> & { readonly name: N },
): Promise<void> {
  const told = { ...common(review, now), unit: unit.key, unitLabel: unit.label, ...step };
  await appendFact(tx, `review:${review.id}`, told as unknown as Fact);
}
