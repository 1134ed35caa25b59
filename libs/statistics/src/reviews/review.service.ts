import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import {
  type LabelOf,
  mostShown,
  type ReviewContent,
  type ReviewDraft,
  type ReviewState,
  type ReviewSummary,
  type ReviewView,
} from '#contracts';
import { type Day, dayOf, InvalidInput, newId, transition } from '#kernel';
import { Database, type Tx } from '#platform';
import { Review, ReviewUnit, ScoreScheme } from '../entities/index.js';
import { keyLabel } from '../labels.js';
import { PeriodService } from '../periods/period.service.js';
import { scoreUnits } from '../schemes/score.js';
import { contentOf, unitsFrom } from './domain/content.js';
import { reviewStages } from './domain/stages.js';
import { seesReview, type Voice } from './domain/voice.js';
import { ReviewRunning, ReviewStage, SchemeNotAdopted, UnitsNotAssessed } from './errors.js';
import { tell } from './review.facts.js';
import { findReview, loadWhole, lockReview, refuseOutside, schemeOf } from './review.store.js';
import { reviewView, summaryOf } from './review.views.js';

export interface ReviewCommand {
  readonly id: string;
  readonly voice: Voice;
  readonly revision?: number | undefined;
  readonly now?: Date;
}

export interface Advance extends ReviewCommand {
  readonly to: Exclude<ReviewState, 'draft' | 'published'>;
  readonly due: Day | null;
  readonly labelOf: LabelOf;
}

