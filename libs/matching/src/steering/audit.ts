import type { Tx } from '#platform';

/** Who steers; no id: the platform itself. */
export interface Steerer {
  readonly id: string | null;
  readonly name: string;
}

/** A view that names persons, as it is here: with their ids, for accounts knows the names. Whoever answers puts them in. */
export type ById<View, Person extends keyof View & string> = Omit<View, Person> & {
  readonly [P in Person as `${P}Id`]: string | null;
};

export const platformItself: Steerer = { id: null, name: '系统' };

export interface SteeringEntry {
  readonly actor: Steerer;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

/** Writes an entry of the audit trail in the transaction of the change: accounts has the trail, and is not known here. */
export type Audit = (tx: Tx, entry: SteeringEntry) => Promise<void>;
