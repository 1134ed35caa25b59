import { type Yuan, yuan } from '#kernel';
import { type Parsed, refused } from './parsed.js';

const places = 20;
const scale = 10n ** BigInt(places);
/** A fen, scaled. */
const one = scale / 100n;
/** What arithmetic in a spreadsheet adds to a number is far below this part of it, and below a mill of a yuan. */
const noise = { parts: 10n ** 12n, most: (scale * 4n) / 10_000n };
/** Of yuan, before the point. */
const digits = 14;

const tooLarge = () => refused('amount_too_large', '金额过大，应小于 100 万亿元');

/**
 * Yuan exactly, by moving the point: 0.1 万元 is 1000.00. What binary arithmetic made of a number is rounded off
 * (12.299999999999999), a real third decimal of a yuan is refused.
 * @param written digits with a point at most, as people write it or as JavaScript prints a number.
 */
export function amountOf(written: string, zeros: number): Parsed<Yuan> {
  const value = scaled(written, zeros);
  if (value === undefined || value >= 10n ** BigInt(digits) * scale) return tooLarge();
  const fen = (value + one / 2n) / one;
  const off = value - fen * one;
  const distance = off < 0n ? -off : off;
  const allowed = value / noise.parts;
  if (distance > (allowed < noise.most ? allowed : noise.most))
    return refused('amount_too_precise', `金额应精确到分，此处为 ${plainYuan(value)} 元，请四舍五入到分`);
  return { value: yuan(fen) };
}

function scaled(written: string, zeros: number): bigint | undefined {
  const parts = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(written);
  if (!parts) return undefined;
  const [, whole = '', part = '', exponent = '0'] = parts;
  const shift = places + zeros + Number(exponent) - part.length;
  if (whole.length + shift > 120) return undefined;
  const all = BigInt(`${whole}${part}` || '0');
  return shift >= 0 ? all * 10n ** BigInt(shift) : all / 10n ** BigInt(-shift);
}

function plainYuan(value: bigint): string {
  const part = String(value % scale)
    .padStart(places, '0')
    .slice(0, 6)
    .replace(/0+$/, '');
  return `${value / scale}.${part || '0'}`;
}