/** Reviews from draft to the stage of objections, and how they are read. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly db: Database,
    private readonly periods: PeriodService,
  ) {}

  /** The newest first. */
  async list(voice: Voice): Promise<ReviewSummary[]> {
    const reviews = await this.db.manager.find(Review, {
      order: { createdAt: 'DESC', version: 'DESC', id: 'DESC' },
    });
    const seen = reviews.filter((review) => seesReview(voice, review));
    const shown = seen.slice(0, mostShown);
    const schemes = await this.db.manager.findBy(ScoreScheme, { id: In(shown.map((one) => one.schemeId)) });
    return shown.map((review) => {
      const scheme = schemes.find(
        ({ id, version }) => id === review.schemeId && version === review.schemeVersion,
      );
      return summaryOf(review, scheme?.content.name ?? '', isSuperseded(review, seen));
    });
  }

  /** @throws NotFound also where it is not for the caller. */
  async read(voice: Voice, id: string, now = new Date(), tx: Tx = this.db.manager): Promise<ReviewView> {
    const review = await findReview(tx, voice, id);
    const versions = await tx.findBy(Review, { seriesId: review.seriesId });
    const seen = versions.filter((one) => seesReview(voice, one));
    return reviewView({
      whole: await loadWhole(tx, review),
      voice,
      today: dayOf(now),
      superseded: isSuperseded(review, seen),
      correctedId: versions.find(({ version }) => version === review.version - 1)?.id ?? null,
    });
  }

  create(voice: Voice, draft: ReviewDraft, now = new Date()): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const id = newId();
      const chosen = await this.chosen(tx, draft);
      const review = tx.create(Review, {
        id,
        seriesId: id,
        version: 1,
        state: 'draft',
        createdBy: voice.id,
        createdByName: voice.name,
        createdAt: now,
        ...chosen,
      });
      await tx.save(review);
      return this.read(voice, id, now, tx);
    });
  }

  edit({ id, voice, revision }: ReviewCommand, draft: ReviewDraft): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const review = await lockReview(tx, voice, id, revision);
      refuseOutside(review, 'draft');
      await tx.save(Object.assign(review, await this.chosen(tx, draft)));
      return this.read(voice, id, undefined, tx);
    });
  }

  remove({ id, voice }: ReviewCommand): Promise<void> {
    return this.db.transaction(async (tx) => {
      const review = await lockReview(tx, voice, id);
      refuseOutside(review, 'draft');
      await tx.delete(Review, { id });
    });
  }

  /**
   * Goes on to the next stage, or puts the last day of the present one off.
   * @throws ReviewRunning `review.running`, UnitsNotAssessed `review.units_not_assessed`, TransitionRefused
   */
  advance({ id, voice, revision, to, due, labelOf, now = new Date() }: Advance): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const review = await lockReview(tx, voice, id, revision);
      const from = review.state;
      transition(reviewStages, '评比', from, to);
      const today = dayOf(now);
      if (to !== 'assessment' && (due === null || due < today)) throw dueWanted(due);
      if (from === 'draft') await this.open(tx, review, labelOf);
      if (to === 'assessment') await refuseWhileRunning(tx, review, today);
      if (from === 'assessment') await refuseUnassessed(tx, review);
      review.state = to;
      if (to === 'self_assessment') review.selfDue = due;
      if (to === 'objections') review.objectionsDue = due;
      await tx.save(review);
      const step = { state: to, keys: review.keys, due: to === 'assessment' ? null : due };
      await tell(tx, review, { name: 'review.advanced', ...step }, now);
      return this.read(voice, id, now, tx);
    });
  }

  /** What would be published now, of the units that are assessed. @throws ReviewStage before anything is computed. */
  async preview(voice: Voice, id: string): Promise<ReviewContent> {
    const tx = this.db.manager;
    const review = await findReview(tx, voice, id);
    if (review.state === 'draft') throw new ReviewStage('draft', 'objections');
    return review.content ?? contentOf(await loadWhole(tx, review));
  }

  /** Works out every unit's figures from the archive, once: later readings take them from here. */
  async open(tx: Tx, review: Review, labelOf: LabelOf): Promise<ReviewUnit[]> {
    const scheme = await schemeOf(tx, review);
    const { figures, sha256, amendment } = await this.periods.figuresOf(review.period, scheme.market, tx);
    const label = (key: string) => keyLabel(review.units, key, labelOf);
    const scores = scoreUnits(scheme, unitsFrom(figures, review.units, review.keys, label));
    Object.assign(review, { amendment, periodSha256: sha256 });
    const units = scores.map((computed) =>
      tx.create(ReviewUnit, {
        reviewId: review.id,
        key: computed.key,
        label: computed.label,
        computed,
        selfOnBehalf: false,
      }),
    );
    return tx.save(units);
  }

  /** @throws SchemeNotAdopted `review.scheme_not_adopted`, PeriodNotStored, InvalidInput */
  private async chosen(tx: Tx, draft: ReviewDraft) {
    const scheme = await tx.findOneBy(ScoreScheme, { id: draft.scheme, state: 'adopted' });
    if (!scheme) throw new SchemeNotAdopted(draft.scheme);
    await this.periods.figuresOf(draft.period, scheme.content.market, tx);
    if (new Set(draft.units).size < draft.units.length)
      throw new InvalidInput([
        { pointer: '/units', code: 'review.unit_twice', detail: '同一单位只能列一次' },
      ]);
    return {
      name: draft.name,
      schemeId: draft.scheme,
      schemeVersion: scheme.version,
      units: scheme.content.units,
      keys: [...draft.units].sort(),
      period: draft.period,
    };
  }
}

function isSuperseded(review: Review, seen: readonly Review[]): boolean {
  return seen.some((other) => other.seriesId === review.seriesId && other.version > review.version);
}

function dueWanted(value: Day | null): InvalidInput {
  const detail = '请定截止日，不早于今天';
  return new InvalidInput([{ pointer: '/due', code: 'review.due', detail, value }]);
}

async function refuseWhileRunning(tx: Tx, { id, selfDue }: Review, today: Day): Promise<void> {
  if (selfDue === null || today > selfDue) return;
  const units = await tx.findBy(ReviewUnit, { reviewId: id });
  const silent = units.filter(({ selfSubmittedAt }) => selfSubmittedAt === null);
  if (silent.length > 0)
    throw new ReviewRunning(
      selfDue,
      silent.map(({ label }) => label),
    );
}

async function refuseUnassessed(tx: Tx, { id }: Review): Promise<void> {
  const units = await tx.findBy(ReviewUnit, { reviewId: id });
  const waiting = units.filter(({ assessed }) => assessed === null).map(({ label }) => label);
  if (waiting.length > 0) throw new UnitsNotAssessed(waiting);
}
