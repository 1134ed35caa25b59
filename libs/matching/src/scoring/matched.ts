import type { ExclusionCode, RuleWeights } from '#contracts';
import type { SynonymGroups } from '#text';
import type { Hits, KnownHits, NearestVectors, SparseVector } from '#topk';
import type { Preferences } from '../markets/rules.js';
import type { TextQuery } from './text-ranker.js';
import type { Associations } from './views.js';

export interface MatchSettings {
  /** Proposals kept. */
  readonly keep: number;
  /** Tenths of a point below which nothing is proposed. */
  readonly least: number;
  readonly weights: RuleWeights;
  readonly preferences: Preferences;
  readonly associations?: Associations;
  /** The built-in ones where absent. One list is best passed as one object: what is made of it is kept. */
  readonly synonyms?: SynonymGroups;
}

/** Pairs of one demand about which a person has decided, by document number. */
export interface Decided {
  readonly pinned: readonly number[];
  readonly blocked: readonly number[];
}

/** What a demand means, to be compared with what supplies mean. */
export interface Meaning {
  readonly vector: Float32Array;
  /** Of supplies, by document number. */
  readonly vectors: NearestVectors;
  /** What nearness of meaning counts beside words, which count 1. */
  readonly weight: number;
}

/** What a reranking server says of a need's first by text. */
export interface Reranked {
  /** By document number, on the model's own scale. */
  readonly scores: ReadonlyMap<number, number>;
  /** What its order counts beside the order without it, which counts 1. */
  readonly weight: number;
}

/** `off`: no server is named. `away`: it was no help, and the list stands without it. */
export type AidState = 'off' | 'on' | 'away';

/** What servers have said of one need, and which of them were there. */
export interface Aids {
  readonly meaning?: Meaning;
  readonly reranked?: Reranked;
  readonly states: { readonly meaning: AidState; readonly reranked: AidState };
}

/** A supply's places among those that were weighed, from 1; 0 where that list does not hold it. */
export interface Places {
  readonly words: number;
  readonly meaning: number;
  readonly reranked: number;
}

/** A supply by its document number. */
export interface Proposal {
  readonly doc: number;
  /** Tenths of a point by rule. */
  readonly tenths: readonly number[];
  /** Their sum. */
  readonly points: number;
  readonly words: readonly string[];
  /** Places that the first-version preference moved it up. */
  readonly moved: number;
  /** Where servers helped the words. */
  readonly places?: Places;
}

export interface Near {
  readonly doc: number;
  readonly points: number;
  readonly excluded: ExclusionCode | undefined;
  readonly lacking: readonly string[];
}

export interface Matched {
  /** Best first. */
  readonly proposals: readonly Proposal[];
  /** The nearest three, whether they may be proposed or not. */
  readonly near: readonly Near[];
  /** Tenths of the best that may be proposed; undefined where nothing may. */
  readonly best: number | undefined;
  /** Score by words that another supply must exceed to change anything here. */
  readonly bar: number;
  /** All that were weighed, with their scores of text. */
  readonly weighed: Hits;
  /** What its words have found, from which the next ranking goes on. */
  readonly known: KnownHits;
  /** Which servers had a part in it; words alone where it is not given. */
  readonly aids?: Aids['states'];
}

/** One pair on its own. */
export interface PairScore {
  readonly tenths: readonly number[];
  readonly points: number;
  readonly excluded: ExclusionCode | undefined;
  readonly words: readonly string[];
  readonly lacking: readonly string[];
  readonly query: TextQuery;
  /** The supply's terms. */
  readonly vector: SparseVector;
}

/** What is known of a pair that is explained. */
export interface KnownPair {
  readonly known: number | undefined;
  readonly aided?: boolean;
  readonly blocked: boolean;
}
