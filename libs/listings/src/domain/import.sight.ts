import { type Asker, askerOf, type Principal } from '#accounts';
import { allows, type Rule } from '#kernel';

/** What the rule looks at. */
export interface ImportFacts {
  /** The organisation, or else the coordinating body, of who uploaded the file. */
  readonly ownerId: string | null;
  readonly bodyId: string | null;
}

/** A file on its way into the listings, with its rows and contacts: the matter of the organisation or body that uploaded it. */
export const importSeen: Rule<ImportFacts, Asker> = {
  any: [
    { row: 'ownerId', is: 'organisationId' },
    { row: 'bodyId', is: 'bodyId' },
  ],
};

export function seesImport(caller: Principal, file: ImportFacts): boolean {
  return allows(importSeen, file, askerOf(caller));
}
