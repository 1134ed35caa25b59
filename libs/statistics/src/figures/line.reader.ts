import { Injectable } from '@nestjs/common';
import {
  type FigureLine as LineView,
  type MarketCode,
  marketCodes,
  markets,
  measureOf,
  type StatisticsBy,
} from '#contracts';
import { inWan, NotFound, Parameters } from '#kernel';
import { Database, keyset } from '#platform';
import { city, type Dimension } from '../domain/rollups.js';
import { lastEnded, lies, type Question, today } from './span.js';
import { keySql } from './sums.store.js';

export interface LineQuery extends Omit<Question, 'dimension' | 'market'> {
  /** Software where it is not given. */
  readonly market?: MarketCode | undefined;
  readonly measure: string;
  readonly by: StatisticsBy | undefined;
  readonly key: string | undefined;
}

/** A line with what tells who may open it. */
export type Line = LineView & { readonly firmId: string | null; readonly demandListingId: string | null };

interface Row extends Omit<Line, 'measure' | 'lateFor' | 'change'> {
  readonly count: number;
  readonly amount: string | null;
  readonly place: string;
}

type Source = (query: LineQuery, parameters: Parameters) => string;

/** Of which kind a demand is. */
const demandKind = (of: string) =>
  `CASE ${of}.market ${marketCodes.map((code) => `WHEN '${code}' THEN '${markets[code].demand}'`).join(' ')} END`;

const ladderColumns = `e.seq::text AS place, 'E' || e.seq AS id, CASE e.kind WHEN 'verified' THEN '核实' ELSE '冲销' END AS what,
  e.happened_day, e.posted_day, e.number, e.demand_title AS title, e.demand_name, e.supply_name, e.supply_title, e.area, e.department,
  e.firm_area, e.engagement_id, NULL::uuid AS meeting_id, e.demand_listing_id AS listing_id, ${demandKind('e')} AS listing_kind, e.seq::integer AS seq, e.firm_id, e.demand_listing_id`;
const sign = `CASE e.kind WHEN 'verified' THEN 1 ELSE -1 END`;

/** The entries that meet a condition, with what each adds. */
function entries(condition: string, money = false): Source {
  return (
    query,
    parameters,
  ) => `SELECT ${ladderColumns}, ${sign} AS count, ${money ? `e.amount * ${sign}` : 'NULL'} AS amount
    FROM ledger_entries e WHERE ${condition} AND ${within('e', query, parameters)}`;
}

/** The entry that decided where a pair stands at the end of the days, for pairs that moved to or from the level. */
function newly(level: number): Source {
  return (query, parameters) => {
    const [first, asOf, all] = [
      parameters.bind(query.span.first),
      parameters.bind(query.asOf),
      within('e', query, parameters, false),
    ];
    return `SELECT ${ladderColumns}, sign(m.moved)::integer AS count, NULL AS amount
      FROM (SELECT demand_listing_id, firm_id, sum(${sign}) AS moved, max(e.seq) FILTER (WHERE e.level = ${level} AND e.kind = 'verified') AS up,
          max(e.seq) FILTER (WHERE e.level = ${level} AND e.kind = 'reversal') AS down
        FROM ledger_entries e WHERE e.occasion IS NOT NULL AND ${all} GROUP BY 1, 2) m
      CROSS JOIN LATERAL (SELECT 1 + coalesce(sum(CASE b.kind WHEN 'verified' THEN 1 ELSE -1 END), 0) AS had FROM ledger_entries b
        WHERE b.demand_listing_id = m.demand_listing_id AND b.firm_id = m.firm_id AND b.occasion IS NOT NULL AND b.posted_day < ${first}::date
          AND (${asOf}::timestamptz IS NULL OR b.recorded_at <= ${asOf})) h
      JOIN ledger_entries e ON e.seq = CASE WHEN m.moved > 0 THEN m.up ELSE m.down END
      WHERE m.moved <> 0 AND greatest(h.had, h.had + m.moved) = ${level} AND ${keyed('e', query, parameters)}`;
  };
}

