import { reaches } from './policy.js';
import type { Principal } from './principal.js';

/** What decides whether an application is seen. */
export interface SeenBy {
  readonly personId: string;
  readonly area: string;
  /** Null: never submitted, and nobody's but its person's. */
  readonly submittedAt: string | null;
}

export interface ApplicationSight {
  /** The same rule as `sees`, over the table `applications a`. */
  readonly sql: string;
  readonly parameters: readonly unknown[];
  sees(application: SeenBy): boolean;
}

/** One's own applications, and those submitted that lie with the caller to decide; said once, as SQL and as a function. */
export function applicationSight(caller: Principal): ApplicationSight {
  const held = reaches(caller, 'application.read');
  const anyArea = held.includes('any');
  const area = held.includes('area') ? (caller.body?.area ?? null) : null;
  return {
    sql: '(a.person_id = $1 OR (a.submitted_at IS NOT NULL AND ($2::boolean OR a.area = $3)))',
    parameters: [caller.personId, anyArea, area],
    sees: (one) =>
      one.personId === caller.personId || (one.submittedAt !== null && (anyArea || one.area === area)),
  };
}
