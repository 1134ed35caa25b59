import type { StoredFigures } from '#contracts';
import { canonicalJson, type Day, type Period, sha256 } from '#kernel';
import { rows, type Tx } from '#platform';

export interface Late {
  readonly entries: number;
  readonly pairs: number;
  readonly lines: number;
}

export interface Range {
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly entries: number;
}

export interface Frozen extends Range {
  readonly code: string;
  readonly at: string;
  readonly byId: string;
  readonly by: string;
  readonly headSeq: number;
  readonly headHash: string;
  readonly figures: StoredFigures;
  readonly sha256: string;
}

export interface Amendment {
  readonly code: string;
  readonly number: number;
  readonly reason: string;
  readonly at: string;
  readonly byId: string;
  readonly by: string;
  readonly headSeq: number;
  readonly headHash: string;
  readonly late: Late;
  readonly figures: StoredFigures;
  readonly sha256: string;
}

/** The hash of what is stored: over the canonical JSON (RFC 8785) of all its members but the hash itself. */
export function hashOfStored(stored: Omit<Frozen, 'sha256'> | Omit<Amendment, 'sha256'>): string {
  const { sha256: _own, ...content } = stored as Frozen;
  return sha256(canonicalJson(content));
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
  const [row] = await rows<Late & Record<string, unknown>>(
    tx,
    `SELECT ${count('ledger_entries')} AS entries, ${count('ledger_pairs')} AS pairs, ${count('figure_lines')} AS lines`,
    [first, last],
  );
  return row ?? { entries: 0, pairs: 0, lines: 0 };
}

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const frozenColumns = `code, ${instant('frozen_at')} AS at, frozen_by AS "byId", frozen_by_name AS by, first_seq::float8 AS "firstSeq",
  last_seq::float8 AS "lastSeq", entries::float8 AS entries, head_seq::float8 AS "headSeq", head_hash AS "headHash", figures, sha256`;
const amendmentColumns = `code, number, reason, ${instant('amended_at')} AS at, amended_by AS "byId", amended_by_name AS by,
  head_seq::float8 AS "headSeq", head_hash AS "headHash", late, figures, sha256`;

export async function findFrozen(tx: Tx, code: string): Promise<Frozen | undefined> {
  const [row] = await rows<Frozen & Record<string, unknown>>(
    tx,
    `SELECT ${frozenColumns} FROM frozen_periods WHERE code = $1`,
    [code],
  );
  return row;
}

export function amendmentsOf(tx: Tx, code: string): Promise<Amendment[]> {
  return rows<Amendment & Record<string, unknown>>(
    tx,
    `SELECT ${amendmentColumns} FROM period_amendments WHERE code = $1 ORDER BY number`,
    [code],
  );
}

export async function insertFrozen(tx: Tx, frozen: Frozen): Promise<void> {
  await rows(
    tx,
    `INSERT INTO frozen_periods (code, frozen_at, frozen_by, frozen_by_name, first_seq, last_seq, entries, head_seq, head_hash, figures, sha256)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      frozen.code,
      frozen.at,
      frozen.byId,
      frozen.by,
      frozen.firstSeq,
      frozen.lastSeq,
      frozen.entries,
      frozen.headSeq,
      frozen.headHash,
      JSON.stringify(frozen.figures),
      frozen.sha256,
    ],
  );
}

export async function insertAmendment(tx: Tx, amendment: Amendment): Promise<void> {
  await rows(
    tx,
    `INSERT INTO period_amendments (code, number, reason, amended_at, amended_by, amended_by_name, head_seq, head_hash, late, figures, sha256)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      amendment.code,
      amendment.number,
      amendment.reason,
      amendment.at,
      amendment.byId,
      amendment.by,
      amendment.headSeq,
      amendment.headHash,
      JSON.stringify(amendment.late),
      JSON.stringify(amendment.figures),
      amendment.sha256,
    ],
  );
}
