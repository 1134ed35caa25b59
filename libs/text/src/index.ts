export { fillers } from './fillers.js';
export { normalise } from './normalise.js';
export { occurrences, type Stretch } from './occurrences.js';
export { queryWords, searchTokens, type Terms, type Token, terms, words } from './segment.js';
export { synonyms, synonymsIn, synonymsOf } from './synonyms.js';
