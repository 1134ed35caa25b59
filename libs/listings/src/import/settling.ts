import { joinOrganisationByCode } from '#accounts';
import { ignored, type LabelOf, type ListingKind } from '#contracts';
import { rows, type Tx } from '#platform';
import { type Content, ofKind } from '../document.js';
import type { Import } from '../entities/import.js';
import { type Listing, lockListings, readListings } from '../listing.store.js';
import { changesBetween, type FieldChange, overlaid, spokenOf } from './compare.js';
import { contentsOf } from './contents.js';
import { matchesOf } from './identity.js';
import type { RowQuestion, RowState, StagedRow } from './import.types.js';
import { hasOutcome } from './outcomes.js';

/** What a row is beside what stands already. */
export interface Settled {
  readonly row: number;
  readonly state: Extract<RowState, 'question' | 'new' | 'changed' | 'unchanged'>;
  readonly question: RowQuestion | null;
  readonly listing: Listing | undefined;
  readonly changes: readonly FieldChange[];
  /** What stands there, with what the row says; nothing where nothing stands. */
  readonly after: Content | undefined;
}

export interface Settling {
  readonly id: string;
  readonly kind: ListingKind;
  readonly mapping: Import['mapping'];
  readonly labelOf: LabelOf;
  /** To be written to: the listings are locked. */
  readonly lock?: boolean;
}

const atOnce = 500;
const fields = 'row, state, organisation, serial, title, decision, question';

/**
 * Compares the rows that are right with what stands, all of them or those that are named; rows of organisations that have
 * no listings of the kind are new.
 */
export async function settleRows(
  tx: Tx,
  job: Import,
  labelOf: LabelOf,
  { report, only }: { readonly report?: (done: number) => Promise<void>; readonly only?: readonly number[] },
): Promise<void> {
  const owners = [...(await ownersWithListings(tx, job, 'all')).keys()];
  if (owners.length === 0) return;
  let done = 0;
  for await (const some of windowsOf(tx, job.id, { owners, only })) {
    const settled = await settle(tx, some, { id: job.id, kind: job.kind, mapping: job.mapping, labelOf });
    await keep(
      tx,
      job.id,
      settled.filter(({ state, listing }) => state !== 'new' || listing !== undefined),
    );
    done += some.length;
    await report?.(done);
  }
}

/** Rows with a content and no outcome, in their order, some at a time: what a window has may be none. */
export async function* windowsOf(
  tx: { query(sql: string, parameters: unknown[]): Promise<unknown> },
  id: string,
  {
    owners,
    only,
    most = atOnce,
  }: {
    readonly owners?: readonly string[];
    readonly only?: readonly number[] | undefined;
    /** Each window is twice as large as the one before, up to this. */
    readonly most?: number;
  } = {},
): AsyncGenerator<StagedRow[]> {
  const open = `FROM import_rows r WHERE import_id = $1 AND content IS NOT NULL AND state <> 'skipped'
    AND ($2::text[] IS NULL OR owner = ANY($2))`;
  const parameters = [id, owners ?? null];
  if (only) {
    for (let i = 0; i < only.length; i += atOnce)
      yield (await tx.query(
        `SELECT ${fields} ${open} AND row = ANY($3::integer[]) AND NOT ${hasOutcome()} ORDER BY row`,
        [...parameters, only.slice(i, i + atOnce)],
      )) as StagedRow[];
    return;
  }
  const [{ first, last } = { first: null, last: null }] = (await tx.query(
    'SELECT min(row) AS first, max(row) AS last FROM import_rows WHERE import_id = $1',
    [id],
  )) as { first: number | null; last: number | null }[];
  if (first === null || last === null) return;
  // Both ends are named: with one alone the planner sorts all rows of the import, of which it knows nothing yet.
  for (let from = first, size = atOnce; from <= last; from += size, size = Math.min(size * 2, most)) {
    const some = (await tx.query(
      `SELECT ${fields} ${open} AND row >= $3 AND row < $4 AND NOT EXISTS
         (SELECT 1 FROM import_outcomes o WHERE o.import_id = $1 AND o.row = r.row AND o.row >= $3 AND o.row < $4) ORDER BY row`,
      [...parameters, from, from + size],
    )) as StagedRow[];
    if (some.length > 0) yield some;
  }
}

/**
 * The organisations of an import that have listings already, by credit code.
 * @param whose `others`: besides what the import itself has made, so that one that is resumed finds what it began with
 */
