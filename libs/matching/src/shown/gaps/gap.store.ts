import { type ExclusionCode, type GapView, type MarketCode, markets } from '#contracts';
import { Parameters } from '#kernel';
import { listingAreaSql, listingNamedSql, listingsSql, ofKind, type Sight, seenInForceSql } from '#listings';

export interface GapFilter {
  readonly market: MarketCode;
  readonly field?: string | undefined;
  readonly chain?: string | undefined;
  readonly area?: string | undefined;
  /** One demand alone. */
  readonly demand?: string | undefined;
}

/** What a summary keeps of a supply that came near. */
export interface StoredNear {
  readonly supplyListingId: string;
  readonly score: number;
  readonly excluded: ExclusionCode | null;
  readonly lacking: readonly string[];
}

export interface GapRow {
  demand: GapView['demand'];
  fields: string[];
  chains: string[];
  department: string | null;
  published_at: Date;
  published_key: string;
  best: string | null;
  nearest: StoredNear[];
}

export interface FigureRow {
  by: 'all' | 'chain' | 'field' | 'area';
  /** Empty where a demand names none. */
  key: string;
  demands: number;
  gaps: number;
  unmatched: number;
}

const demandAs = { head: 's', revision: 'r', organisation: 'o' };
const area = listingAreaSql(demandAs);
const gap = '(m.demand_listing_id IS NOT NULL AND (m.best IS NULL OR m.best < $1::numeric))';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What is asked for, by whom, and from how many points on a match counts as suitable. */
export interface GapQuestion {
  readonly suitable: number;
  readonly sight: Sight;
  readonly filter: GapFilter;
}

/** Parameters 1 to 4 of every statement about demands: suitable, field, chain, area. */
function demandsOf({ suitable, sight, filter }: GapQuestion) {
  const { market, field, chain, area: inArea, demand } = filter;
  const parameters = new Parameters(suitable, field ?? null, chain ?? null, inArea ?? null);
  const alone = demand === undefined ? '' : `AND s.id = ${parameters.bind(demand)}::uuid`;
  /** Demands in force that the asker sees, with the summary of their present revision where a matching has looked at it. */
  const from = `FROM ${listingsSql('published', demandAs)}
    LEFT JOIN match_summaries m ON m.demand_listing_id = s.id AND m.demand_revision = s.published_revision
    WHERE ${ofKind('s', markets[market].demand)} AND ${seenInForceSql(demandAs, sight, parameters)} AND ($2::text IS NULL OR $2 = ANY(r.fields))
      AND ($3::text IS NULL OR $3 = ANY(r.chains)) AND ($4::text IS NULL OR ${area} = $4) ${alone}`;
  return { parameters, from };
}

/** Newest first, after the key `after`; at most `limit`, null for all. */
export function someGaps(
  question: GapQuestion,
  after: readonly [at: unknown, id: unknown],
  limit: number | null,
): Statement {
  const { parameters, from } = demandsOf(question);
  const [at, id, most] = [...after, limit].map((value) => parameters.bind(value));
  return {
    sql: `SELECT ${listingNamedSql(demandAs)} AS demand,
        r.fields, r.chains, coalesce(r.department, o.department) AS department, s.published_at, s.published_at::text AS published_key, m.best, m.nearest
      ${from} AND ${gap} AND (${at}::text IS NULL OR (s.published_at, s.id) < (${at}::timestamptz, ${id}::uuid))
      ORDER BY s.published_at DESC, s.id DESC LIMIT ${most}::integer`,
    parameters: parameters.values,
  };
}

const split = (by: string, keys: string) =>
  `SELECT '${by}', key, count(*)::integer, count(*) FILTER (WHERE gap)::integer, count(*) FILTER (WHERE unmatched)::integer
   FROM found, unnest(${keys}) AS key GROUP BY key`;
const orNone = (column: string) => `CASE WHEN cardinality(${column}) = 0 THEN ARRAY[''] ELSE ${column} END`;

export function gapCounts(question: GapQuestion): Statement {
  const { parameters, from } = demandsOf(question);
  return {
    sql: `WITH found AS (
        SELECT r.fields, r.chains, coalesce(${area}, '') AS area, ${gap} AS gap, m.demand_listing_id IS NULL AS unmatched ${from})
      SELECT 'all' AS by, '' AS key, count(*)::integer AS demands, count(*) FILTER (WHERE gap)::integer AS gaps,
        count(*) FILTER (WHERE unmatched)::integer AS unmatched FROM found
      UNION ALL ${split('chain', orNone('chains'))} UNION ALL ${split('field', orNone('fields'))} UNION ALL ${split('area', 'ARRAY[area]')}`,
    parameters: parameters.values,
  };
}
