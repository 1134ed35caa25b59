import { Injectable } from '@nestjs/common';
import type { Assessment, ReviewView, SelfAssessment } from '#contracts';
import { type Day, dayOf, Forbidden, InvalidInput, NotFound, newId } from '#kernel';
import { Database, type Tx } from '#platform';
import { type Review, ReviewFile, ReviewObjection, type ReviewUnit } from '../entities/index.js';
import { exact, rounded } from '../schemes/exact.js';
import { totalOf } from '../schemes/score.js';
import { checkAssessment, checkSelf, isAsComputed } from './domain/marks.js';
import { isOwnDepartment, keysSeen, speaksFor, type Voice } from './domain/voice.js';
import { ObjectionByYourself, ObjectionDecided, OwnUnit, ReviewTooLate, UnitHasAnswered } from './errors.js';
import { tellOf } from './review.facts.js';
import { type ReviewCommand, ReviewService } from './review.service.js';
import { findReview, findUnit, lockReview, refuseOutside, schemeOf, touch } from './review.store.js';

export interface UnitCommand extends ReviewCommand {
  readonly key: string;
}

export interface NewObjection {
  readonly measure: string | null;
  readonly statement: string;
  readonly files: readonly string[];
}

export interface ObjectionDecision {
  readonly outcome: 'upheld' | 'partly' | 'rejected';
  readonly answer: string;
  readonly assessment: Assessment | null;
}

/** What units and the city say in a review: 自评, 综评, objections and their decisions. */
@Injectable()
export class ReviewUnitService {
  constructor(
    private readonly db: Database,
    private readonly reviews: ReviewService,
  ) {}

  /** @throws ReviewStage, ReviewTooLate `review.too_late`, InvalidInput; Forbidden for another unit's people. */
  assessItself(
    { id, key, voice, revision, now = new Date() }: UnitCommand,
    { submit, ...self }: SelfAssessment & { readonly submit: boolean },
  ): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const { review, onBehalf } = await spokenFor(tx, { id, key, voice, now }, 'self_assessment');
      const unit = await findUnit(tx, review, key, revision);
      const scheme = await schemeOf(tx, review);
      checkSelf(scheme, self, submit || unit.selfSubmittedAt !== null);
      unit.self = {
        ...self,
        marks: self.marks.map((mark) => ({ ...mark, points: rounded(exact(mark.points), scheme.decimals) })),
      };
      Object.assign(unit, { selfBy: voice.id, selfByName: voice.name, selfOnBehalf: onBehalf });
      if (submit) unit.selfSubmittedAt = now;
      await tx.save(unit);
      if (submit) await tellOf(tx, { review, unit, now }, { name: 'review.selfAssessed', onBehalf });
      return this.reviews.read(voice, id, now, tx);
    });
  }

  /** @throws ReviewStage, InvalidInput `review.reason_wanted`, OwnUnit `review.own_unit` */
  assess(
    { id, key, voice, revision, now = new Date() }: UnitCommand,
    assessment: Assessment,
  ): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const review = await lockReview(tx, voice, id);
      const unit = await findUnit(tx, review, key, revision);
      refuseOutside(review, 'assessment');
      await give(tx, { review, unit, now }, voice, assessment);
      return this.reviews.read(voice, id, now, tx);
    });
  }

  /** @throws ReviewStage, ReviewTooLate, UnitHasAnswered `review.unit_has_answered` */
  object(
    { id, key, voice, now = new Date() }: UnitCommand,
    { measure, statement, files }: NewObjection,
  ): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const { review, onBehalf } = await spokenFor(tx, { id, key, voice, now }, 'objections');
      const unit = await findUnit(tx, review, key);
      if (unit.acceptedAt) throw new UnitHasAnswered('本单位已确认无异议');
      const known = unit.computed.indicators.some((one) => one.measure === measure);
      if (measure !== null && !known)
        throw new InvalidInput([
          { pointer: '/measure', code: 'review.measure', detail: '应为评分方案中的指标', value: measure },
        ]);
      const objection = tx.create(ReviewObjection, {
        id: newId(),
        reviewId: id,
        key,
        measure,
        statement,
        raisedBy: voice.id,
        raisedByName: voice.name,
        raisedAt: now,
        onBehalf,
      });
      await tx.save(objection);
      await attach(tx, objection, files);
      const step = { name: 'review.objected', objectionId: objection.id, onBehalf } as const;
      await tellOf(tx, { review, unit, now }, step);
      return this.reviews.read(voice, id, now, tx);
    });
  }

  /** The unit says that it has no objection: publication needs not wait for it. */
  accept({ id, key, voice, now = new Date() }: UnitCommand): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const { review, onBehalf } = await spokenFor(tx, { id, key, voice, now }, 'objections');
      const unit = await findUnit(tx, review, key);
      const raised = await tx.countBy(ReviewObjection, { reviewId: id, key });
      if (unit.acceptedAt || raised > 0)
        throw new UnitHasAnswered(unit.acceptedAt ? '本单位已确认无异议' : '本单位已提出异议');
      await tx.save(Object.assign(unit, { acceptedAt: now, acceptedByName: voice.name }));
      await tellOf(tx, { review, unit, now }, { name: 'review.accepted', onBehalf });
      return this.reviews.read(voice, id, now, tx);
    });
  }

  /** @throws ObjectionDecided, ObjectionByYourself `review.second_person_wanted`, OwnUnit; NotFound */
  decide(
    { id, voice, now = new Date() }: ReviewCommand,
    { outcome, answer, assessment }: ObjectionDecision,
  ): Promise<ReviewView> {
    return this.db.transaction(async (tx) => {
      const known = await tx.findOneBy(ReviewObjection, { id });
      if (!known) throw new NotFound('异议', id);
      const review = await lockReview(tx, voice, known.reviewId);
      const objection = await tx.findOneByOrFail(ReviewObjection, { id });
      refuseOutside(review, 'objections');
      const unit = await findUnit(tx, review, objection.key);
      if (objection.outcome) throw new ObjectionDecided(objection.decidedByName ?? '');
      if (objection.raisedBy === voice.id) throw new ObjectionByYourself();
      if (isOwnDepartment(voice, review.units, unit.key)) throw new OwnUnit(unit.label);
      if ((outcome === 'rejected') !== (assessment === null)) throw marksWanted(outcome);
      await tx.save(
        Object.assign(objection, {
          outcome,
          answer,
          decidedBy: voice.id,
          decidedByName: voice.name,
          decidedAt: now,
        }),
      );
      if (assessment) await give(tx, { review, unit, now }, voice, assessment);
      const step = { name: 'review.objectionDecided', objectionId: id, outcome } as const;
      await tellOf(tx, { review, unit, now }, step);
      return this.reviews.read(voice, review.id, now, tx);
    });
  }
}

