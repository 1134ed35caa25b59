import type { MarketFigures, ReviewChange, ReviewContent, SchemeContent } from '#contracts';
import { measureOf } from '#contracts';
import { canonicalJson, sha256 } from '#kernel';
import type { Review, ReviewFile, ReviewObjection, ReviewUnit } from '../../entities/index.js';
import { placed, totalOf, type Unit } from '../../schemes/score.js';

/** The chosen units with their figures: what an archive does not name has nothing of what is counted. */
export function unitsFrom(
  figures: MarketFigures,
  units: 'area' | 'department',
  keys: readonly string[],
  labelled: (key: string) => string,
): Unit[] {
  return keys.map((key) => {
    const found = figures[units].find((item) => item.key === key);
    if (found) return found;
    const values = figures.measures.map(({ code }) => {
      const measure = measureOf(code);
      const counts = measure?.kind === 'flow' || measure?.kind === 'stock';
      const told = counts && measure.splits.includes(units) && figures.total[code] !== null;
      return [code, told ? '0' : null] as const;
    });
    return { key, label: labelled(key), values: Object.fromEntries(values) };
  });
}

export interface Whole {
  readonly review: Review;
  readonly scheme: SchemeContent;
  readonly measures: MarketFigures['measures'];
  readonly units: readonly ReviewUnit[];
  readonly objections: readonly ReviewObjection[];
  readonly files: readonly ReviewFile[];
  /** The version that this one corrects. */
  readonly before: { readonly content: ReviewContent; readonly sha256: string } | null;
}

/** What a review says when it is published: of units that were assessed. */
export function contentOf(whole: Whole): ReviewContent {
  const { review, scheme, before } = whole;
  const used = new Set([...scheme.indicators, ...scheme.deductions].map(({ measure }) => measure));
  const units = placed(
    whole.units.flatMap((unit) => (unit.assessed === null ? [] : [unitContent(unit, unit.assessed, whole)])),
  ).sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
  const content: ReviewContent = {
    name: review.name,
    version: review.version,
    period: review.period,
    amendment: review.amendment ?? 0,
    periodSha256: review.periodSha256 ?? '',
    scheme: { id: review.schemeId, version: review.schemeVersion, content: scheme },
    measures: whole.measures.filter(({ code }) => used.has(code)),
    units,
    corrects: before && {
      version: before.content.version,
      sha256: before.sha256,
      reason: review.correctionReason ?? '',
    },
    changes: [],
  };
  return before ? { ...content, changes: changesBetween(before.content, content) } : content;
}

type UnitContent = ReviewContent['units'][number];

function unitContent(
  unit: ReviewUnit,
  assessed: NonNullable<ReviewUnit['assessed']>,
  { scheme, objections, files }: Whole,
): Omit<UnitContent, 'place'> {
  const { computed } = unit;
  const raised = objections.filter(({ key }) => key === unit.key);
  const marks = new Map(assessed.marks.map((mark) => [mark.measure, mark]));
  return {
    key: unit.key,
    label: unit.label,
    total: totalOf(scheme, assessed.marks, computed.deductions),
    computed: computed.total,
    indicators: computed.indicators.map(({ measure, value, percent, points }) => ({
      measure,
      value,
      percent,
      computed: points,
      mark: marks.get(measure)?.points ?? points,
      reason: marks.get(measure)?.reason ?? '',
    })),
    deductions: computed.deductions,
    reason: assessed.reason,
    selfSha256: unit.self && unit.selfSubmittedAt ? selfHash(unit, files) : null,
    objections: {
      raised: raised.length,
      upheld: raised.filter(({ outcome }) => outcome === 'upheld' || outcome === 'partly').length,
    },
  };
}

function selfHash({ key, self }: ReviewUnit, files: readonly ReviewFile[]): string {
  const attached = files.filter((file) => file.key === key && file.purpose === 'self');
  return sha256(canonicalJson({ ...self, files: attached.map((file) => file.sha256).sort() }));
}

/** Every figure that differs, unit by unit: which, from what, to what, and why. Units are the same in both. */
export function changesBetween(before: ReviewContent, after: ReviewContent): ReviewChange[] {
  const why = after.corrects?.reason ?? '';
  return after.units.flatMap((unit) => {
    const old = before.units.find(({ key }) => key === unit.key);
    const change = (
      figure: ReviewChange['figure'],
      measure: string | null,
      [from, to]: readonly [string | null | undefined, string | null],
      because = why,
    ): ReviewChange[] =>
      (from ?? null) === to
        ? []
        : [
            {
              unit: unit.key,
              label: unit.label,
              figure,
              measure,
              from: from ?? null,
              to,
              why: because || why,
            },
          ];
    return [
      ...unit.indicators.flatMap((now) => {
        const was = old?.indicators.find(({ measure }) => measure === now.measure);
        return [
          ...change('value', now.measure, [was?.value, now.value]),
          ...change('computed', now.measure, [was?.computed, now.computed]),
          ...change('mark', now.measure, [was?.mark, now.mark], now.reason),
        ];
      }),
      ...unit.deductions.flatMap((now) => {
        const was = old?.deductions.find(({ measure }) => measure === now.measure);
        return change('deduction', now.measure, [was?.points, now.points]);
      }),
      ...change('total', null, [old?.total, unit.total]),
      ...change('place', null, [old && String(old.place), String(unit.place)]),
    ];
  });
}

/** Over the content with who published it and when. */
export function hashOfPublished(content: ReviewContent, at: Date, by: string): string {
  return sha256(canonicalJson({ content, publishedAt: at.toISOString(), publishedBy: by }));
}
