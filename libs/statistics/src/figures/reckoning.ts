/** A sum that anybody can write down: the whole is what its parts come to. Each name is of one unknown. */
export interface Equation {
  readonly whole: string | null;
  readonly parts: readonly string[];
}

/** Large enough that no chance zero is met, and small enough that a product of two is an exact number. */
const prime = 67_108_859;

type Row = Map<number, number>;

/**
 * The unknowns that equations alone determine, whatever else is known: reckoned by elimination modulo a prime. An
 * unknown is free where some change of the unknowns, by which all equations go on to hold, changes it.
 */
export function determined(equations: readonly Equation[]): ReadonlySet<string> {
  const names = [...new Set(equations.flatMap(({ whole, parts }) => [...parts, ...(whole ? [whole] : [])]))];
  const columns = new Map(names.map((name, n) => [name, n]));
  /** Each with its first unknown solved, in which no unknown stands that another one solves. */
  const solved = new Map<number, Row>();
  for (const { whole, parts } of equations) {
    const row: Row = new Map();
    for (const part of parts) add(row, columns.get(part) ?? 0, 1);
    if (whole) add(row, columns.get(whole) ?? 0, prime - 1);
    for (const [at, factor] of [...row]) {
      const known = solved.get(at);
      if (known) for (const [n, value] of known) add(row, n, (prime - factor) * value);
    }
    const [at] = row.keys();
    if (at === undefined) continue;
    const scale = inverse(row.get(at) ?? 1);
    for (const [n, value] of row) row.set(n, (value * scale) % prime);
    for (const other of solved.values()) {
      const factor = other.get(at);
      if (factor !== undefined) for (const [n, value] of row) add(other, n, (prime - factor) * value);
    }
    solved.set(at, row);
  }
  // What is solved and left alone in its row is known; in any other row stands an unknown that nothing solves.
  return new Set([...solved].flatMap(([at, row]) => (row.size === 1 ? [names[at] as string] : [])));
}

function add(row: Row, at: number, value: number): void {
  const sum = ((row.get(at) ?? 0) + value) % prime;
  if (sum === 0) row.delete(at);
  else row.set(at, sum);
}

/** By Fermat: value to the power of prime - 2. */
function inverse(value: number): number {
  let [result, base, exponent] = [1, value, prime - 2];
  while (exponent > 0) {
    if (exponent % 2 === 1) result = (result * base) % prime;
    base = (base * base) % prime;
    exponent = Math.floor(exponent / 2);
  }
  return result;
}
