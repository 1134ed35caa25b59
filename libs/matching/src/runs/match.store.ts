import type { ListingKind } from '#contracts';
import { type CopyValue, rows, type Tx } from '#platform';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { Aids, Matched, Places } from '../scoring/matched.js';

/** A row of `matches`, as a matching found it. */
export interface MatchRow {
  readonly demandListingId: string;
  readonly demandRevision: number;
  readonly supplyListingId: string;
  readonly supplyRevision: number;
  readonly firmId: string;
  /** Tenths of a point. */
  readonly total: number;
  readonly tenths: readonly number[];
  readonly words: readonly string[];
  readonly moved: number;
  /** By words, meaning and reranker; null where words alone counted. */
  readonly places: readonly number[] | null;
}

/** A row of `match_summaries`. */
export interface SummaryRow {
  readonly demandListingId: string;
  readonly demandRevision: number;
  /** In points. */
  readonly best: string | null;
  readonly nearest: string;
  readonly moved: number;
  readonly bar: number;
  /** Of the catalogue that it was ranked from. */
  readonly place: string;
  readonly statistics: number;
  /** As bytea is written. */
  readonly weighed: string;
  readonly aids: Aids['states'];
}

export interface StoredNear {
  readonly supplyListingId: string;
  readonly score: number;
  readonly excluded: string | null;
  readonly lacking: readonly string[];
}

/** What was found for a demand, in rows; what has left the catalogue meanwhile is left out. */
export function rowsOf(
  demand: { readonly id: string; readonly revision: number },
  matched: Matched,
  catalogue: Catalogue,
  place: string,
): { readonly matches: MatchRow[]; readonly summary: SummaryRow } {
  const { id: demandListingId, revision: demandRevision } = demand;
  const matches = matched.proposals.flatMap((proposal): MatchRow[] => {
    const head = catalogue.headOf(proposal.doc);
    if (!head) return [];
    return [
      {
        demandListingId,
        demandRevision,
        supplyListingId: head.id,
        supplyRevision: head.revision,
        firmId: head.firmId,
        total: proposal.points,
        tenths: proposal.tenths,
        words: proposal.words,
        moved: proposal.moved,
        places: proposal.places ? writtenPlaces(proposal.places) : null,
      },
    ];
  });
  const nearest = matched.near.flatMap((near): StoredNear[] => {
    const head = catalogue.headOf(near.doc);
    if (!head) return [];
    const { points, excluded, lacking } = near;
    return [{ supplyListingId: head.id, score: points / 10, excluded: excluded ?? null, lacking }];
  });
  const best = matched.best === undefined ? null : inPoints(matched.best);
  const moved = matches.reduce((sum, row) => sum + row.moved, 0);
  return {
    matches,
    summary: {
      demandListingId,
      demandRevision,
      best,
      nearest: JSON.stringify(nearest),
      moved,
      bar: matched.bar,
      place,
      statistics: catalogue.lexical.statistics,
      weighed: writtenWeighed(matched.weighed, catalogue),
      aids: matched.aids ?? unaided,
    },
  };
}

const unaided: Aids['states'] = { meaning: 'off', reranked: 'off' };

function writtenPlaces({ words, meaning, reranked }: Places): number[] {
  return [words, meaning, reranked];
}

/** As `places` keeps them. */
export function readPlaces(places: readonly number[] | null): Places | undefined {
  if (!places) return undefined;
  const [words = 0, meaning = 0, reranked = 0] = places;
  return { words, meaning, reranked };
}

const weighedBytes = 20;

/** (supply, 32-bit float) in turn. */
function writtenWeighed(weighed: Matched['weighed'], catalogue: Catalogue): string {
  const { docs, scores } = weighed;
  const bytes = Buffer.alloc(4 * scores.length);
  scores.forEach((score, i) => {
    bytes.writeFloatLE(score, 4 * i);
  });
  const floats = bytes.toString('hex');
  let written = '\\x';
  docs.forEach((doc, i) => {
    const head = catalogue.headOf(doc);
    if (head) written += head.id.replaceAll('-', '') + floats.slice(8 * i, 8 * i + 8);
  });
  return written;
}

/** The score of text that a ranking has found for a supply; undefined where it was not weighed. */
export function weighedScore(weighed: Buffer, supplyListingId: string): number | undefined {
  const id = Buffer.from(supplyListingId.replaceAll('-', ''), 'hex');
  for (let at = 0; at < weighed.length; at += weighedBytes)
    if (weighed.compare(id, 0, 16, at, at + 16) === 0) return weighed.readFloatLE(at + 16);
  return undefined;
}

function inPoints(tenths: number): string {
  return (tenths / 10).toFixed(1);
}

export const matchColumns = [
  'demand_listing_id',
  'supply_listing_id',
  'firm_id',
  'demand_revision',
  'supply_revision',
  'score',
  'points',
  'words',
  'moved',
  'places',
] as const;
export const summaryColumns = [
  'demand_listing_id',
  'demand_revision',
  'best',
  'nearest',
  'moved',
  'bar',
  'place',
  'statistics',
  'weighed',
  'meaning',
  'reranked',
] as const;

export function matchCells(row: MatchRow): CopyValue[] {
  return [
    row.demandListingId,
    row.supplyListingId,
    row.firmId,
    row.demandRevision,
    row.supplyRevision,
    inPoints(row.total),
    row.tenths,
    row.words,
    row.moved,
    row.places,
  ];
}

