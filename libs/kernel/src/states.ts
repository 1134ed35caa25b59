import { DomainError } from './errors.js';

/** Which states may follow which; every state of `S` has a line, so that a person can read the whole. */
export type StateTable<S extends string> = Readonly<Record<S, readonly S[]>>;

export class TransitionRefused extends DomainError {
  readonly code = 'state.transition_refused';
  readonly status = 409;

  constructor(what: string, from: string, to: string, possible: readonly string[]) {
    super(`${what}当前状态为“${from}”，不能变为“${to}”`, { from, to, possible });
  }
}

/** @throws TransitionRefused `state.transition_refused`, with the states that are possible. */
export function transition<S extends string>(table: StateTable<S>, what: string, from: S, to: S): S {
  const possible = table[from];
  if (!possible.includes(to)) throw new TransitionRefused(what, from, to, possible);
  return to;
}

/** Every state that can be reached from `start`; used to prove that a table has no unreachable state. */
export function reachable<S extends string>(table: StateTable<S>, start: S): ReadonlySet<S> {
  const seen = new Set<S>([start]);
  for (const state of seen) for (const next of table[state]) seen.add(next);
  return seen;
}
