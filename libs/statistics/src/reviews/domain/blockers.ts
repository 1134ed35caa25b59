import type { Day } from '#kernel';
import type { ReviewObjection, ReviewUnit } from '../../entities/index.js';

export interface Heard {
  readonly units: readonly Pick<ReviewUnit, 'key' | 'label' | 'acceptedAt'>[];
  readonly objections: readonly Pick<ReviewObjection, 'key' | 'outcome'>[];
  /** The last day for objections. */
  readonly due: Day;
  readonly today: Day;
}

/**
 * What stands in the way of publication: objections that nobody has decided; and until the last day has passed, units
 * that have neither objected nor said that they do not.
 */
export function blockersOf({ units, objections, due, today }: Heard): string[] {
  return units.flatMap(({ key, label, acceptedAt }) => {
    const own = objections.filter((one) => one.key === key);
    const open = own.filter(({ outcome }) => outcome === null).length;
    if (open > 0) return [`${label}有${open}件异议未答复`];
    const silent = own.length === 0 && acceptedAt === null;
    return silent && today <= due ? [`异议截止日 ${due} 未过，${label}尚未表示有无异议`] : [];
  });
}
