import type { ListingKind } from '#contracts';
import { type ColumnSql, conditionSql, narrowed, Parameters } from '#kernel';
import { type ListingFacts, seenInForce } from '#listings';
import { type Database, rows, type Tx } from '#platform';
import { normalise, queryWords, searchQuery, searchTokens } from '#text';
import { newest, type SearchDocument } from '../domain/document.js';
import type { Facets, SearchAnswer, SearchEngine, SearchRequest } from '../engine.js';

interface Row {
  listing_id: string;
  kind: ListingKind;
  revision: number;
  number: string;
  title: string;
  organisation: string;
  organisation_id: string;
  body: string;
  fields: string[];
  chains: string[];
  areas: string[];
  visibility: string;
  first_version: boolean;
  /** An instant as JSON has it. */
  published_at: string;
}

/** A line of an answer: a hit with its place, the number of all that was found, or that of a facet's code. */
interface Part extends Record<string, unknown> {
  part: 'hit' | 'total' | keyof Facets;
  code: string;
  n: string;
  hit: Row | null;
}

/** Where the visibility rule of listings finds what it looks at. */
const sightColumns: Readonly<Record<keyof ListingFacts, ColumnSql>> = {
  id: { sql: 'listing_id', type: 'uuid' },
  visibility: { sql: 'visibility', type: 'text' },
  area: { sql: 'areas[1]', type: 'text' },
  organisationId: { sql: 'organisation_id', type: 'uuid' },
};

/** A lexeme's positions end at 16,383, and it has at most 255 of them. */
const lastPosition = 16_000;
const mostPositions = 200;
/** Ranking touches every row that it ranks: no more than these. By age these are the newest, which an index gives. */
const mostRanked = 1000;

const shown =
  'listing_id, kind, revision, number, title, organisation, organisation_id, body, fields, chains, areas, visibility, first_version, published_at';
const writtenAtOnce = 200;
const columns = `${shown.replace('listing_id, ', '')}, words`;
const put = `INSERT INTO search_documents (listing_id, ${columns})
  SELECT id, kind, revision, number, title, organisation, "organisationId", body, fields, chains, areas, visibility, "firstVersion", "publishedAt", words::tsvector
  FROM jsonb_to_recordset($1::jsonb) AS d(id uuid, kind text, revision integer, number text, title text, organisation text, "organisationId" uuid, body text,
    fields text[], chains text[], areas text[], visibility text, "firstVersion" boolean, "publishedAt" timestamptz, words text) ORDER BY id
  ON CONFLICT ON CONSTRAINT pk_search_documents DO UPDATE SET ${columns
    .split(', ')
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}
  WHERE search_documents.revision <= excluded.revision`;

/** Words and their parts as a tsvector in PostgreSQL (GIN); ranked by cover density over the rows found. */
export class PostgresEngine implements SearchEngine {
  readonly name = 'postgres';

  constructor(private readonly db: Database) {}

  async put(documents: readonly SearchDocument[], by: Tx = this.db.manager): Promise<void> {
    const latest = newest(documents);
    for (let i = 0; i < latest.length; i += writtenAtOnce) {
      const some = latest
        .slice(i, i + writtenAtOnce)
        .map((document) => ({ ...document, words: vector(document) }));
      await rows(by, put, [JSON.stringify(some)]);
      await new Promise((resolve) => setImmediate(resolve)); // segmenting hundreds of texts takes its time
    }
  }

  async remove(ids: readonly string[], by: Tx = this.db.manager): Promise<void> {
    await rows(by, 'DELETE FROM search_documents WHERE listing_id = ANY($1::uuid[])', [ids]);
  }

  async search(asked: SearchRequest): Promise<SearchAnswer> {
    const request = { ...asked, query: asked.query.replaceAll('\u0000', ' ') }; // which PostgreSQL cannot hold
    const words = queryWords(searchQuery(request.query));
    const all = await this.find(request, words.map(lexeme).join(' & '));
    if (all.total > 0 || words.length < 2) return { ...all, relaxed: false };
    const some = await this.find(request, words.map(lexeme).join(' | '));
    return { ...some, relaxed: some.total > 0 };
  }

  async revisions(kind: ListingKind): Promise<Map<string, number>> {
    const found = await this.db.query<{ listing_id: string; revision: number }>(
      'SELECT listing_id, revision FROM search_documents WHERE kind = $1',
      [kind],
    );
    return new Map(found.map((row) => [row.listing_id, row.revision]));
  }

  async count(kind: ListingKind): Promise<number> {
    const [row] = await this.db.query<{ n: string }>(
      'SELECT count(*) AS n FROM search_documents WHERE kind = $1',
      [kind],
    );
    return Number(row?.n);
  }

  async prepare(): Promise<void> {}

  async healthy(): Promise<boolean> {
    return true;
  }

