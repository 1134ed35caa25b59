import type { MarketCode, RuleWeights } from '#contracts';
import { type FieldError, InvalidInput } from '#kernel';
import { ruleTexts } from '../markets/rules.js';
import { WeightsSum } from './errors.js';

/**
 * Points of each of a market's rules, in the rules' order.
 * @throws InvalidInput `match.weight` for a rule that is not 0–100 with at most one decimal, that is missing, or that the
 * market does not have; WeightsSum
 */
export function checkedWeights(market: MarketCode, most: RuleWeights): RuleWeights {
  const rules = ruleTexts(market);
  const faults = rules.flatMap(([rule, { label }]): FieldError[] => {
    const points = most[rule];
    if (points !== undefined && points >= 0 && points <= 100 && inTenths(points) / 10 === points) return [];
    return [fault(rule, `${label}的分值应为0至100，最多一位小数`, points ?? null)];
  });
  const known = new Set(rules.map(([rule]) => rule));
  const unknown = Object.entries(most).filter(([rule]) => !known.has(rule));
  faults.push(...unknown.map(([rule, points]) => fault(rule, '没有这一项规则', points)));
  if (faults.length > 0) throw new InvalidInput(faults);
  const points = rules.map(([rule]) => [rule, most[rule] as number] as const);
  const sum = points.reduce((tenths, [, of]) => tenths + inTenths(of), 0);
  if (sum !== 1000) throw new WeightsSum(sum / 10);
  return Object.fromEntries(points);
}

function fault(rule: string, detail: string, value: number | null): FieldError {
  return { pointer: `/most/${rule}`, code: 'match.weight', detail, value };
}

function inTenths(points: number): number {
  return Math.round(points * 10);
}
