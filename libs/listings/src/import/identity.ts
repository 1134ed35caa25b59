import { kinds, type ListingKind } from '#contracts';
import { rows, type Tx } from '#platform';
import { joinRevision, ofKind } from '../document.js';
import type { StagedRow } from './import.types.js';
import { isNearTitle } from './likeness.js';

/** The listing that a row is taken for. */
export interface Match {
  readonly id: string;
  /** Only a running number says that it is the same. */
  readonly isDoubtful: boolean;
}

interface Candidate {
  readonly id: string;
  readonly number: string;
  readonly list_number: string | null;
  readonly title: string;
  readonly organisation_id: string;
  readonly [key: string]: unknown;
}

/**
 * By the listing's own number, by title, by the number in the organisation's list. The ids are found first, as one array:
 * joined, they would be looked for anew for every listing wherever the planner takes an organisation's listings for few.
 */
export async function matchesOf(
  tx: Tx,
  some: readonly StagedRow[],
  kind: ListingKind,
): Promise<Map<number, Match>> {
  const known = some.filter(({ organisation }) => organisation.id !== null);
  if (known.length === 0) return new Map();
  const prefix = kinds[kind].definition.prefix;
  const serials = known.flatMap(({ serial }) => serial ?? []);
  const found = await rows<Candidate>(
    tx,
    `SELECT h.id, h.number, h.list_number, r.title, h.organisation_id FROM listings h ${joinRevision('newest')}
     WHERE ${ofKind('h', kind)} AND h.organisation_id = ANY($1::uuid[]) AND r.state NOT IN ('withdrawn', 'rejected')
       AND h.id = ANY(ARRAY(SELECT listing_id FROM listing_revisions WHERE title = ANY($2)
         UNION SELECT id FROM listings WHERE organisation_id = ANY($1::uuid[]) AND list_number = ANY($3)
         UNION SELECT id FROM listings WHERE number = ANY($4)))
     ORDER BY h.id DESC`,
    [
      [...new Set(known.map(({ organisation }) => organisation.id))],
      [...new Set(known.map(({ title }) => title))],
      [...new Set(serials)],
      [...new Set(serials.filter((one) => one.startsWith(`${prefix}-`)))],
    ],
  );
  const by = new Map<string, Candidate>();
  /** Several lists of an organisation have a number 1. */
  const listed = new Map<string, Candidate[]>();
  const key = (organisation: string | null, how: string, value: string) =>
    `${organisation}\n${how}\n${value}`;
  for (const one of found) {
    by.set(key(one.organisation_id, 'number', one.number), one);
    if (one.list_number !== null) {
      const at = key(one.organisation_id, 'list', one.list_number);
      listed.set(at, [one, ...(listed.get(at) ?? [])]);
    }
    by.set(key(one.organisation_id, 'title', one.title), one);
    if (one.list_number !== null)
      by.set(key(one.organisation_id, 'both', `${one.list_number}\n${one.title}`), one);
  }
  const matches = new Map<number, Match>();
  for (const { row, serial, title, organisation } of known) {
    const get = (how: string, value: string) => by.get(key(organisation.id, how, value));
    const own = serial?.startsWith(`${prefix}-`) ? get('number', serial) : undefined;
    const sure =
      own ?? (serial === null ? undefined : get('both', `${serial}\n${title}`)) ?? get('title', title);
    const numbered = sure || serial === null ? [] : (listed.get(key(organisation.id, 'list', serial)) ?? []);
    const isRunning = /^\d{1,6}$/.test(serial ?? '');
    const match = sure ?? numbered.find((one) => !isRunning || isNearTitle(one.title, title));
    if (match) matches.set(row, { id: match.id, isDoubtful: !sure && isRunning });
  }
  return matches;
}
