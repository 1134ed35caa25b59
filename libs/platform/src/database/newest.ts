import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { keyset } from './keyset.js';

export interface PageAsked {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/**
 * One page of a query's entities, the newest first.
 * @param by the member of the entity that holds the instant. Its text goes into the cursor, for a Date has no microseconds.
 */
export async function newestPage<E extends ObjectLiteral & { id: string }, V>(
  query: SelectQueryBuilder<E>,
  by: keyof E & string,
  { limit, cursor }: PageAsked,
  view: (entity: E) => V,
): Promise<{ items: V[]; next: string | null }> {
  const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [];
  const [instant, key] = [`${query.alias}.${by}`, `${query.alias}.id`];
  if (id !== undefined)
    query.andWhere(`(${instant}, ${key}) < (:cursorAt::timestamptz, :cursorId::uuid)`, {
      cursorAt: at,
      cursorId: id,
    });
  const { entities, raw } = await query
    .addSelect(`CAST(${instant} AS text)`, 'cursor_at')
    .orderBy(instant, 'DESC')
    .addOrderBy(key, 'DESC')
    .limit(limit + 1)
    .getRawAndEntities<{ cursor_at: string }>();
  const found = entities.map((entity, n) => ({ entity, at: raw[n]?.cursor_at ?? '' }));
  return keyset.page(
    found,
    limit,
    (one) => [one.at, one.entity.id],
    (one) => view(one.entity),
  );
}
