import type { FigureValues, SchemeContent, UnitScore } from '#contracts';
import {
  compare,
  type Exact,
  exact,
  floor,
  greater,
  lesser,
  over,
  plus,
  rounded,
  times,
  zero,
} from './exact.js';

/** What is compared: an area or a department, with its figures of a frozen period. */
export interface Unit {
  readonly key: string;
  readonly label: string;
  readonly values: FigureValues;
}

type Indicator = SchemeContent['indicators'][number];
const hundred = exact('100');
const one = exact('1');

/** Scores all units of a review by one scheme, and gives each its place. */
export function scoreUnits(scheme: SchemeContent, units: readonly Unit[]): UnitScore[] {
  const scored = units.map((unit) => scoreOf(scheme, unit, units));
  return placed(scored).sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
}

/** The place of each by its total: ties share a place, and the next one counts those before it. */
export function placed<T extends { readonly total: string }>(all: readonly T[]): (T & { place: number })[] {
  return all.map((unit) => ({
    ...unit,
    place: 1 + all.filter((other) => compare(exact(other.total), exact(unit.total)) > 0).length,
  }));
}

function scoreOf(scheme: SchemeContent, unit: Unit, units: readonly Unit[]): Omit<UnitScore, 'place'> {
  const indicators = scheme.indicators.map((indicator) => {
    const share = shareOf(indicator, unit, units);
    return {
      measure: indicator.measure,
      value: unit.values[indicator.measure] ?? null,
      percent: rounded(share, 2),
      points: rounded(over(times(share, exact(indicator.weight)), hundred), scheme.decimals),
    };
  });
  const deductions = scheme.deductions.map(({ measure, per, points, atMost }) => {
    const value = unit.values[measure] ?? null;
    const times_ = floor(over(exact(value ?? '0'), exact(per)));
    const taken = lesser(times({ top: times_ > 0n ? times_ : 0n, bottom: 1n }, exact(points)), exact(atMost));
    return { measure, value, points: rounded(taken, scheme.decimals) };
  });
  return {
    key: unit.key,
    label: unit.label,
    indicators,
    deductions,
    total: totalOf(scheme, indicators, deductions),
  };
}

interface Points {
  readonly points: string;
}

/** What points and deductions come to: never below 0, never above the scheme's cap. */
export function totalOf(
  scheme: SchemeContent,
  given: readonly Points[],
  deductions: readonly Points[],
): string {
  const sum = (all: readonly Points[]) => all.reduce((total, { points }) => plus(total, exact(points)), zero);
  const taken = sum(deductions);
  const total = plus(sum(given), { top: -taken.top, bottom: taken.bottom });
  return rounded(greater(zero, lesser(total, exact(scheme.cap))), scheme.decimals);
}

/** Per cent of an indicator's weight, from 0 up to its cap. */
function shareOf(indicator: Indicator, unit: Unit, units: readonly Unit[]): Exact {
  const value = unit.values[indicator.measure] ?? null;
  const share = value === null ? exact(indicator.whenNone) : shareFor(indicator, exact(value), units);
  return greater(zero, lesser(share, exact(indicator.cap)));
}

function shareFor({ fullMark, direction, measure }: Indicator, value: Exact, units: readonly Unit[]): Exact {
  const better = direction === 'more' ? 1 : -1;
  switch (fullMark.kind) {
    case 'linear':
      return linear(value, exact(fullMark.target), direction);
    case 'rank': {
      const known = units.flatMap((unit) => unit.values[measure] ?? []);
      const ahead = known.filter((other) => compare(exact(other), value) * better > 0).length;
      return over(times(hundred, exact(String(known.length - ahead))), exact(String(known.length)));
    }
    case 'steps': {
      const met = fullMark.steps.filter((step) => compare(value, exact(step.bound)) * better >= 0);
      return met.reduce((best, step) => greater(best, exact(step.percent)), zero);
    }
  }
}

/** Where less is better, the target is reached at or below it, and twice the target is worth half. */
function linear(value: Exact, target: Exact, direction: 'more' | 'less'): Exact {
  if (direction === 'more') return times(hundred, over(value, target));
  if (compare(value, zero) <= 0) return hundred;
  return times(hundred, lesser(one, over(target, value)));
}
