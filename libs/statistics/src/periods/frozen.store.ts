import type { MarketCode, MarketFigures, StoredFigures } from '#contracts';
import { canonicalJson, type Day, type Period, sha256 } from '#kernel';
import { rows, type Tx } from '#platform';
import { FrozenPeriod, type Range } from '../entities/frozen-period.js';
import { type Late, PeriodAmendment } from '../entities/period-amendment.js';

/** The hash of what is stored: over the canonical JSON (RFC 8785) of all its members but the hash itself. */
export function hashOfStored(stored: Omit<FrozenPeriod, 'sha256'> | Omit<PeriodAmendment, 'sha256'>): string {
  const { sha256: _own, ...content } = stored as FrozenPeriod;
  return sha256(canonicalJson(content));
}

/** What is stored of one market; undefined where the archive says nothing of it. */
export function figuresIn(stored: StoredFigures, market: MarketCode): MarketFigures | undefined {
  return market === 'software' ? stored : stored.others?.find((one) => one.market === market);
}

/** The part of the ledger that counts in a period. */
export async function rangeOf(tx: Tx, { first, last }: Pick<Period, 'first' | 'last'>): Promise<Range> {
  const [row] = await rows<{ first: string | null; last: string | null; n: string }>(
    tx,
    'SELECT min(seq) AS first, max(seq) AS last, count(*) AS n FROM ledger_entries WHERE posted_day BETWEEN $1 AND $2',
    [first, last],
  );
  const whole = (text: string | null | undefined) => (text == null ? null : Number(text));
  return { firstSeq: whole(row?.first), lastSeq: whole(row?.last), entries: Number(row?.n ?? 0) };
}

/** What belongs to the days by its date and counts after them. */
export async function lateFor(tx: Tx, first: Day, last: Day): Promise<Late> {
  const count = (table: string) =>
    `(SELECT count(*)::integer FROM ${table} WHERE posted_day > happened_day AND happened_day BETWEEN $1 AND $2 AND posted_day > $2)`;
  const [row] = await rows<Late>(
    tx,
    `SELECT ${count('ledger_entries')} AS entries, ${count('ledger_pairs')} AS pairs, ${count('figure_lines')} AS lines`,
    [first, last],
  );
  return row ?? { entries: 0, pairs: 0, lines: 0 };
}

export async function findFrozen(tx: Tx, code: string): Promise<FrozenPeriod | undefined> {
  return (await tx.findOneBy(FrozenPeriod, { code })) ?? undefined;
}

export function amendmentsOf(tx: Tx, code: string): Promise<PeriodAmendment[]> {
  return tx.find(PeriodAmendment, { where: { code }, order: { number: 'ASC' } });
}
