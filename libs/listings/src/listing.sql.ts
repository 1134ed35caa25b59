import { joinOrganisation } from '#accounts';
import type { ListingKind } from '#contracts';
import { joinRevision, ofKind, type WhichRevision } from './document.js';
import { listingInForceSql } from './domain/in-force.js';

/*
 * For statements of other libs that sort, filter or move sets by listings. What is given here are names of a statement,
 * never anything from a person.
 */

/** What a statement calls a listing's head, a revision of it, and its organisation. */
export interface ListingAliases {
  readonly head: string;
  readonly revision: string;
  readonly organisation: string;
}

/** What stands after FROM, or in brackets after JOIN: listings with one revision of each, and their organisations. */
export function listingsSql(
  which: WhichRevision,
  { head: h, revision: r, organisation: o }: ListingAliases,
): string {
  return `listings ${h} ${joinRevision(which, h, r)} ${joinOrganisation(`${h}.organisation_id`, o)}`;
}

/** How a list of pairs names a listing. */
export interface ListingNamed {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  /** Name of its organisation. */
  readonly organisation: string;
  readonly area: string | null;
}

/** A listing joined by `listingsSql`, as JSON: a `ListingNamed`. */
export function listingNamedSql(aliases: ListingAliases): string {
  const { head: h, revision: r, organisation: o } = aliases;
  return `jsonb_build_object('id', ${h}.id, 'number', ${h}.number, 'title', ${r}.title, 'organisation', ${o}.name,
    'area', ${listingAreaSql(aliases)})`;
}

/** A listing counts in its own area, or in that of its organisation. */
export function listingAreaSql({ revision: r, organisation: o }: Omit<ListingAliases, 'head'>): string {
  return `coalesce(${r}.area, ${o}.area)`;
}

/** A statement that gives the `id` of each listing of a kind that is in force. */
export function idsInForceSql(kind: ListingKind): string {
  return `SELECT h.id FROM listings h WHERE ${ofKind('h', kind)} AND ${listingInForceSql('h')}`;
}

/** Whether the listing under `id` is in force. */
export function isInForceSql(id: string): string {
  return `EXISTS (SELECT 1 FROM listings f WHERE f.id = ${id} AND ${listingInForceSql('f')})`;
}

/** A `JOIN` that drops rows whose listing is not in force any more with this revision. */
export function joinStillInForce(id: string, revision: string, h: string): string {
  return `JOIN listings ${h} ON ${h}.id = ${id} AND ${h}.published_revision = ${revision} AND ${listingInForceSql(h)}`;
}