export function summaryCells(row: SummaryRow): CopyValue[] {
  return [
    row.demandListingId,
    row.demandRevision,
    row.best,
    row.nearest,
    row.moved,
    row.bar,
    row.place,
    row.statistics,
    row.weighed,
    row.aids.meaning,
    row.aids.reranked,
  ];
}

const keys = ['demand_listing_id', 'supply_listing_id'];
const columnsWritten = [...matchColumns, 'weights_version'];
const besideKeys = columnsWritten.filter((column) => !keys.includes(column));
const listOf = (table: string, columns: readonly string[]) =>
  columns.map((column) => `${table}.${column}`).join(', ');

const summaryKey = 'demand_listing_id';
const besideSummaryKey = summaryColumns.filter((column) => column !== summaryKey);

/**
 * $1 demands, $2 their matches, $3 their summaries. Of matches is written what differs from what is there: most of a list
 * stays as it is when another supply comes. In one statement, since a need that is ranked alone costs more by its round
 * trips than by its rows.
 */
const replaceAll = `WITH x AS MATERIALIZED (SELECT * FROM json_to_recordset($2) AS r(demand_listing_id uuid, supply_listing_id uuid, firm_id uuid,
    demand_revision integer, supply_revision integer, score numeric(4,1), points smallint[], words text[], moved smallint, places smallint[], weights_version integer)),
  s AS MATERIALIZED (SELECT * FROM json_to_recordset($3) AS r(demand_listing_id uuid, demand_revision integer, best numeric(4,1), nearest text,
    moved integer, bar real, place bigint, statistics integer, weighed bytea, meaning text, reranked text)),
  gone AS (DELETE FROM matches m WHERE m.demand_listing_id = ANY($1::uuid[]) AND NOT EXISTS (
    SELECT 1 FROM x WHERE x.demand_listing_id = m.demand_listing_id AND x.supply_listing_id = m.supply_listing_id)),
  unlisted AS (DELETE FROM match_summaries m WHERE m.demand_listing_id = ANY($1::uuid[]) AND m.demand_listing_id NOT IN (SELECT s.demand_listing_id FROM s)),
  told AS (INSERT INTO match_summaries (${summaryColumns.join(', ')})
    SELECT ${summaryColumns.map((column) => (column === 'nearest' ? 's.nearest::jsonb' : `s.${column}`)).join(', ')} FROM s
    ON CONFLICT ON CONSTRAINT pk_match_summaries DO UPDATE SET ${besideSummaryKey.map((column) => `${column} = excluded.${column}`).join(', ')}, matched_at = now())
  MERGE INTO matches m USING x ON m.demand_listing_id = x.demand_listing_id AND m.supply_listing_id = x.supply_listing_id
  WHEN MATCHED AND (${listOf('m', besideKeys)}) IS DISTINCT FROM (${listOf('x', besideKeys)})
    THEN UPDATE SET ${besideKeys.map((column) => `${column} = x.${column}`).join(', ')}, run_id = NULL, matched_at = now()
  WHEN NOT MATCHED THEN INSERT (${columnsWritten.join(', ')}) VALUES (${listOf('x', columnsWritten)})`;

/** All matches of some demands, in place of those before; a match that is as it was stays. */
export async function replaceMatches(
  tx: Tx,
  demandListingIds: readonly string[],
  found: readonly { readonly matches: readonly MatchRow[]; readonly summary: SummaryRow }[],
  weightsVersion: number,
): Promise<void> {
  const matches = found.flatMap((of) =>
    of.matches.map((row) => named(columnsWritten, [...matchCells(row), weightsVersion])),
  );
  const summaries = found.map(({ summary }) => named(summaryColumns, summaryCells(summary)));
  await rows(tx, replaceAll, [demandListingIds, JSON.stringify(matches), JSON.stringify(summaries)]);
}

function named(columns: readonly string[], cells: readonly CopyValue[]): Record<string, CopyValue> {
  return Object.fromEntries(columns.map((column, i) => [column, cells[i] as CopyValue]));
}

/** What is left of listings that are no longer in force. */
export async function removeMatches(
  tx: Tx,
  demandListingIds: readonly string[],
  supplyListingIds: readonly string[],
): Promise<void> {
  if (demandListingIds.length > 0) {
    await rows(tx, 'DELETE FROM match_summaries WHERE demand_listing_id = ANY($1::uuid[])', [
      demandListingIds,
    ]);
    await rows(tx, 'DELETE FROM matches WHERE demand_listing_id = ANY($1::uuid[])', [demandListingIds]);
  }
  if (supplyListingIds.length > 0)
    await rows(tx, 'DELETE FROM matches WHERE supply_listing_id = ANY($1::uuid[])', [supplyListingIds]);
}

export async function markMatched(
  tx: Tx,
  kind: ListingKind,
  listings: readonly { readonly id: string; readonly revision: number }[],
): Promise<void> {
  if (listings.length === 0) return;
  await rows(
    tx,
    `INSERT INTO matched_listings (listing_id, kind, revision) SELECT l.id, $2, l.revision FROM unnest($1::uuid[], $3::integer[]) AS l(id, revision)
     ON CONFLICT ON CONSTRAINT pk_matched_listings DO UPDATE SET revision = excluded.revision, matched_at = now()`,
    [listings.map((l) => l.id), kind, listings.map((l) => l.revision)],
  );
}
