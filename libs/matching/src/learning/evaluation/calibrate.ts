import { LexicalIndex } from '#topk';
import { NamedWords } from '../../scoring/domain/words.js';
import { Holders } from '../../scoring/holders.js';
import { textShare } from '../../scoring/strength.js';
import { TextRanker } from '../../scoring/text-ranker.js';
import { countsOf, views } from '../../scoring/views.js';
import { type LabelledSet, readLabelled } from './labelled-set.js';
import { halfWidth } from './measures.js';

/** Pairs whose text gets so many of its points, and how many of them are relevant. */
export interface Band {
  /** Points of the text rule as hundredths of its most: from, up to but without `to` (100 included in the last). */
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly relevant: number;
  /** Of 1; null where there are no pairs. */
  readonly share: number | null;
  /** Half of the width of the share's 95 % interval, by bootstrap over the queries; null where there are no pairs. */
  readonly halfWidth: number | null;
}

/** All pairs from a share of the text's points on. */
export interface Threshold extends Band {
  /** Of all pairs that people found relevant, those that are among these. */
  readonly recall: number;
  /** Queries that have such a pair. */
  readonly queries: number;
}

export interface Calibration {
  readonly bands: readonly Band[];
  readonly thresholds: readonly Threshold[];
}

/** A pair's share of the text's points, and whether it is relevant. */
type Judged = readonly { readonly share: number; readonly relevant: boolean }[];

/**
 * Of the best 50 pairs of each query, how many are relevant by bands of ten points of the text rule, and from each of them
 * on. Where a set is graded, relevant is what could serve at least in part: grade 2 and more. What nobody judged counts as
 * not relevant.
 */
export async function calibrate(folder: string): Promise<Calibration> {
  const set = await readLabelled(folder);
  const graded = [...set.grades.values()].some((of) => [...of.values()].some((grade) => grade > 1));
  const least = graded ? 2 : 1;
  const queries = await judged(set, least);
  const tens = Array.from({ length: 10 }, (_, i) => i * 10);
  const relevant = [...set.grades.values()].reduce(
    (sum, of) => sum + [...of.values()].filter((grade) => grade >= least).length,
    0,
  );
  return {
    bands: tens.map((from) => bandOf(queries, from, from + 10)),
    thresholds: tens.map((from) => {
      const band = bandOf(queries, from, 100);
      return {
        ...band,
        recall: rounded(band.relevant / Math.max(1, relevant)),
        queries: queries.filter((of) => of.some(({ share }) => share * 100 >= from)).length,
      };
    }),
  };
}

async function judged({ docs, queries, grades }: LabelledSet, least: number): Promise<Judged[]> {
  const index = new LexicalIndex(views);
  const ids = [...docs.keys()];
  for (const fields of docs.values()) index.add(countsOf(fields));
  await index.settle();
  const ranker = new TextRanker(index);
  const holders = new Holders(index);
  return [...queries].flatMap(([id, fields]) => {
    const known = grades.get(id);
    if (!known) return [];
    const query = ranker.query(fields);
    const hits = ranker.search(query, 50);
    const words = new NamedWords(query, holders.common);
    const holdsOf = holders.of(query.namedViews);
    const pairs = Array.from(hits.docs, (doc, i) => ({
      share: textShare(hits.scores[i] as number, query.bound) * words.named(holdsOf(doc)).support,
      relevant: (known.get(ids[doc] as string) ?? 0) >= least,
    }));
    return [pairs];
  });
}

function bandOf(queries: readonly Judged[], from: number, to: number): Band {
  const within = queries.map((of) =>
    of.filter(({ share }) => share * 100 >= from && (share * 100 < to || to === 100)),
  );
  const pairs = within.map((of) => of.length);
  const relevant = within.map((of) => of.filter((one) => one.relevant).length);
  const [all, good] = [sum(pairs), sum(relevant)];
  return {
    from,
    to,
    pairs: all,
    relevant: good,
    share: all === 0 ? null : rounded(good / all),
    halfWidth: all === 0 ? null : rounded(halfWidth(relevant, pairs)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
