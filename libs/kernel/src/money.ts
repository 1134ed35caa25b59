/** Yuan with two decimals as text, as `numeric(16,2)` travels: `120000.00`. */
export type Yuan = string;

/** Exact fen, for comparison and sums. */
export function fen(yuan: Yuan): bigint {
  const [whole = '0', part = ''] = yuan.replace('-', '').split('.');
  const value = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  return yuan.startsWith('-') ? -value : value;
}

export function yuan(amount: bigint): Yuan {
  const sign = amount < 0n ? '-' : '';
  const value = amount < 0n ? -amount : amount;
  return `${sign}${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
}

/** 万元 as people write it, without needless zeros: `12.5`. */
export function inWan(amount: Yuan): string {
  const value = fen(amount);
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(7, '0');
  const part = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -6)}${part ? `.${part}` : ''}`;
}
