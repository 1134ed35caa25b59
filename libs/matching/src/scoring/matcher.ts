import type { ExclusionCode, PublishedScenario } from '#contracts';
import { type SynonymFinder, type SynonymGroups, synonymFinder, synonyms } from '#text';
import { type Forward, type LexicalHandle, LexicalIndex } from '#topk';
import type { FeatureHandle } from '../catalogue/feature-table.js';
import { FeatureTable } from '../catalogue/feature-table.js';
import { needFeatures } from './domain/features.js';
import { excludedBy, ruleNames, tenths, total } from './domain/rules.js';
import { type Holds, NamedWords } from './domain/words.js';
import { scenarioFields } from './fields.js';
import type { Decided, Matched, MatchSettings, Meaning, Proposal } from './matched.js';
import { fuse } from './meaning/fuse.js';
import { textShare } from './strength.js';
import { type Ranked, type TextQuery, TextRanker } from './text-ranker.js';
import { views } from './views.js';

/** All that a thread needs to match. */
export interface MatcherHandle {
  readonly lexical: LexicalHandle;
  readonly features: FeatureHandle;
}

/** Products that may hold a word before it counts as common, however few there are in all. */
const fewHolders = 8;
/** Candidates by text, from which rules choose: these weigh at most half as much again, so nobody comes from far behind. */
const candidates = 150;
/** Candidates by meaning, beside those by text. */
const nearByMeaning = 100;
const nearest = 3;
const firstVersionRule = ruleNames.indexOf('firstVersion');

interface Rated {
  readonly doc: number;
  readonly tenths: readonly number[];
  readonly points: number;
  readonly tie: number;
  readonly excluded: ExclusionCode | undefined;
}

/** Scenarios against the catalogue's shared tables; the same in the process that keeps them and in its threads. */
export class Matcher {
  private readonly ranker: TextRanker;
  /** By term, the mark of the document that was last found to hold it. */
  private holders = new Uint32Array(0);
  private lastMark = 0;
  private finder: { readonly of: SynonymGroups; readonly find: SynonymFinder } | undefined;

  constructor(
    readonly lexical: LexicalIndex,
    readonly features: FeatureTable,
  ) {
    this.ranker = new TextRanker(lexical);
  }

  static attach({ lexical, features }: MatcherHandle): Matcher {
    return new Matcher(LexicalIndex.attach(lexical, views), new FeatureTable(features));
  }

  get handle(): MatcherHandle {
    return { lexical: this.lexical.handle, features: this.features.handle };
  }

  match(
    scenario: PublishedScenario,
    settings: MatchSettings,
    decided: Decided = nothing,
    meaning?: Meaning,
  ): Matched {
    const query = this.query(scenario, settings);
    return this.judge(scenario, query, this.candidates(query, settings), settings, decided, meaning);
  }

  /** The same for many scenarios by words alone. @param decided by scenario, in the same order. */
  matchEach(
    scenarios: readonly PublishedScenario[],
    settings: MatchSettings,
    decided: readonly Decided[],
  ): Matched[] {
    const queries = scenarios.map((scenario) => this.query(scenario, settings));
    return this.candidatesOfEach(queries, settings).map((hits, i) =>
      this.judge(scenarios[i] as PublishedScenario, queries[i] as TextQuery, hits, settings, decided[i]),
    );
  }

  /** A need in the index's terms. */
  query(scenario: PublishedScenario, { associations, synonyms: of = synonyms }: MatchSettings): TextQuery {
    if (this.finder?.of !== of) this.finder = { of, find: synonymFinder(of) };
    return this.ranker.query(scenarioFields(scenario), associations, this.finder.find);
  }

  /** The best by text, from which rules choose. */
  candidates(query: TextQuery, settings: MatchSettings): Ranked {
    return this.candidatesOfEach([query], settings)[0] as Ranked;
  }

  candidatesOfEach(queries: readonly TextQuery[], { keep }: MatchSettings): Ranked[] {
    return this.ranker.searchEach(queries, Math.max(candidates, keep * 2));
  }

  /** What rules make of candidates, whatever these were ranked by. */
  judge(
    scenario: PublishedScenario,
    query: TextQuery,
    hits: Ranked,
    settings: MatchSettings,
    decided: Decided = nothing,
    meaning?: Meaning,
  ): Matched {
    const rated = this.rate(scenario, query, hits, settings, decided, meaning);
    const free = rated.filter((one) => one.excluded === undefined);
    const kept = this.kept(free, settings, decided);
    const moves = movesByBonus(free, kept);
    const words = new NamedWords(query, this.common);
    const forward = this.lexical.forward(query.namedViews);
    return {
      proposals: kept.map((one) => ({
        doc: one.doc,
        tenths: one.tenths,
        points: one.points,
        words: words.shared(this.held(forward, one.doc)),
        moved: moves.get(one.doc) ?? 0,
      })),
      near: rated.slice(0, nearest).map((one) => ({
        doc: one.doc,
        points: one.points,
        excluded: one.excluded,
        lacking: words.lacking(this.held(forward, one.doc)),
      })),
      best: free[0]?.points,
      bar: hits.bar,
    };
  }

