import { codedPathsOf, kinds, type ListingKind, perObject, writtenForm } from '#contracts';
import { sha256 } from '#kernel';
import { rows, type Tx } from '#platform';
import { type Content, keptOf } from '../document.js';
import type { Beginning, Begun, Contents } from '../listing.creation.js';

/** A new listing whose content is that of a staged row. */
export interface StagedBeginning extends Beginning {
  readonly row: number;
}

const hashOfForm = perObject((kind: (typeof kinds)[ListingKind]) => sha256(writtenForm(kind)));
/** The form that contents of a kind have now, as a hash. */
export const formOf = (kind: ListingKind): string => hashOfForm(kinds[kind]);

/** The contents of staged rows go from table to table: what is on its way there does not leave the database. */
export class StagedContents implements Contents<StagedBeginning> {
  /** @param form of the kind, by which the rows were checked when they were read */
  constructor(
    private readonly importId: string,
    private readonly form: string | null,
  ) {}

  /**
   * One of each combination of codes; where the kind has another form by now all contents, which it has to take.
   * @throws InvalidInput
   */
  async coded(tx: Tx, kind: ListingKind, all: readonly StagedBeginning[]): Promise<readonly Content[]> {
    if (all.length === 0) return [];
    const numbers = all.map(({ row }) => row);
    if (this.form === formOf(kind)) return codesOf(tx, kind, this.importId, numbers);
    const contents = [...(await contentsOf(tx, this.importId, numbers)).values()];
    for (const content of contents) keptOf(kind, content);
    return contents;
  }

  async insert(tx: Tx, kind: ListingKind, begun: readonly Begun<StagedBeginning>[]): Promise<void> {
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

/** A content for each combination of codes, with nothing but them. */
async function codesOf(
  tx: Tx,
  kind: ListingKind,
  id: string,
  numbers: readonly number[],
): Promise<Content[]> {
  const heads = [...new Set(Object.keys(codedPathsOf(kinds[kind])).map((path) => path.split('/')[0]))];
  const found = await rows<{ codes: Content }>(
    tx,
    `SELECT DISTINCT jsonb_build_object(${heads.map((head) => `'${head}', content -> '${head}'`).join(', ')}) AS codes
     FROM import_rows WHERE import_id = $1 AND row = ANY($2::integer[]) AND row BETWEEN $3 AND $4`,
    [id, numbers, ...endsOf(numbers)],
  );
  return found.map(({ codes }) => codes);
}

/** Both ends are named: the planner knows nothing yet of rows that have just come. */
const endsOf = (numbers: readonly number[]) => [Math.min(...numbers), Math.max(...numbers)];
