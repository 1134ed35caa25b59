import type { SchemeContent } from './api/schemes.js';
import type { MarketCode } from './listing/kinds.js';
import { measureOf } from './measures.js';

/** How an indicator earns its weight, in a sentence. */
export function ruleSaid({ direction, fullMark, measure }: SchemeContent['indicators'][number]): string {
  const unit = measureOf(measure)?.unit ?? '';
  const better = direction === 'more' ? '越大越好' : '越小越好';
  if (fullMark.kind === 'linear') return `${better}，目标${fullMark.target}${unit}，按完成比例`;
  if (fullMark.kind === 'rank') return `${better}，按名次`;
  const steps = fullMark.steps.map(
    ({ bound, percent }) => `${direction === 'more' ? '≥' : '≤'}${bound}${unit}得${percent}%`,
  );
  return `分档：${steps.join('，')}`;
}

/** What the figures of a review are called, where a correction names them. */
export const reviewFigureNames = {
  value: '指标值',
  computed: '计算分',
  mark: '综评分',
  deduction: '扣分',
  total: '总分',
  place: '名次',
} as const;

/** What a deduction takes off, in a sentence. */
export function deductionSaid(one: SchemeContent['deductions'][number], market?: MarketCode): string {
  const measure = measureOf(one.measure, market);
  return `${measure?.name ?? one.measure}每${one.per}${measure?.unit ?? ''}扣${one.points}分，最多扣${one.atMost}分`;
}
