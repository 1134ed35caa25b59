import type { Change } from '../impact/compaction.js';
import type { Chance, Expectation } from './chance.js';
import type { TermDictionary } from './dictionary.js';
import type { Reweigh } from './lengths.js';

/** What other statistics know of chance. */
export interface ByChance {
  readonly expectation: Expectation;
  readonly tops: readonly number[];
}

/** A document's vector by the mean lengths of other statistics and by what they know of chance. */
export function reweighed(
  chance: Chance,
  dictionary: TermDictionary,
  reweigh: Reweigh,
  { expectation, tops }: ByChance,
): Change {
  return (doc, { terms, weights }) => {
    reweigh.open(doc);
    const fresh = weights.slice();
    const weighed: [term: number, weight: number, view: number][] = [];
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as number;
      if (chance.isColumn(term)) continue;
      const view = dictionary.viewOf(term);
      const weight = reweigh.weight(view, weights[i] as number);
      fresh[i] = weight;
      weighed.push([term, weight, view]);
    }
    const columns = chance.weights(chance.meanOf(weighed, expectation), tops);
    chance.columns.forEach((column, view) => {
      fresh[terms.indexOf(column)] = columns[view] as number;
    });
    return { terms, weights: fresh };
  };
}
