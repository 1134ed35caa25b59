import { kinds, type ListingKind, perObject, writtenForm } from '#contracts';
import { canonicalJson, sha256 } from '#kernel';
import { rows, type Tx } from '#platform';
import { type Content, keptOf } from '../document.js';
import type { Dictionaries } from '../domain/dictionaries.js';
import type { Beginning, Begun, Contents, Making } from '../listing.creation.js';

/** A new listing whose content is that of a staged row. */
export interface StagedBeginning extends Beginning {
  readonly row: number;
}

const formsOf = perObject((_: Dictionaries) => new Map<ListingKind, string>());

/** What contents of a kind are checked by: its form and the dictionaries, as one hash. */
export function formOf(kind: ListingKind, dictionaries: Dictionaries): string {
  const forms = formsOf(dictionaries);
  const known = forms.get(kind);
  if (known !== undefined) return known;
  const form = sha256(`${writtenForm(kinds[kind])}\n${canonicalJson(dictionaries)}`);
  forms.set(kind, form);
  return form;
}

/** The contents of staged rows go from table to table: what is on its way there does not leave the database. */
export class StagedContents implements Contents<StagedBeginning> {
  /** @param form by which the rows were checked when they were read */
  constructor(
    private readonly importId: string,
    private readonly form: string | null,
  ) {}

  /** None where they were checked by what holds now; else all of them, which the kind has to take. @throws InvalidInput */
  async toCheck(by: Making, known: Dictionaries, all: readonly StagedBeginning[]): Promise<Content[]> {
    if (this.form === formOf(by.kind, known)) return [];
    const numbers = all.map(({ row }) => row);
    const contents = [...(await contentsOf(by.tx, this.importId, numbers)).values()];
    for (const content of contents) keptOf(by.kind, content);
    return contents;
  }

  async insert({ tx, kind }: Making, begun: readonly Begun<StagedBeginning>[]): Promise<void> {
    if (begun.length === 0) return;
    const numbers = begun.map(({ row }) => row);
    const from = `FROM unnest($2::uuid[], $3::integer[]) AS x(id, row)
      JOIN import_rows r ON r.import_id = $1 AND r.row = x.row AND r.row BETWEEN $4 AND $5`;
    const parameters = [this.importId, begun.map(({ id }) => id), numbers, ...endsOf(numbers)];
    await rows(
      tx,
      `INSERT INTO listing_revisions (listing_id, revision, state, title, content)
       SELECT x.id, 1, 'draft', r.content ->> '${kinds[kind].definition.title}', r.content - 'contact' ${from}`,
      parameters,
    );
    await rows(
      tx,
      `INSERT INTO listing_contacts (listing_id, revision, contact) SELECT x.id, 1, r.content -> 'contact' ${from}`,
      parameters,
    );
  }
}

/** The contents of rows of an import, by row. */
export async function contentsOf(
  tx: Tx,
  id: string,
  numbers: readonly number[],
): Promise<Map<number, Content>> {
  if (numbers.length === 0) return new Map();
  const found = await rows<{ row: number; content: Content }>(
    tx,
    `SELECT row, content FROM import_rows WHERE import_id = $1 AND row = ANY($2::integer[]) AND row BETWEEN $3 AND $4
     ORDER BY row`,
    [id, numbers, ...endsOf(numbers)],
  );
  return new Map(found.map(({ row, content }) => [row, content]));
}

/** Both ends are named: the planner knows nothing yet of rows that have just come. */
const endsOf = (numbers: readonly number[]) => [Math.min(...numbers), Math.max(...numbers)];
