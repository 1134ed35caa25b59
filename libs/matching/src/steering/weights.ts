import type { RuleWeights } from '#contracts';
import { type FieldError, InvalidInput } from '#kernel';
import { ruleLabels } from '../scoring/domain/rule-texts.js';
import { ruleNames } from '../scoring/domain/rules.js';
import { WeightsSum } from './errors.js';

/**
 * Points of each rule, in the rules' order.
 * @throws InvalidInput `match.weight` for a rule that is not 0–100 with at most one decimal; WeightsSum
 */
export function checkedWeights(most: RuleWeights): RuleWeights {
  const faults = ruleNames.flatMap((rule): FieldError[] => {
    const points = most[rule];
    if (points >= 0 && points <= 100 && inTenths(points) / 10 === points) return [];
    return [
      {
        pointer: `/most/${rule}`,
        code: 'match.weight',
        detail: `${ruleLabels[rule]}的分值应为0至100，最多一位小数`,
        value: points,
      },
    ];
  });
  if (faults.length > 0) throw new InvalidInput(faults);
  const sum = ruleNames.reduce((tenths, rule) => tenths + inTenths(most[rule]), 0);
  if (sum !== 1000) throw new WeightsSum(sum / 10);
  return Object.fromEntries(ruleNames.map((rule) => [rule, most[rule]])) as RuleWeights;
}

function inTenths(points: number): number {
  return Math.round(points * 10);
}
