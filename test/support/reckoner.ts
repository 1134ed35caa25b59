/** A line of what the public reads: an amount, or `*`. What is not there is 0. */
export interface Read {
  readonly period: string;
  readonly split: string;
  readonly key: string;
  readonly said: string;
}

/** The parts of each period of a year, written down once more: nothing here is the product's own. */
function calendar(year: string): ReadonlyMap<string, readonly string[]> {
  const months = Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, '0')}`);
  return new Map([
    [year, [`${year}-H1`, `${year}-H2`]],
    [`${year}-H1`, [`${year}-Q1`, `${year}-Q2`]],
    [`${year}-H2`, [`${year}-Q3`, `${year}-Q4`]],
    ...[1, 2, 3, 4].map((n) => [`${year}-Q${n}`, months.slice(n * 3 - 3, n * 3)] as const),
  ]);
}

export function periodsOfYear(year: string): string[] {
  return [...new Set([...calendar(year)].flatMap(([period, parts]) => [period, ...parts]))];
}

/**
 * Somebody who writes down every sum that the public can, over periods and over splits, and solves them exactly.
 * @returns what is told as `*` and comes out all the same
 */
export function reckoned(lines: readonly Read[], year: string): string[] {
  const place = (period: string, split: string, key: string) => `${period} ${split} ${key}`;
  const hidden = lines
    .filter(({ said }) => said === '*')
    .map(({ period, split, key }) => place(period, split, key));
  const columns = new Map(hidden.map((name, n) => [name, n]));
  const row = (whole: string, parts: readonly string[]) => {
    const numbers = Array.from({ length: hidden.length }, () => 0n);
    for (const [name, sign] of [[whole, -1n] as const, ...parts.map((part) => [part, 1n] as const)]) {
      const at = columns.get(name);
      if (at !== undefined) numbers[at] = sign;
    }
    return numbers;
  };
  const keys = [...new Map(lines.map(({ split, key }) => [`${split} ${key}`, { split, key }])).values()];
  const total = keys.find(({ split }) => split === 'total') ?? { split: 'total', key: 'all' };
  const rows = [...calendar(year)].flatMap(([period, parts]) =>
    keys.map(({ split, key }) =>
      row(
        place(period, split, key),
        parts.map((part) => place(part, split, key)),
      ),
    ),
  );
  for (const period of periodsOfYear(year))
    for (const split of new Set(keys.map((one) => one.split)))
      if (split !== 'total')
        rows.push(
          row(
            place(period, total.split, total.key),
            keys.filter((one) => one.split === split).map(({ key }) => place(period, split, key)),
          ),
        );
  return solved(rows, hidden);
}

/** Gauss and Jordan in whole numbers: an unknown that is left alone in an equation is known. */
function solved(rows: bigint[][], names: readonly string[]): string[] {
  let done = 0;
  for (let column = 0; column < names.length; column++) {
    const found = rows.findIndex((one, n) => n >= done && one[column] !== 0n);
    if (found < 0) continue;
    [rows[done], rows[found]] = [rows[found] as bigint[], rows[done] as bigint[]];
    const pivot = rows[done] as bigint[];
    for (const [n, other] of rows.entries()) {
      const factor = other[column] as bigint;
      if (n === done || factor === 0n) continue;
      const own = pivot[column] as bigint;
      rows[n] = reduced(other.map((value, at) => value * own - (pivot[at] as bigint) * factor));
    }
    done++;
  }
  return rows.flatMap((one) => {
    const left = one.flatMap((value, at) => (value === 0n ? [] : [names[at] as string]));
    return left.length === 1 ? left : [];
  });
}

function reduced(row: bigint[]): bigint[] {
  let common = 0n;
  for (const value of row) {
    let [a, b] = [common, value < 0n ? -value : value];
    while (b !== 0n) [a, b] = [b, a % b];
    common = a;
  }
  return common > 1n ? row.map((value) => value / common) : row;
}
