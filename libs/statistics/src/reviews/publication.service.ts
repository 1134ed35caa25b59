import { Injectable } from '@nestjs/common';
import type { LabelOf, ReviewView } from '#contracts';
import { canonicalJson, dayOf, newId, transition } from '#kernel';
import { Database, type Tx } from '#platform';
import { Review, ReviewFile, ReviewUnit } from '../entities/index.js';
import { blockersOf } from './domain/blockers.js';
import { contentOf, hashOfPublished } from './domain/content.js';
import { reviewStages } from './domain/stages.js';
import { NotPublishable, ReviewSuperseded } from './errors.js';
import { tell } from './review.facts.js';
import { type ReviewCommand, ReviewService } from './review.service.js';
import { loadWhole, lockReview, refuseOutside } from './review.store.js';

export interface Correction extends ReviewCommand {
  readonly reason: string;
  readonly labelOf: LabelOf;
}

/** Publishes reviews, and begins the version that corrects a published one. */
@Injectable()
export class ReviewPublicationService {
  constructor(
    private readonly db: Database,
    private readonly reviews: ReviewService,
  ) {}

  /** For good: the database refuses every change afterwards. @throws NotPublishable `review.not_publishable` */
  publish({ id, voice, revision, now = new Date() }: ReviewCommand): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const review = await lockReview(tx, voice, id, revision);
      transition(reviewStages, '评比', review.state, 'published');
      const whole = await loadWhole(tx, review);
      const today = dayOf(now);
      const blockers = blockersOf({ ...whole, due: review.objectionsDue ?? today, today });
      const content = contentOf(whole);
      if (content.corrects && content.changes.length === 0)
        blockers.push(`与第${content.corrects.version}版没有不同，无可更正`);
      if (blockers.length > 0) throw new NotPublishable(blockers);
      const sha256 = hashOfPublished(content, now, voice.name);
      await tx.save(
        Object.assign(review, {
          state: 'published',
          content,
          sha256,
          publishedAt: now,
          publishedBy: voice.id,
          publishedByName: voice.name,
        }),
      );
      const step = { keys: review.keys, sha256, changes: content.changes.length };
      await tell(tx, review, { name: 'review.published', ...step }, now);
      return this.reviews.read(voice, id, now, tx);
    });
  }

  /**
   * Begins the next version in the stage of assessment, with what the archive says now. Units whose computed figures are
   * the same keep their marks; the others are assessed again.
   * @throws ReviewSuperseded `review.superseded`
   */
  correct({ id, voice, reason, labelOf, now = new Date() }: Correction): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const corrected = await lockReview(tx, voice, id);
      refuseOutside(corrected, 'published');
      const { seriesId, version } = corrected;
      const newer = await tx.findOneBy(Review, { seriesId, version: version + 1 });
      if (newer) throw new ReviewSuperseded(newer.version);
      const next = tx.create(Review, {
        ...chosenIn(corrected),
        id: newId(),
        version: version + 1,
        state: 'draft',
        correctionReason: reason,
        createdBy: voice.id,
        createdByName: voice.name,
        createdAt: now,
      });
      await tx.save(next);
      const units = await this.reviews.open(tx, next, labelOf);
      next.state = 'assessment';
      await tx.save(next);
      await takeOver(tx, corrected, units);
      await tell(tx, next, { name: 'review.corrected', correctedId: id, reason }, now);
      return this.reviews.read(voice, next.id, now, tx);
    });
  }
}

function chosenIn({ seriesId, name, schemeId, schemeVersion, units, keys, period, selfDue }: Review) {
  return { seriesId, name, schemeId, schemeVersion, units, keys, period, selfDue };
}

/** What units have said of themselves, with its files; and the marks of those for whom nothing else is computed. */
async function takeOver(tx: Tx, corrected: Review, units: readonly ReviewUnit[]): Promise<void> {
  const before = await tx.findBy(ReviewUnit, { reviewId: corrected.id });
  for (const unit of units) {
    const old = before.find(({ key }) => key === unit.key);
    if (!old) continue;
    const { self, selfBy, selfByName, selfOnBehalf, selfSubmittedAt } = old;
    const { assessed, assessedBy, assessedByName, assessedAt } = old;
    Object.assign(unit, { self, selfBy, selfByName, selfOnBehalf, selfSubmittedAt });
    const { place: _was, ...was } = old.computed;
    const { place: _is, ...is } = unit.computed;
    if (canonicalJson(was) === canonicalJson(is))
      Object.assign(unit, { assessed, assessedBy, assessedByName, assessedAt });
    await tx.save(unit);
  }
  const files = await tx.findBy(ReviewFile, { reviewId: corrected.id, purpose: 'self' });
  const reviewId = units[0]?.reviewId;
  if (reviewId !== undefined)
    await tx.save(files.map((file) => tx.create(ReviewFile, { ...file, id: newId(), reviewId })));
}
