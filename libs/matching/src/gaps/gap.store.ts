import type { ExclusionCode, GapView } from '#contracts';
import { listingInForceSql, type Sight } from '#listings';
import type { CapabilityConditions, ScenarioConditions } from '../domain/exclusion.js';

export interface GapFilter {
  readonly field?: string | undefined;
  readonly chain?: string | undefined;
  readonly area?: string | undefined;
}

/** What a summary keeps of a capability that came near. */
export interface StoredNear {
  readonly capabilityId: string;
  readonly score: number;
  readonly excluded: ExclusionCode | null;
  readonly lacking: readonly string[];
}

export interface GapRow {
  scenario: GapView['scenario'];
  fields: string[];
  chains: string[];
  department: string | null;
  published_at: Date;
  published_key: string;
  best: string | null;
  nearest: StoredNear[];
  conditions: ScenarioConditions;
}

export interface CapabilityRow {
  id: string;
  head: GapView['scenario'];
  conditions: CapabilityConditions;
}

export interface FigureRow {
  by: 'all' | 'chain' | 'field' | 'area';
  /** Empty where a scenario names none. */
  key: string;
  scenarios: number;
  gaps: number;
  unmatched: number;
}

const area = 'coalesce(r.area, o.area)';
const conditions = (platforms: 'required' | 'adapted') =>
  `jsonb_build_object('validUntil', r.valid_until, 'visibility', r.visibility, 'area', ${area},
    '${platforms}Platforms', r.${platforms}_platforms) AS conditions`;
/** What is kept to invited firms is seen by its own area's coordinators and the city's. */
const seen = `(r.visibility <> 'invited' OR $2::boolean OR coalesce(${area} = $3::text, false))`;

/** Scenarios in force, with the summary of their present revision where a matching has looked at it. */
const scenarios = `FROM scenarios s
  JOIN scenario_revisions r ON r.listing_id = s.id AND r.revision = s.published_revision
  JOIN organisations o ON o.id = s.organisation_id
  LEFT JOIN match_summaries m ON m.scenario_id = s.id AND m.scenario_revision = s.published_revision
  WHERE ${listingInForceSql('s')} AND ${seen} AND ($4::text IS NULL OR $4 = ANY(r.fields)) AND ($5::text IS NULL OR $5 = ANY(r.chains))
    AND ($6::text IS NULL OR ${area} = $6)`;
const gap = '(m.scenario_id IS NOT NULL AND (m.best IS NULL OR m.best < $1::numeric))';

/** Parameters 1 to 6 of every statement here. @param suitable points from which a match counts as suitable. */
export function parameters(suitable: number, sight: Sight, { field, chain, area }: GapFilter) {
  return [suitable, sight.all, sight.area, field ?? null, chain ?? null, area ?? null];
}

/** Newest first; 7 and 8 the key of the last one seen, 9 how many (null: all). */
export const someGaps = `SELECT jsonb_build_object('id', s.id, 'number', s.number, 'title', r.title, 'organisation', o.name, 'area', ${area}) AS scenario,
    r.fields, r.chains, coalesce(r.department, o.department) AS department, s.published_at, s.published_at::text AS published_key, m.best, m.nearest,
    ${conditions('required')}
  ${scenarios} AND ${gap} AND ($7::text IS NULL OR (s.published_at, s.id) < ($7::timestamptz, $8::uuid))
  ORDER BY s.published_at DESC, s.id DESC LIMIT $9::integer`;

const split = (by: string, keys: string) =>
  `SELECT '${by}', key, count(*)::integer, count(*) FILTER (WHERE gap)::integer, count(*) FILTER (WHERE unmatched)::integer
   FROM found, unnest(${keys}) AS key GROUP BY key`;
const orNone = (column: string) => `CASE WHEN cardinality(${column}) = 0 THEN ARRAY[''] ELSE ${column} END`;

export const gapCounts = `WITH found AS (
    SELECT r.fields, r.chains, coalesce(${area}, '') AS area, ${gap} AS gap, m.scenario_id IS NULL AS unmatched ${scenarios})
  SELECT 'all' AS by, '' AS key, count(*)::integer AS scenarios, count(*) FILTER (WHERE gap)::integer AS gaps,
    count(*) FILTER (WHERE unmatched)::integer AS unmatched FROM found
  UNION ALL ${split('chain', orNone('chains'))} UNION ALL ${split('field', orNone('fields'))} UNION ALL ${split('area', 'ARRAY[area]')}`;

/** Capabilities $1 in force, as far as the asker may know of them: 2 all, 3 area. */
export const nearCapabilities = `SELECT c.id, jsonb_build_object('id', c.id, 'number', c.number, 'title', r.product, 'organisation', o.name, 'area', ${area}) AS head,
    ${conditions('adapted')}
  FROM capabilities c JOIN capability_revisions r ON r.listing_id = c.id AND r.revision = c.published_revision
  JOIN organisations o ON o.id = c.organisation_id WHERE c.id = ANY($1::uuid[]) AND ${listingInForceSql('c')} AND ${seen}`;