  private async find(request: SearchRequest, tsquery: string): Promise<Omit<SearchAnswer, 'relaxed'>> {
    const { kind, filter, sort, offset, limit } = request;
    const number = normalise(request.query).trim().toUpperCase();
    const parameters = new Parameters(
      kind,
      tsquery === '' ? null : tsquery,
      number,
      filter.fields?.length ? filter.fields : null,
      filter.chains?.length ? filter.chains : null,
      filter.areas?.length ? filter.areas : null,
      filter.firstVersion ?? null,
    );
    const where = `kind = $1 AND ($2::text IS NULL OR words @@ $2::tsquery OR number = $3) AND ($4::text[] IS NULL OR fields && $4)
      AND ($5::text[] IS NULL OR chains && $5) AND ($6::text[] IS NULL OR areas && $6) AND ($7::boolean IS NULL OR first_version = $7) AND ${conditionSql(narrowed(seenInForce, request.sight), sightColumns, parameters)}`;
    const isByAge = sort === 'newest' || tsquery === '';
    const newestFirst = 'published_at DESC, listing_id';
    const order = isByAge
      ? newestFirst
      : "(number = $3) DESC, ts_rank_cd('{0.1, 0.2, 0.5, 1}', words, $2::tsquery, 1) DESC, listing_id";
    const window = `OFFSET ${parameters.bind(offset)} LIMIT ${parameters.bind(limit)}`;
    // One statement: what is counted and what is shown are of the same moment, whatever is written meanwhile.
    const found = await this.db.query<Part>(
      `WITH found AS MATERIALIZED (SELECT fields, chains, areas FROM search_documents WHERE ${where}),
       shown AS (SELECT ${shown}, row_number() OVER (ORDER BY ${order}) AS place
         FROM (SELECT ${shown}, words FROM search_documents WHERE ${where} ${isByAge ? `ORDER BY ${newestFirst}` : ''} LIMIT ${mostRanked}) candidates ORDER BY place ${window})
       SELECT 'hit' AS part, '' AS code, place AS n, to_jsonb(shown) AS hit FROM shown
       UNION ALL SELECT 'total', '', count(*), NULL FROM found
       UNION ALL SELECT 'fields', code, count(*), NULL FROM found, unnest(fields) AS code GROUP BY code
       UNION ALL SELECT 'chains', code, count(*), NULL FROM found, unnest(chains) AS code GROUP BY code
       UNION ALL SELECT 'areas', code, count(*), NULL FROM found, unnest(areas) AS code GROUP BY code`,
      parameters.values,
    );
    const parts = (name: Part['part']) => found.filter(({ part }) => part === name);
    const facet = (name: keyof Facets) =>
      Object.fromEntries(parts(name).map(({ code, n }) => [code, Number(n)]));
    return {
      hits: parts('hit')
        .sort((a, b) => Number(a.n) - Number(b.n))
        .flatMap(({ hit }) => (hit ? [documentOfRow(hit)] : [])),
      total: Number(parts('total')[0]?.n ?? 0),
      facets: { fields: facet('fields'), chains: facet('chains'), areas: facet('areas') },
    };
  }
}

/** The title weighs most (A), then the organisation (B), then the rest (D). */
function vector(document: SearchDocument): string {
  const places = new Map<string, { text: string; last: string; count: number }>();
  let offset = 0;
  for (const [text, weight] of [
    [document.title, 'A'],
    [document.number, 'A'],
    [document.organisation, 'B'],
    [document.body, ''],
  ] as const) {
    let last = 0;
    for (const { word, position } of searchTokens(text)) {
      last = Math.max(last, position);
      const place = `${Math.min(lastPosition, offset + position)}${weight}`;
      const known = places.get(word);
      if (!known) places.set(word, { text: place, last: place, count: 1 });
      else if (known.count < mostPositions && known.last !== place) {
        known.text += `,${place}`;
        known.last = place;
        known.count++;
      }
    }
    offset += last + 1;
  }
  let all = '';
  for (const [word, { text }] of places) all += `${lexeme(word)}:${text} `;
  return all;
}

function lexeme(word: string): string {
  const short = word.length > 200 ? word.slice(0, 200) : word;
  return quoted.test(short) ? `'${short.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${short}'`;
}

/** Signs that a lexeme's text cannot hold as they are. */
const quoted = /['\\]/;

function documentOfRow(row: Row): SearchDocument {
  return {
    id: row.listing_id,
    kind: row.kind,
    revision: row.revision,
    number: row.number,
    title: row.title,
    organisation: row.organisation,
    organisationId: row.organisation_id,
    body: row.body,
    fields: row.fields,
    chains: row.chains,
    areas: row.areas,
    visibility: row.visibility,
    firstVersion: row.first_version,
    publishedAt: new Date(row.published_at).toISOString(),
  };
}