const lineColumns = `l.id::text AS place, 'L' || l.id AS id, l.happened_day, l.posted_day, l.number, l.title, l.demand_name, l.supply_name,
  l.supply_title, l.area, l.department, l.firm_area, l.engagement_id, CASE l.part WHEN 'meeting' THEN l.subject END AS meeting_id, l.listing_id, l.listing_kind, NULL::integer AS seq, l.firm_id,
  CASE WHEN l.engagement_id IS NULL THEN NULL ELSE l.listing_id END AS demand_listing_id`;

function lines(part: string, what: string, count = 'l.count::integer'): Source {
  return (query, parameters) => `SELECT ${lineColumns}, ${what} AS what, ${count} AS count, NULL AS amount
    FROM figure_lines l WHERE l.part = '${part}' AND ${within('l', query, parameters)}`;
}

/** Intents whose term has ended: 1 where the answer came in time. */
const terms: Source = (query, parameters) => {
  const inTime = `EXISTS (SELECT 1 FROM figure_lines a WHERE a.part = 'in_time' AND a.subject = l.subject)`;
  const source = lines(
    'due',
    `CASE WHEN ${inTime} THEN '按期答复' ELSE '未按期答复' END`,
    `${inTime}::integer`,
  );
  return `${source(query, parameters)} AND l.posted_day <= ${parameters.bind(lastEnded(query))}::date`;
};

/** Demands that wait at the end of the days: by the line with which the wait began. */
const waiting: Source = (query, parameters) => {
  const [last, asOf] = [parameters.bind(query.span.last), parameters.bind(query.asOf)];
  const known = (of: string) =>
    `${of}.posted_day <= ${last}::date AND (${asOf}::timestamptz IS NULL OR ${of}.recorded_at <= ${asOf})`;
  return `SELECT ${lineColumns}, '发布后未推荐出企业' AS what, 1 AS count, NULL AS amount FROM figure_lines l
    WHERE l.part = 'unserved' AND l.count = 1 AND ${known('l')} AND ${keyed('l', query, parameters)}
      AND NOT EXISTS (SELECT 1 FROM figure_lines a WHERE a.part = 'unserved' AND a.subject = l.subject AND a.id > l.id AND ${known('a')})`;
};

function pairs(level: 0 | 1): Source {
  return (
    query,
    parameters,
  ) => `SELECT DISTINCT ON (p.demand_listing_id, p.firm_id) p.demand_listing_id || ' ' || p.firm_id AS place,
      'P' || p.demand_listing_id || p.firm_id AS id, '${level === 0 ? '推荐' : '意向'}' AS what, p.happened_day, p.posted_day, NULL AS number,
      NULL AS title, NULL AS demand_name, NULL AS supply_name, NULL AS supply_title, p.area, p.department, p.firm_area,
      NULL::uuid AS engagement_id, NULL::uuid AS meeting_id, p.demand_listing_id AS listing_id, ${demandKind('p')} AS listing_kind, NULL::integer AS seq, p.firm_id, p.demand_listing_id,
      1 AS count, NULL AS amount
    FROM ledger_pairs p WHERE p.level = ${level} AND ${within('p', query, parameters)} ORDER BY p.demand_listing_id, p.firm_id, p.posted_day`;
}

const sources: Readonly<Record<string, Source>> = {
  ...Object.fromEntries(
    [2, 3, 4, 5].flatMap((level) => [
      [`reached${level}`, entries(`e.level = ${level} AND e.occasion IS NOT NULL`)],
      [`newly${level}`, newly(level)],
    ]),
  ),
  agreements: lines('agreement', "CASE l.count WHEN 1 THEN '核实' ELSE '冲销' END"),
  contractAmount: entries('e.level = 4 AND e.amount IS NOT NULL', true),
  acceptanceAmount: entries('e.level = 5 AND e.amount IS NOT NULL', true),
  firstVersionAdoptions: entries('e.level = 4 AND e.first_version AND e.occasion IS NOT NULL'),
  proposed: pairs(0),
  intended: pairs(1),
  answerDays: lines('answer', "'首次答复'", 'l.bucket'),
  answeredInTime: terms,
  scenariosPublished: lines('demand_published', "'首次发布'"),
  capabilitiesPublished: lines('supply_published', "'首次发布'"),
  scenariosUnserved: waiting,
  meetingsHeld: lines('meeting', "CASE l.count WHEN 1 THEN '举办' ELSE '取消' END"),
  sampleFailures: lines('sample_wrong', "'复核不属实'"),
};