export async function ownersWithListings(
  tx: Tx,
  { id, kind }: Import,
  whose: 'all' | 'others',
): Promise<Map<string, string>> {
  const besides = `AND NOT EXISTS (SELECT 1 FROM import_outcomes n WHERE n.import_id = $1 AND n.outcome = 'new' AND n.listing_id = h.id)`;
  const found = await rows<{ uscc: string; id: string }>(
    tx,
    `SELECT o.uscc, o.id FROM (SELECT DISTINCT owner FROM import_rows WHERE import_id = $1) i ${joinOrganisationByCode('i.owner')}
     WHERE EXISTS (SELECT 1 FROM listings h WHERE h.organisation_id = o.id AND ${ofKind('h', kind)} ${whose === 'others' ? besides : ''})`,
    [id],
  );
  return new Map(found.map((one) => [one.uscc, one.id]));
}

/** What each row is beside what stands now. */
export async function settle(tx: Tx, some: readonly StagedRow[], by: Settling): Promise<Settled[]> {
  const matches = await matchesOf(tx, some, by.kind);
  const ids = [...new Set([...matches.values()].map(({ id }) => id))];
  const read = by.lock ? lockListings : readListings;
  const listings = new Map((await read(tx, by.kind, ids)).map((listing) => [listing.id, listing]));
  const contents = await contentsOf(tx, by.id, [...matches.keys()]);
  const spoken = spokenOf(
    by.kind,
    by.mapping.flatMap(({ field }) => (field === ignored ? [] : [field])),
  );
  return some.map((row): Settled => {
    const match = matches.get(row.row);
    const listing = match && listings.get(match.id);
    const content = contents.get(row.row);
    if (!match || !listing || !content) return alone(row);
    const asked = askedOf(row);
    const after = overlaid(listing.content, content, spoken);
    const changes = changesBetween(by.kind, listing.content, after, by.labelOf);
    const question = asked ?? (match.isDoubtful && changes.length > 0 ? 'number_taken' : null);
    const state = question ? 'question' : changes.length > 0 ? 'changed' : 'unchanged';
    return { row: row.row, state, question, listing, changes, after };
  });
}

const askedOf = ({ question }: StagedRow) => (question === 'title_twice' ? question : null);

/** What a row is beside which nothing stands. */
export function alone(row: StagedRow): Settled {
  const question = askedOf(row);
  const state = question ? 'question' : 'new';
  return { row: row.row, state, question, listing: undefined, changes: [], after: undefined };
}

/** @param settled in the order of their rows, of one window: the update looks through what lies between the first and the last. */
async function keep(tx: Tx, id: string, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await rows(
    tx,
    `UPDATE import_rows r SET state = x.state, question = x.question, listing_id = x.listing_id, changes = x.changes
     FROM jsonb_to_recordset($2::jsonb) AS x(row integer, state text, question text, listing_id uuid, changes jsonb)
     WHERE r.import_id = $1 AND r.row = x.row AND r.row BETWEEN $3 AND $4`,
    [
      id,
      JSON.stringify(
        settled.map(({ row, state, question, listing, changes }) => ({
          row,
          state,
          question,
          listing_id: listing?.id ?? null,
          changes: changes.length > 0 ? changes : null,
        })),
      ),
      settled[0]?.row,
      settled.at(-1)?.row,
    ],
  );
}

/** Counts what the rows are. */
export async function recount(tx: Tx, id: string): Promise<void> {
  await rows(
    tx,
    `UPDATE imports i SET total = c.total, valid = c.valid, refused = c.refused, skipped = c.skipped, questions = c.questions,
       changes = c.changes, unchanged = c.unchanged, notices = c.notices
     FROM (SELECT count(*) FILTER (WHERE state NOT IN ('head', 'skipped')) AS total,
         count(*) FILTER (WHERE state IN ('new', 'changed', 'unchanged')) AS valid,
         count(*) FILTER (WHERE state = 'error') AS refused, count(*) FILTER (WHERE state = 'skipped') AS skipped,
         count(*) FILTER (WHERE state = 'question') AS questions, count(*) FILTER (WHERE state = 'changed') AS changes,
         count(*) FILTER (WHERE state = 'unchanged') AS unchanged,
         count(*) FILTER (WHERE warnings <> '[]' AND state NOT IN ('head', 'skipped')) AS notices
       FROM import_rows WHERE import_id = $1) c
     WHERE i.id = $1`,
    [id],
  );
}
