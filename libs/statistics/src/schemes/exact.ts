/** A fraction of whole numbers: nothing is lost before the one rounding at the end. */
export interface Exact {
  readonly top: bigint;
  /** Above 0. */
  readonly bottom: bigint;
}

const scale = 1_000_000n;

/** Of a decimal text with up to six decimals. */
export function exact(text: string): Exact {
  const negative = text.startsWith('-');
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole) * scale + BigInt(part.slice(0, 6).padEnd(6, '0'));
  return { top: negative ? -value : value, bottom: scale };
}

export const zero: Exact = { top: 0n, bottom: 1n };

export function plus(a: Exact, b: Exact): Exact {
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
}

export function times(a: Exact, b: Exact): Exact {
  return { top: a.top * b.top, bottom: a.bottom * b.bottom };
}

/** @param b not 0. */
export function over(a: Exact, b: Exact): Exact {
  const sign = b.top < 0n ? -1n : 1n;
  return { top: a.top * b.bottom * sign, bottom: a.bottom * b.top * sign };
}

/** Below 0, 0 or above, as for sort. */
export function compare(a: Exact, b: Exact): number {
  const difference = a.top * b.bottom - b.top * a.bottom;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function lesser(a: Exact, b: Exact): Exact {
  return compare(a, b) <= 0 ? a : b;
}

export function greater(a: Exact, b: Exact): Exact {
  return compare(a, b) >= 0 ? a : b;
}

/** How many whole ones are in it. */
export function floor({ top, bottom }: Exact): bigint {
  const whole = top / bottom;
  return top < 0n && whole * bottom !== top ? whole - 1n : whole;
}

/** With so many decimals, rounded half up: 0.125 is 0.13, and -0.125 is -0.12. */
export function rounded(value: Exact, decimals: number): string {
  const unit = 10n ** BigInt(decimals);
  const units = floor(plus(times(value, { top: unit, bottom: 1n }), { top: 1n, bottom: 2n }));
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return units < 0n ? `-${text}` : text;
}