  /** One pair with all that is known of it, rated as in the whole list. */
  explain(
    scenario: PublishedScenario,
    doc: number,
    settings: MatchSettings,
    decided: Decided = nothing,
    meaning?: Meaning,
  ): Proposal & {
    readonly excluded: ExclusionCode | undefined;
    readonly lacking: readonly string[];
    readonly query: TextQuery;
  } {
    const query = this.query(scenario, settings);
    const hits = this.candidates(query, settings);
    const all = { ...decided, pinned: [...decided.pinned, doc] };
    const rated = this.rate(scenario, query, hits, settings, all, meaning);
    const one = rated.find((of) => of.doc === doc) as Rated;
    const words = new NamedWords(query, this.common);
    const holds = this.held(this.lexical.forward(query.namedViews), doc);
    return {
      doc,
      tenths: one.tenths,
      points: one.points,
      excluded: one.excluded,
      words: words.shared(holds),
      lacking: words.lacking(holds),
      moved: 0,
      query,
    };
  }

  /** Candidates and all that must be looked at, best first, whatever keeps them apart. */
  private rate(
    scenario: PublishedScenario,
    query: TextQuery,
    hits: Ranked,
    { weights, preferences }: MatchSettings,
    { pinned, blocked }: Decided,
    meaning?: Meaning,
  ): Rated[] {
    const need = needFeatures(scenario);
    const rated: Rated[] = [];
    const rate = (score: number, doc: number) => {
      const features = this.features.get(doc);
      const points = tenths(need, features, textShare(score, query.bound), weights, preferences);
      const excluded = blocked.includes(doc) ? 'blocked' : excludedBy(need, features, preferences.today);
      rated.push({ doc, tenths: points, points: total(points), tie: features.tie, excluded });
    };
    if (pinned.length === 0 && !meaning)
      for (let i = 0; i < hits.docs.length; i++) rate(hits.scores[i] as number, hits.docs[i] as number);
    else this.weighed(query, hits, pinned, meaning).forEach(rate);
    return rated.sort(byPoints);
  }

  /** Candidates with their scores of text: by words, or by words and meaning on the same scale. */
  private weighed(
    query: TextQuery,
    hits: Ranked,
    pinned: readonly number[],
    meaning: Meaning | undefined,
  ): Map<number, number> {
    const scores = new Map(Array.from(hits.docs, (doc, i) => [doc, hits.scores[i] as number]));
    const further = meaning ? meaning.vectors.search(meaning.vector, nearByMeaning).docs : [];
    for (const doc of [...pinned, ...further])
      if (!scores.has(doc)) scores.set(doc, this.ranker.scoreOutside(query, doc));
    if (!meaning || scores.size === 0) return scores;
    const docs = [...scores.keys()];
    const words = [...scores.values()];
    const best = Math.max(...words);
    const fused = fuse(words, meaning.vectors.scores(meaning.vector, docs), meaning.weight);
    return new Map(docs.map((doc, i) => [doc, (best * (fused[i] as number)) / (1 + meaning.weight)]));
  }

  /** Score by words of one document, as `bar` is measured. */
  lexicalScore(scenario: PublishedScenario, doc: number, settings: MatchSettings): number {
    return this.lexical.score(this.query(scenario, settings), doc);
  }

  private kept(free: readonly Rated[], { keep, least }: MatchSettings, { pinned }: Decided): Rated[] {
    return free.filter((one, place) => pinned.includes(one.doc) || (place < keep && one.points >= least));
  }

  private readonly common = (term: number): boolean =>
    this.lexical.df(term) > Math.max(fewHolders, this.lexical.size / 2);

  /** Which terms a document holds; good until the next document is asked about. */
  private held(forward: Forward, doc: number): Holds {
    if (this.holders.length < this.lexical.terms) this.holders = new Uint32Array(this.lexical.terms + 65536);
    const { holders } = this;
    const mark = this.mark(holders);
    const n = forward.readTerms(doc);
    const { terms } = forward;
    for (let i = 0; i < n; i++) holders[terms[i] as number] = mark;
    return (term) => holders[term] === mark;
  }

  private mark(holders: Uint32Array): number {
    if (this.lastMark === 0xffffffff) {
      holders.fill(0);
      this.lastMark = 0;
    }
    return ++this.lastMark;
  }
}

const nothing: Decided = { pinned: [], blocked: [] };

function byPoints(a: Rated, b: Rated): number {
  return b.points - a.points || a.tie - b.tie || a.doc - b.doc;
}

/** Places that first-version bonuses moved products up among all that may be proposed, pinned or not. */
function movesByBonus(free: readonly Rated[], kept: readonly Rated[]): ReadonlyMap<number, number> {
  const bonus = (one: Rated) => one.tenths[firstVersionRule] as number;
  if (!kept.some((one) => bonus(one) > 0)) return new Map();
  const without = free.map((one) => ({ ...one, points: one.points - bonus(one) })).sort(byPoints);
  const before = new Map(without.map((one, place) => [one.doc, place]));
  return new Map(
    free.flatMap((one, place) =>
      bonus(one) > 0 ? [[one.doc, Math.max(0, (before.get(one.doc) ?? place) - place)]] : [],
    ),
  );
}
