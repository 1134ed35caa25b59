import { joinOrganisation } from '#accounts';
import type { ListingKind } from '#contracts';
import { type ColumnSql, conditionSql, loosened, narrowed, type Parameters, type Rule } from '#kernel';
import { joinRevision, ofKind } from './document.js';
import { listingInForceSql } from './domain/in-force.js';
import { type ListingFacts, type Sight, seenByMakers, seenInForce } from './domain/sight.js';
import { type ListingAliases, listingAreaSql } from './listing.sql.js';

function columns({ head, revision, organisation }: ListingAliases): Record<keyof ListingFacts, ColumnSql> {
  return {
    id: { sql: `${head}.id`, type: 'uuid' },
    visibility: { sql: `${revision}.visibility`, type: 'text' },
    area: { sql: listingAreaSql({ revision, organisation }), type: 'text' },
    organisationId: { sql: `${head}.organisation_id`, type: 'uuid' },
  };
}

function ruleSql(
  rule: Rule<ListingFacts, Sight>,
  aliases: ListingAliases,
  sight: Sight,
  parameters: Parameters,
): string {
  return conditionSql(narrowed(rule, sight), columns(aliases), parameters);
}

/** Who sees the newest revision `aliases.revision` as its makers do. */
export function seenByMakersSql(aliases: ListingAliases, sight: Sight, parameters: Parameters): string {
  return ruleSql(seenByMakers, aliases, sight, parameters);
}

/** What the asker sees of what is in force; `aliases.revision` is the revision in force. */
export function seenInForceSql(aliases: ListingAliases, sight: Sight, parameters: Parameters): string {
  return `(${listingInForceSql(aliases.head)} AND ${ruleSql(seenInForce, aliases, sight, parameters)})`;
}

/**
 * What is so of the head `h` of each listing that the asker sees: a condition that chooses among many heads before
 * their revisions are read. What has to be looked up elsewhere is looked up for one head at a time.
 */
export function seenHeadSql(sight: Sight, parameters: Parameters): string {
  const newestArea = `(SELECT ${listingAreaSql({ revision: 'w', organisation: 'o' })} FROM listing_revisions w
    ${joinOrganisation('h.organisation_id')} WHERE w.listing_id = h.id AND w.revision = h.revision)`;
  const of = (rule: Rule<ListingFacts, Sight>, known: readonly (keyof ListingFacts)[]) =>
    conditionSql(
      loosened(narrowed(rule, sight), known),
      {
        ...columns({ head: 'h', revision: 'h', organisation: 'h' }),
        area: { sql: newestArea, type: 'text' },
      },
      parameters,
    );
  return `((h.published_revision IS NOT NULL AND ${of(seenInForce, ['id', 'organisationId'])})
    OR ${of(seenByMakers, ['id', 'organisationId', 'area'])})`;
}

/** `JOIN`s of the listing that is in force under `id`; none where it is not. */
export function joinInForce(kind: ListingKind, id: string, aliases: ListingAliases): string {
  const { head: h, revision: r, organisation: o } = aliases;
  return `JOIN listings ${h} ON ${h}.id = ${id} AND ${ofKind(h, kind)} ${joinRevision('published', h, r)}
    ${joinOrganisation(`${h}.organisation_id`, o)} AND ${listingInForceSql(h)}`;
}
