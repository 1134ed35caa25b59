import type { LedgerEntry } from './entry.js';
import type { Difference } from './recount.js';
import { codesOf, type EnteredLine, enteredBy, money, type ToldStep, toldBy } from './retelling.lines.js';
import type { StepFact } from './steps.js';

/**
 * Tells the ledger again from facts, without the code that wrote it: what each fact should have entered is the difference
 * between how its pair stands before and after it, and each standing is counted from the claims alone.
 */
export class Retelling {
  private readonly pairs = new Map<string, ToldStep[]>();
  private readonly found = new Map<string, EnteredLine[]>();
  private gaps = 0;

  /** Facts beyond the first gap of their pair; known once it was compared. */
  get waiting(): number {
    return this.gaps;
  }

  fact(id: string, fact: StepFact): void {
    const step = toldBy(id, fact);
    const told = this.pairs.get(step.pair) ?? [];
    told.push(step);
    this.pairs.set(step.pair, told);
  }

  entry(entry: LedgerEntry): void {
    for (const entered of enteredBy(entry))
      this.found.set(entered.line, [...(this.found.get(entered.line) ?? []), entered]);
  }

  /** What the entries lack, have too much, or took over wrongly. */
  compare(): Difference[] {
    const differences: Difference[] = [];
    const left = new Map(this.found);
    for (const told of this.pairs.values())
      for (const { line, number, codes } of this.linesOf(told)) {
        const [one, ...more] = left.get(line) ?? [];
        left.set(line, more);
        if (!one) differences.push(fault(number, line, 'none'));
        else if (one.codes !== codes)
          differences.push(fault(number, `${line} ${codes}`, `${line} ${one.codes}`));
      }
    for (const [line, entered] of left)
      for (const _one of entered) differences.push(fault('台账多出的记录', 'none', line));
    return differences;
  }

  /** Every line that the steps of a pair should have left in the ledger. */
  private linesOf(told: readonly ToldStep[]): EnteredLine[] {
    const lines: EnteredLine[] = [];
    let standing: Standing = { claims: new Map(), amounts: new Map() };
    const given = new Map<string, string>();
    let number = '';
    const inOrder = [...told].sort((a, b) => a.sequence - b.sequence);
    for (const [index, step] of inOrder.entries()) {
      if (step.sequence !== index + 1) {
        this.gaps += inOrder.length - index;
        break;
      }
      number = step.number ?? number;
      const after = stepped(standing, step);
      for (const { what, line, entered } of between(step.id, standing, after)) {
        if (entered) given.set(what, step.codes ?? '');
        lines.push({ line, number, codes: codesOf(given.get(what) ?? '', step.act) });
      }
      standing = after;
    }
    return lines;
  }
}

/** How a pair stands: the claims with their levels, and by level the claim whose amount counts there. */
interface Standing {
  readonly claims: ReadonlyMap<string, number>;
  readonly amounts: ReadonlyMap<number, { readonly claimId: string; readonly amount: string }>;
}

function stepped(before: Standing, { kind, claimId, level, amount }: ToldStep): Standing {
  const [claims, amounts] = [new Map(before.claims), new Map(before.amounts)];
  if (kind === 'verified') {
    claims.set(claimId, level);
    if (amount !== null && !amounts.has(level)) amounts.set(level, { claimId, amount });
  } else {
    claims.delete(claimId);
    if (amounts.get(level)?.claimId === claimId) amounts.delete(level);
  }
  return { claims, amounts };
}

interface Changed {
  /** The pair at a level, or its amount there. */
  readonly what: string;
  readonly line: string;
  readonly entered: boolean;
}

/** What changed at each level: the pair there, and its amount, each by itself. */
function between(factId: string, before: Standing, after: Standing): Changed[] {
  const highest = ({ claims }: Standing) => Math.max(1, ...claims.values());
  const of = (what: string, entered: boolean, amount = ''): Changed => ({
    what,
    line: `${factId} ${entered ? 'verified' : 'reversal'} ${what}${amount}`,
    entered,
  });
  return [2, 3, 4, 5].flatMap((level) => {
    const [was, is] = [highest(before) >= level, highest(after) >= level];
    const [had, has] = [before.amounts.get(level)?.amount, after.amounts.get(level)?.amount];
    return [
      ...(was === is ? [] : [of(`level ${level} pair`, is)]),
      ...(had === has ? [] : [of(`level ${level} amount`, has !== undefined, ` ${money(has ?? had ?? '')}`)]),
    ];
  });
}

function fault(detail: string, expected: string, found: string): Difference {
  return { what: 'fact', detail, expected, found };
}
