import { bodyStanding, type Principal } from '#accounts';
import { Forbidden } from '#kernel';
import type { Database } from '#platform';
import type { Voice } from '#statistics';

/** For whom a coordinator speaks in a review. @throws Forbidden for whoever works for no body. */
export async function voiceOf(db: Database, { body, personId, name }: Principal): Promise<Voice> {
  if (!body) throw new Forbidden();
  const standing = await bodyStanding(db.manager, body.id);
  return {
    id: personId,
    name,
    scope: body.scope,
    area: body.area,
    department: standing?.department ?? null,
  };
}
