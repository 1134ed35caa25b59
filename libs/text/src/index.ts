export { withCodes } from './codes.js';
export { fillers } from './fillers.js';
export { normalise } from './normalise.js';
export { occurrences, type Stretch } from './occurrences.js';
export {
  type Forms,
  queryWords,
  searchQuery,
  searchTokens,
  type Terms,
  type Token,
  terms,
  words,
} from './segment.js';
export { checkedGroups } from './synonym-groups.js';
export { type Synonym, type SynonymFinder, type SynonymGroups, synonymFinder, synonyms } from './synonyms.js';
