import type { Hits, KnownHits } from '../face.js';
import type { FastIndex } from '../impact/fast-index.js';
import type { Chance } from './chance.js';
import type { DictionaryHandle, TermDictionary } from './dictionary.js';
import type { Lengths } from './lengths.js';

/** What a thread needs to search the same index. */
export interface LexicalHandle {
  readonly memory: WebAssembly.Memory;
  readonly dictionary: DictionaryHandle;
  readonly measuredFrom: readonly number[];
  readonly frequencies: { readonly size: number; readonly of: SharedArrayBuffer };
}

/** What a snapshot keeps beside the engine's memory and the dictionary. */
export interface KeptGrounds {
  readonly version: number;
  readonly size: number;
  readonly frequencies: Uint32Array;
  readonly tops: readonly number[];
  readonly changes: number;
}

/** What an index is put together from; fresh where it is not given. */
export interface Parts {
  readonly dictionary?: TermDictionary;
  readonly fast?: FastIndex;
  readonly lengths?: Lengths;
  readonly chance?: Chance;
}

/** What a search has found. */
export interface Searched {
  readonly hits: Hits;
  /** From which the same query goes on when more documents have come, by the same statistics. */
  readonly known: KnownHits;
}
