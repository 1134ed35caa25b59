import { reaches } from './policy.js';
import type { Principal } from './principal.js';

/** What decides whether an application is seen. */
export interface SeenBy {
  readonly personId: string;
  readonly area: string;
  /** Null: never submitted, and nobody's but its person's. */
  readonly submittedAt: Date | null;
}

export interface ApplicationSight {
  /** The same rule as `sees`, as a condition of a query whose applications are called `a`. */
  readonly condition: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  sees(application: SeenBy): boolean;
}

/** One's own applications, and those submitted that lie with the caller to decide; said once, as SQL and as a function. */
export function applicationSight(caller: Principal): ApplicationSight {
  const held = reaches(caller, 'application.read');
  const anyArea = held.includes('any');
  const area = held.includes('area') ? (caller.body?.area ?? null) : null;
  return {
    condition:
      '(a.personId = :callerId OR (a.submittedAt IS NOT NULL AND (:anyArea::boolean OR a.area = :callerArea)))',
    parameters: { callerId: caller.personId, anyArea, callerArea: area },
    sees: (one) =>
      one.personId === caller.personId || (one.submittedAt !== null && (anyArea || one.area === area)),
  };
}
