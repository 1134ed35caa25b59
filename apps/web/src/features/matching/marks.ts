export interface Stretch {
  readonly start: number;
  readonly end: number;
}
export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly hit: boolean;
}

/**
 * A text cut where stretches begin and end, so that hits can be marked without markup in the text.
 * @param stretches in UTF-16 code units; they may overlap, touch, stand in any order and reach beyond the text.
 * @returns pieces that together are the text; neighbouring hits are one.
 */
export function piecesOf(text: string, stretches: readonly Stretch[]): Piece[] {
  const pieces: Piece[] = [];
  const cut = (start: number, end: number, hit: boolean) => {
    if (end > start) pieces.push({ start, text: text.slice(start, end), hit });
  };
  let done = 0;
  for (const { start, end } of merged(stretches)) {
    const from = Math.max(start, done);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    cut(done, from, false);
    cut(from, to, true);
    done = to;
  }
  cut(done, text.length, false);
  return pieces;
}

function merged(stretches: readonly Stretch[]): Stretch[] {
  const whole: { start: number; end: number }[] = [];
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = whole.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else whole.push({ start, end });
  }
  return whole;
}
