import { periodOf } from '../figures/figures.service.js';

/** `2026-11-27` as `2026年11月27日`. */
export function daySaid(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** A period by its days, as papers name it. */
export function periodSaid(code: string): string {
  const { first, last } = periodOf(code);
  return `${daySaid(first)}至${daySaid(last)}`;
}
