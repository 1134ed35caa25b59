import type { Assessment, SchemeContent, SelfAssessment, UnitScore } from '#contracts';
import { type FieldError, InvalidInput } from '#kernel';
import { compare, exact, over, rounded, times } from '../../schemes/exact.js';
import { totalOf } from '../../schemes/score.js';

interface Mark {
  readonly measure: string;
  readonly points: string;
}

const hundred = exact('100');
const same = (a: string, b: string) => compare(exact(a), exact(b)) === 0;

/** @throws InvalidInput where a mark is none of the scheme's, is too high, has too many decimals, or nothing is sent in. */
export function checkSelf(scheme: SchemeContent, self: SelfAssessment, submit: boolean): void {
  const faults = [...faultsOfMarks(scheme, self.marks)];
  if (self.overall !== null) faults.push(...faultsOfPoints(scheme, '/overall', self.overall, scheme.cap));
  if (submit && self.overall === null && self.marks.length === 0)
    faults.push({
      pointer: '/marks',
      code: 'review.nothing_said',
      detail: '提交前至少填写一项指标的自评分或总分',
    });
  refuse(faults);
}

export interface Assessed {
  readonly scheme: SchemeContent;
  readonly computed: UnitScore;
  /** What the unit sent in; null where it has not. */
  readonly self: SelfAssessment | null;
  readonly assessment: Assessment;
}

/**
 * A mark for every indicator, and a reason wherever one differs from what was computed or from what the unit gave itself.
 * @throws InvalidInput `review.reason_wanted` and others
 */
export function checkAssessment({ scheme, computed, self, assessment }: Assessed): void {
  const faults = [...faultsOfMarks(scheme, assessment.marks)];
  const marked = new Set(assessment.marks.map(({ measure }) => measure));
  for (const { measure } of scheme.indicators)
    if (!marked.has(measure))
      faults.push({ pointer: '/marks', code: 'review.mark_wanted', detail: `缺指标 ${measure} 的综评分` });
  for (const [at, { measure, points, reason }] of assessment.marks.entries()) {
    if (reason.trim() !== '') continue;
    const against = differsFrom(measure, points, computed, self);
    if (against !== undefined)
      faults.push({
        pointer: `/marks/${at}/reason`,
        code: 'review.reason_wanted',
        detail: `${points}分与${against}不同，请说明理由`,
        value: points,
      });
  }
  if (faults.length === 0 && self?.overall != null && assessment.reason.trim() === '') {
    const total = totalOf(scheme, assessment.marks, computed.deductions);
    if (!same(total, self.overall))
      faults.push({
        pointer: '/reason',
        code: 'review.reason_wanted',
        detail: `总分${total}分与自评总分${self.overall}分不同，请说明理由`,
        value: total,
      });
  }
  refuse(faults);
}

/** Whether every mark is the computed one. */
export function isAsComputed(computed: UnitScore, assessment: Assessment): boolean {
  return computed.indicators.every(({ measure, points }) =>
    assessment.marks.some((mark) => mark.measure === measure && same(mark.points, points)),
  );
}

function differsFrom(
  measure: string,
  points: string,
  computed: UnitScore,
  self: SelfAssessment | null,
): string | undefined {
  const reckoned = computed.indicators.find((one) => one.measure === measure)?.points;
  if (reckoned !== undefined && !same(reckoned, points)) return `计算分${reckoned}分`;
  const own = self?.marks.find((one) => one.measure === measure)?.points;
  return own !== undefined && !same(own, points) ? `自评${own}分` : undefined;
}

function* faultsOfMarks(scheme: SchemeContent, marks: readonly Mark[]): Generator<FieldError> {
  const seen = new Set<string>();
  for (const [at, { measure, points }] of marks.entries()) {
    const indicator = scheme.indicators.find((one) => one.measure === measure);
    const pointer = `/marks/${at}`;
    if (!indicator || seen.has(measure)) {
      const detail = indicator ? '同一指标只能给一次分' : '应为评分方案中的指标';
      yield { pointer: `${pointer}/measure`, code: 'review.measure', detail, value: measure };
      continue;
    }
    seen.add(measure);
    const most = rounded(over(times(exact(indicator.weight), exact(indicator.cap)), hundred), 3);
    yield* faultsOfPoints(scheme, `${pointer}/points`, points, most);
  }
}

function* faultsOfPoints(
  { decimals }: SchemeContent,
  pointer: string,
  points: string,
  most: string,
): Generator<FieldError> {
  const given = exact(points);
  if (compare(given, exact(most)) > 0)
    yield { pointer, code: 'review.points_too_high', detail: `最高${Number(most)}分`, value: points };
  else if (!same(points, rounded(given, decimals)))
    yield { pointer, code: 'review.points_too_fine', detail: `最多${decimals}位小数`, value: points };
}

function refuse(faults: readonly FieldError[]): void {
  if (faults.length > 0) throw new InvalidInput(faults);
}
