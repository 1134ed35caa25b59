import type { ObjectionView, ReviewFileView, ReviewSummary, ReviewUnitView, ReviewView } from '#contracts';
import { type Day } from '#kernel';
import type { Review, ReviewFile, ReviewObjection, ReviewUnit } from '../entities/index.js';
import { compare, exact } from '../schemes/exact.js';
import { totalOf } from '../schemes/score.js';
import { blockersOf } from './domain/blockers.js';
import { hashOfPublished, type Whole } from './domain/content.js';
import { isOwnDepartment, keysSeen, speaksFor, type Voice } from './domain/voice.js';

export function summaryOf(review: Review, schemeName: string, superseded: boolean): ReviewSummary {
  return {
    id: review.id,
    name: review.name,
    version: review.version,
    state: review.state,
    period: review.period,
    schemeName,
    schemeVersion: review.schemeVersion,
    units: review.units,
    selfDue: review.selfDue,
    objectionsDue: review.objectionsDue,
    publishedAt: review.publishedAt?.toISOString() ?? null,
    superseded,
  };
}

export interface Shown {
  readonly whole: Whole;
  readonly voice: Voice;
  readonly today: Day;
  readonly superseded: boolean;
  readonly correctedId: string | null;
}

export function reviewView(shown: Shown): ReviewView {
  const { whole, voice, today } = shown;
  const { review, scheme } = whole;
  const seen = new Set(keysSeen(voice, review));
  const { before } = whole;
  return {
    ...summaryOf(review, scheme.name, shown.superseded),
    scheme,
    amendment: review.amendment,
    periodSha256: review.periodSha256,
    createdBy: review.createdByName,
    createdAt: review.createdAt.toISOString(),
    keys: review.keys,
    own: whole.units.filter(({ key }) => seen.has(key)).map((unit) => unitView(unit, shown)),
    blockers:
      voice.scope === 'city' && review.state === 'objections'
        ? blockersOf({ ...whole, due: review.objectionsDue ?? today, today })
        : [],
    correction:
      before && shown.correctedId
        ? { of: shown.correctedId, version: before.content.version, reason: review.correctionReason ?? '' }
        : null,
    published: publishedView(review),
    revision: review.revision,
  };
}

function publishedView(review: Review): ReviewView['published'] {
  const { content, sha256, publishedAt, publishedByName } = review;
  if (!content || !sha256 || !publishedAt || publishedByName === null) return null;
  return {
    at: publishedAt.toISOString(),
    by: publishedByName,
    sha256,
    intact: hashOfPublished(content, publishedAt, publishedByName) === sha256,
    content,
  };
}

/** Before publication a unit knows neither its place nor the others' marks, and no marks of its own that are being made. */
function unitView(unit: ReviewUnit, { whole, voice }: Shown): ReviewUnitView {
  const { review, files, objections } = whole;
  const [city, published] = [voice.scope === 'city', review.state === 'published'];
  const ranked = city || published;
  const own = speaksFor(voice, review.units, unit.key);
  const told = city || published || review.state === 'objections';
  return {
    key: unit.key,
    label: unit.label,
    computed: { ...unit.computed, place: ranked ? unit.computed.place : null },
    self: unit.self && {
      ...unit.self,
      submittedAt: unit.selfSubmittedAt?.toISOString() ?? null,
      by: unit.selfByName ?? '',
      onBehalf: unit.selfOnBehalf,
    },
    files: files.filter((file) => file.key === unit.key && file.purpose === 'self').map(fileView),
    assessed: told ? assessedView(unit, whole, ranked) : null,
    objections: objections
      .filter(({ key }) => key === unit.key)
      .map((one) => objectionView(one, whole, decides(voice, review, one))),
    acceptedAt: unit.acceptedAt?.toISOString() ?? null,
    own: own !== undefined,
    revision: unit.revision,
  };
}

function assessedView(
  unit: ReviewUnit,
  { units, scheme }: Whole,
  ranked: boolean,
): ReviewUnitView['assessed'] {
  if (unit.assessed === null || unit.assessedAt === null) return null;
  const totals = units.flatMap(({ key, assessed, computed }) =>
    assessed ? [{ key, total: totalOf(scheme, assessed.marks, computed.deductions) }] : [],
  );
  const total = totals.find(({ key }) => key === unit.key)?.total ?? '0';
  const ahead = totals.filter((other) => compare(exact(other.total), exact(total)) > 0).length;
  return {
    ...unit.assessed,
    total,
    place: ranked ? ahead + 1 : null,
    by: unit.assessedByName ?? '',
    at: unit.assessedAt.toISOString(),
  };
}

function decides(voice: Voice, review: Review, { raisedBy, key, outcome }: ReviewObjection): boolean {
  return (
    voice.scope === 'city' &&
    review.state === 'objections' &&
    outcome === null &&
    raisedBy !== voice.id &&
    !isOwnDepartment(voice, review.units, key)
  );
}

function objectionView(one: ReviewObjection, { files }: Whole, decidable: boolean): ObjectionView {
  const { outcome, answer, decidedAt } = one;
  return {
    id: one.id,
    measure: one.measure,
    statement: one.statement,
    raisedBy: one.raisedByName,
    raisedAt: one.raisedAt.toISOString(),
    onBehalf: one.onBehalf,
    files: files.filter(({ objectionId }) => objectionId === one.id).map(fileView),
    decision:
      outcome && decidedAt
        ? {
            outcome,
            answer: answer ?? '',
            decidedBy: one.decidedByName ?? '',
            decidedAt: decidedAt.toISOString(),
          }
        : null,
    decidable,
  };
}

export function fileView(file: ReviewFile): ReviewFileView {
  return {
    id: file.id,
    fileName: file.fileName,
    mediaType: file.mediaType,
    size: file.size,
    sha256: file.sha256,
    uploadedBy: file.uploadedByName,
    uploadedAt: file.uploadedAt.toISOString(),
  };
}
