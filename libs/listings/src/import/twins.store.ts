import { rows, type Tx } from '#platform';
import { hasOutcome } from './outcomes.js';
import { type Twin, Twins } from './twins.js';

/** Rows of which another of the same organisation and title says something else. */
export async function markAsked(tx: Tx, id: string, asked: readonly number[]): Promise<void> {
  if (asked.length === 0) return;
  await rows(
    tx,
    "UPDATE import_rows SET state = 'question', question = 'title_twice', skip = NULL WHERE import_id = $1 AND row = ANY($2::integer[])",
    [id, asked],
  );
}

interface Alike {
  readonly row: number;
  readonly owner: string;
  readonly title: string;
  readonly content: unknown;
  readonly [key: string]: unknown;
}

/**
 * Rows that are not written yet and have one of these titles, told apart anew.
 * @returns those of the organisations and titles that are named.
 */
export async function settleTwins(
  tx: Tx,
  id: string,
  identities: readonly { readonly owner: string | null; readonly title: string | null }[],
): Promise<number[]> {
  const key = (owner: string | null, title: string | null) => `${owner}\n${title}`;
  const wanted = new Set(identities.map(({ owner, title }) => key(owner, title)));
  // By a list of texts alone: a join would be planned for the few rows that the planner believes in.
  const found = await rows<Alike>(
    tx,
    `SELECT row, owner, title, content FROM import_rows r
     WHERE import_id = $1 AND title = ANY($2::text[]) AND content IS NOT NULL AND NOT ${hasOutcome()}
       AND (state <> 'skipped' OR skip = 'repeat') ORDER BY row`,
    [id, [...new Set(identities.flatMap(({ title }) => title ?? []))]],
  );
  const alike = found.filter(({ owner, title }) => wanted.has(key(owner, title)));
  const twins = new Twins();
  const told = alike.map(({ row, owner, title, content }) => ({
    row,
    twin: twins.tell(row, owner, title, JSON.stringify(content)),
  }));
  const of = (twin: Twin) => told.flatMap((one) => (one.twin === twin ? [one.row] : []));
  await markAlone(tx, id, of('first'));
  await markRepeats(tx, id, of('repeat'));
  await markAsked(tx, id, [...of('question'), ...twins.asked]);
  return alike.map(({ row }) => row);
}

async function markAlone(tx: Tx, id: string, alone: readonly number[]): Promise<void> {
  await rows(
    tx,
    `UPDATE import_rows SET state = 'new', skip = NULL, question = NULL
     WHERE import_id = $1 AND row = ANY($2::integer[]) AND (question = 'title_twice' OR skip = 'repeat')`,
    [id, alone],
  );
}

async function markRepeats(tx: Tx, id: string, repeats: readonly number[]): Promise<void> {
  await rows(
    tx,
    "UPDATE import_rows SET state = 'skipped', skip = 'repeat', question = NULL WHERE import_id = $1 AND row = ANY($2::integer[])",
    [id, repeats],
  );
}
