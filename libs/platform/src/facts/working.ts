import type { DeliveredFact } from '#contracts';
import { newId } from '#kernel';
import { withContext } from '../context/context.js';
import type { LoggedFact } from './log.js';
import { passes } from './passing.js';

export interface Unworked {
  readonly fact: LoggedFact;
  /** Undefined where the fact only waits for an earlier one of its subject. */
  readonly error?: unknown;
}

type Attempt = (facts: readonly DeliveredFact[]) => Promise<unknown>;

/**
 * Works facts together; where that fails, by halves, until those are found that cannot be worked. A subject's facts
 * stay in their order: behind one that fails, the rest of its subject waits.
 * @throws what passes: then none of it counts as worked.
 */
export async function workFacts(facts: readonly LoggedFact[], attempt: Attempt): Promise<Unworked[]> {
  if (facts.length === 0) return [];
  const error = await failure(facts, attempt);
  if (error === undefined) return [];
  const subjects = [...new Set(facts.map((fact) => fact.subject))];
  if (subjects.length > 1) {
    const first = new Set(subjects.slice(0, subjects.length >> 1));
    return [
      ...(await workFacts(
        facts.filter((fact) => first.has(fact.subject)),
        attempt,
      )),
      ...(await workFacts(
        facts.filter((fact) => !first.has(fact.subject)),
        attempt,
      )),
    ];
  }
  const [only, ...more] = facts as [LoggedFact, ...LoggedFact[]];
  const own = more.length === 0 ? error : await failure([only], attempt);
  if (own !== undefined) return [{ fact: only, error: own }, ...more.map((fact) => ({ fact }))];
  return workFacts(more, attempt);
}

async function failure(facts: readonly LoggedFact[], attempt: Attempt): Promise<unknown> {
  try {
    const read = facts.map((fact) => fact.read());
    const requestId = (read.length === 1 ? read[0]?.requestId : null) ?? newId();
    await withContext({ requestId }, () => attempt(read));
    return undefined;
  } catch (error) {
    if (passes(error)) throw error;
    return error ?? new Error('failed without an error');
  }
}
