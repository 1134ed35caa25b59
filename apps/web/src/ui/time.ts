/** Days and years are those of the city, not of the browser. */
const zone = 'Asia/Shanghai';

const told = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: zone, ...options });
const minute = told({ dateStyle: 'medium', timeStyle: 'short' });
const second = told({ dateStyle: 'medium', timeStyle: 'medium' });

/** An instant as people read it: Beijing time, wherever the browser stands. */
export function when(instant: string | null | undefined): string {
  return instant ? minute.format(new Date(instant)) : '';
}

/** To the second: entries of one minute are told apart. */
export function toSecond(instant: string): string {
  return second.format(new Date(instant));
}

/** Today in Beijing, as `2026-11-27`. */
export function today(now = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}

/** Beijing's day and time of an instant, as `instantOf` takes it. */
export function typedOf(instant: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(instant));
  return text.replace(' ', 'T');
}

/** The instant of a day and time as typed, `2026-11-27T09:00`, which are Beijing's. */
export function instantOf(typed: string): string {
  return new Date(`${typed}+08:00`).toISOString();
}

/** Beijing's year, as `2026`. */
export function thisYear(): string {
  return today().slice(0, 4);
}
