import type { Rule } from '#kernel';
import type { Sight } from '#listings';

/** What the rule looks at. */
export interface EditionFacts {
  /** It has been published, and stays to be read for ever, also when it is withdrawn. */
  readonly issued: boolean;
  /** Of the area, or of the city. */
  readonly issuerCode: string;
}

/** Drafts are their issuer's own matter, and the city's coordinators'. */
export const editionSeen: Rule<EditionFacts, Sight> = {
  any: [{ row: 'issued' }, { asker: 'all' }, { row: 'issuerCode', is: 'area' }],
};