function marksWanted(outcome: ObjectionDecision['outcome']): InvalidInput {
  const detail = outcome === 'rejected' ? '异议不成立的，不改综评' : '异议成立的，须同时给出改后的综评分';
  return new InvalidInput([{ pointer: '/assessment', code: 'review.assessment', detail }]);
}

interface Step {
  readonly review: Review;
  readonly unit: ReviewUnit;
  readonly now: Date;
}

/** Writes a unit's marks. */
async function give(tx: Tx, step: Step, voice: Voice, given: Assessment): Promise<void> {
  const { review, unit, now } = step;
  const scheme = await schemeOf(tx, review);
  const self = unit.selfSubmittedAt ? unit.self : null;
  checkAssessment({ scheme, computed: unit.computed, self, assessment: given });
  if (isOwnDepartment(voice, review.units, unit.key) && !isAsComputed(unit.computed, given))
    throw new OwnUnit(unit.label);
  const assessment = {
    ...given,
    marks: given.marks.map((mark) => ({ ...mark, points: rounded(exact(mark.points), scheme.decimals) })),
  };
  await tx.save(
    Object.assign(unit, {
      assessed: assessment,
      assessedBy: voice.id,
      assessedByName: voice.name,
      assessedAt: now,
    }),
  );
  await touch(tx, review);
  const total = totalOf(scheme, assessment.marks, unit.computed.deductions);
  await tellOf(tx, step, { name: 'review.assessed', total });
}

/** Ties files that the unit has uploaded for an objection to it. */
async function attach(
  tx: Tx,
  { id, reviewId, key }: ReviewObjection,
  files: readonly string[],
): Promise<void> {
  for (const [at, file] of files.entries()) {
    const free = { id: file, reviewId, key, purpose: 'objection' as const };
    const found = await tx.findOneBy(ReviewFile, free);
    if (!found || found.objectionId !== null)
      throw new InvalidInput([
        {
          pointer: `/files/${at}`,
          code: 'review.file_unknown',
          detail: '应为本单位为异议上传、且尚未使用的附件',
          value: file,
        },
      ]);
    await tx.save(Object.assign(found, { objectionId: id }));
  }
}

/**
 * The locked review in a stage in which units speak, by somebody who speaks for the unit, in time. What the city writes
 * down for a unit may come later than its last day.
 */
export async function spokenFor(
  tx: Tx,
  { id, key, voice, now }: { id: string; key: string; voice: Voice; now: Date },
  stage: 'self_assessment' | 'objections',
): Promise<{ readonly review: Review; readonly onBehalf: boolean }> {
  const review = await lockReview(tx, voice, id);
  const how = admitVoice(review, voice, key);
  refuseOutside(review, stage);
  const due: Day | null = stage === 'self_assessment' ? review.selfDue : review.objectionsDue;
  if (how === 'own' && due !== null && dayOf(now) > due) throw new ReviewTooLate(due);
  return { review, onBehalf: how === 'behalf' };
}

/** @throws NotFound where the unit is not the caller's to see, Forbidden where he does not speak for it. */
function admitVoice(review: Review, voice: Voice, key: string): 'own' | 'behalf' {
  if (!keysSeen(voice, review).includes(key)) throw new NotFound('参评单位', key);
  const how = speaksFor(voice, review.units, key);
  if (how === undefined) throw new Forbidden();
  return how;
}

/** Lets pass who may upload for a unit, before anything is read. */
export async function admitUpload(tx: Tx, voice: Voice, id: string, key: string): Promise<Review> {
  const review = await findReview(tx, voice, id);
  admitVoice(review, voice, key);
  if (review.state !== 'objections') refuseOutside(review, 'self_assessment');
  return review;
}
