import { type MarketCode, type SchemeContent, schemeContent } from '#contracts';
import { NotFound, Stale } from '#kernel';
import type { Tx } from '#platform';
import { Review, ReviewFile, ReviewObjection, ReviewUnit, ScoreScheme } from '../entities/index.js';
import { amendmentsOf, figuresIn, findFrozen } from '../periods/frozen.store.js';
import type { Whole } from './domain/content.js';
import { seesReview, type Voice } from './domain/voice.js';
import { ReviewStage } from './errors.js';

export async function findReview(tx: Tx, voice: Voice, id: string): Promise<Review> {
  const review = await tx.findOneBy(Review, { id });
  if (!review || !seesReview(voice, review)) throw new NotFound('评比', id);
  return review;
}

/** Locks the review until the transaction ends: every change of it, or of anything in it, waits for its turn. */
export async function lockReview(tx: Tx, voice: Voice, id: string, revision?: number): Promise<Review> {
  const review = await tx.findOne(Review, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!review || !seesReview(voice, review)) throw new NotFound('评比', id);
  if (revision !== undefined && revision !== review.revision) throw new Stale(review.revision);
  return review;
}

/** @throws ReviewStage `review.stage` */
export function refuseOutside(review: Review, stage: Review['state']): void {
  if (review.state !== stage) throw new ReviewStage(review.state, stage);
}

export async function findUnit(tx: Tx, review: Review, key: string, revision?: number): Promise<ReviewUnit> {
  const unit = await tx.findOneBy(ReviewUnit, { reviewId: review.id, key });
  if (!unit) throw new NotFound('参评单位', key);
  if (revision !== undefined && revision !== unit.revision) throw new Stale(unit.revision);
  return unit;
}

/** The review is another one for whoever is about to publish it: its marks have changed. */
export async function touch(tx: Tx, { id }: Review): Promise<void> {
  await tx.update(Review, { id }, {});
}

export async function schemeOf(tx: Tx, { schemeId, schemeVersion }: Review): Promise<SchemeContent> {
  const scheme = await tx.findOneBy(ScoreScheme, { id: schemeId, version: schemeVersion });
  return schemeContent.parse(scheme?.content);
}

export async function loadWhole(tx: Tx, review: Review): Promise<Whole> {
  const of = { reviewId: review.id };
  const scheme = await schemeOf(tx, review);
  return {
    review,
    scheme,
    measures: await measuresOf(tx, review, scheme.market),
    units: await tx.find(ReviewUnit, { where: of, order: { key: 'ASC' } }),
    objections: await tx.find(ReviewObjection, { where: of, order: { raisedAt: 'ASC', id: 'ASC' } }),
    files: await tx.find(ReviewFile, { where: of, order: { uploadedAt: 'ASC', id: 'ASC' } }),
    before: await versionBefore(tx, review),
  };
}

/** The measures as they were called in the archive that the review rests on. */
async function measuresOf(
  tx: Tx,
  { period, amendment }: Review,
  market: MarketCode = 'software',
): Promise<Whole['measures']> {
  if (amendment === null) return [];
  const of =
    amendment === 0
      ? await findFrozen(tx, period)
      : (await amendmentsOf(tx, period)).find(({ number }) => number === amendment);
  return (of && figuresIn(of.figures, market)?.measures) ?? [];
}

async function versionBefore(tx: Tx, { seriesId, version }: Review): Promise<Whole['before']> {
  const before = version > 1 ? await tx.findOneBy(Review, { seriesId, version: version - 1 }) : null;
  return before?.content && before.sha256 ? { content: before.content, sha256: before.sha256 } : null;
}