/** Reads what stands behind a number: the lines add up to it (of a median or a share, they are its cases). */
@Injectable()
export class LineReader {
  constructor(private readonly db: Database) {}

  /** @throws NotFound for what is no measure. */
  async read(query: LineQuery, limit: number, cursor: string | undefined) {
    const source = sources[query.measure];
    if (!measureOf(query.measure, query.market) || !source) throw new NotFound('指标', query.measure);
    const paired = query.measure === 'proposed' || query.measure === 'intended';
    const after = keyset.read(cursor, paired ? ['id', 'id'] : ['serial']);
    if (lies(query.span, today(query)) === 'ahead') return { items: [], next: null };
    const parameters = new Parameters();
    const sql = source(query, parameters);
    const place = paired ? 'x.demand_listing_id, x.firm_id' : 'x.place::bigint';
    const more = after
      ? `WHERE (${place}) > (${after.map((one) => `${parameters.bind(one)}::${paired ? 'uuid' : 'bigint'}`).join(', ')})`
      : '';
    const found = await this.db.query<Row>(
      `SELECT x.place, x.id, x.what, x.happened_day::text AS "happenedDay", x.posted_day::text AS "postedDay", x.number, x.title,
         x.demand_name AS "demandName", x.supply_name AS "supplyName", x.supply_title AS "supplyTitle", x.area, x.department, x.firm_area AS "firmArea",
         x.engagement_id AS "engagementId", x.meeting_id AS "meetingId", x.listing_id AS "listingId", x.listing_kind AS "listingKind", x.seq,
         x.firm_id AS "firmId", x.demand_listing_id AS "demandListingId", x.count, x.amount
       FROM (${sql}) x ${more} ORDER BY ${place} LIMIT ${parameters.bind(limit + 1)}`,
      parameters.values,
    );
    return keyset.page(
      found,
      limit,
      (row) => (paired ? row.place.split(' ') : [row.place]),
      (row) => view(query.measure, row),
    );
  }
}

function view(measure: string, { count, amount, place: _place, ...row }: Row): Line {
  const late = row.happenedDay.slice(0, 7) < row.postedDay.slice(0, 7);
  return {
    ...row,
    measure,
    change: amount === null ? String(count) : inWan(amount),
    lateFor: late ? row.happenedDay.slice(0, 7) : null,
  };
}

/** Of the days, the area, the key and the moment asked for. */
function within(of: string, query: LineQuery, parameters: Parameters, key = true): string {
  const { span, asOf } = query;
  const known = parameters.bind(asOf);
  return `${of}.posted_day BETWEEN ${parameters.bind(span.first)}::date AND ${parameters.bind(span.last)}::date
    AND (${known}::timestamptz IS NULL OR ${of}.recorded_at <= ${known})${key ? ` AND ${keyed(of, query, parameters)}` : ''}`;
}

function keyed(
  of: string,
  { market = 'software', scope, by, key }: LineQuery,
  parameters: Parameters,
): string {
  const dimension: Dimension = by === 'firmArea' ? 'firm_area' : (by ?? 'total');
  const traded = `${of}.market = ${parameters.bind(market)}`;
  const own = scope === city ? traded : `${traded} AND ${of}.area = ${parameters.bind(scope)}`;
  if (by === undefined || key === undefined) return own;
  return `${own} AND ${keySql(dimension, of, of === 'p' ? 'NULL' : undefined)} = ${parameters.bind(key)}`;
}
