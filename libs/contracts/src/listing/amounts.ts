import { yuan } from '../api/common.js';

/** Exact fen of a well-formed amount; undefined for what is none (its own error says so). */
export function fenOf(amount: string): bigint | undefined {
  const parts = /^(\d{1,14})(?:\.(\d{1,2}))?$/.exec(amount);
  return parts ? BigInt(parts[1] ?? '0') * 100n + BigInt((parts[2] ?? '').padEnd(2, '0')) : undefined;
}

/** Yuan, always written with two decimals: `120000` becomes `120000.00`. */
export const money = yuan.overwrite((amount) => {
  const fen = fenOf(amount);
  return fen === undefined ? amount : `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
});

/** 万元 as people write them: `1234500.00` is `123.45`. */
export function wanOf(amount: string): string {
  const fen = fenOf(amount);
  if (fen === undefined) return amount;
  const part = String(fen % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${fen / 1_000_000n}${part && `.${part}`}`;
}
