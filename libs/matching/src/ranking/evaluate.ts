import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DomainError } from '#kernel';
import { LexicalIndex } from '../lexical/lexical-index.js';
import { textShare } from './strength.js';
import { TextRanker } from './text-ranker.js';
import { countsOf, views } from './views.js';

export interface Evaluation {
  readonly ndcg10: number;
  readonly mrr10: number;
  readonly recall100: number;
  readonly queries: number;
  readonly docs: number;
  /** Whole index, milliseconds. */
  readonly indexMs: number;
  /** Mean of one query, milliseconds. */
  readonly queryMs: number;
}

/** Ranks a labelled set with the product's own text and index. `run` gets `query<TAB>doc<TAB>score`, the first 100. */
export async function evaluate(folder: string, run?: (line: string) => void): Promise<Evaluation> {
  const set = await openSet(folder);
  let queryMs = 0;
  let queries = 0;
  const sums = { ndcg: 0, mrr: 0, recall: 0 };
  for await (const { id, text } of lines(join(folder, 'queries.jsonl'))) {
    const grades = set.qrels.get(id);
    const before = performance.now();
    const hits = set.ranker.search(set.ranker.query([{ text, weight: 1 }]), 100);
    queryMs += performance.now() - before;
    const ranked = Array.from(hits.docs, (doc) => set.ids[doc] as string);
    if (run)
      for (const [i, doc] of ranked.entries()) run(`${id}\t${doc}\t${(hits.scores[i] as number).toFixed(6)}`);
    if (!grades) continue;
    queries++;
    sums.ndcg += ndcg(ranked.slice(0, 10), grades);
    const best = ranked.slice(0, 10).findIndex((doc) => (grades.get(doc) ?? 0) > 0);
    sums.mrr += best < 0 ? 0 : 1 / (best + 1);
    const relevant = [...grades.values()].filter((g) => g > 0).length;
    sums.recall += relevant === 0 ? 0 : ranked.filter((doc) => (grades.get(doc) ?? 0) > 0).length / relevant;
  }
  const mean = (sum: number) => Number((sum / Math.max(1, queries)).toFixed(4));
  return {
    ndcg10: mean(sums.ndcg),
    mrr10: mean(sums.mrr),
    recall100: mean(sums.recall),
    queries,
    docs: set.ids.length,
    indexMs: Math.round(set.indexMs),
    queryMs: Number((queryMs / Math.max(1, queries)).toFixed(3)),
  };
}

export interface Band {
  /** Points of the text rule as hundredths of its most: from, up to but without `to` (100 included in the last). */
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly relevant: number;
  /** Of 1; null where there are no pairs. */
  readonly share: number | null;
}

/** Of the best 50 pairs of each query, how many are relevant by bands of ten points of the text rule. */
export async function calibrate(folder: string): Promise<Band[]> {
  const set = await openSet(folder);
  const bands = Array.from({ length: 10 }, () => ({ pairs: 0, relevant: 0 }));
  for await (const { id, text } of lines(join(folder, 'queries.jsonl'))) {
    const grades = set.qrels.get(id);
    if (!grades) continue;
    const query = set.ranker.query([{ text, weight: 1 }]);
    const hits = set.ranker.search(query, 50);
    hits.docs.forEach((doc, i) => {
      const share = textShare(hits.scores[i] as number, query.bound);
      const band = bands[Math.min(9, Math.floor(share * 10))] as (typeof bands)[number];
      band.pairs++;
      if ((grades.get(set.ids[doc] as string) ?? 0) > 0) band.relevant++;
    });
  }
  return bands.map(({ pairs, relevant }, i) => ({
    from: i * 10,
    to: (i + 1) * 10,
    pairs,
    relevant,
    share: pairs === 0 ? null : Number((relevant / pairs).toFixed(3)),
  }));
}

interface LabelledSet {
  readonly qrels: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly ids: readonly string[];
  readonly ranker: TextRanker;
  readonly indexMs: number;
}

async function openSet(folder: string): Promise<LabelledSet> {
  const qrels = await readQrels(join(folder, 'qrels.tsv'));
  const index = new LexicalIndex(views);
  const ids: string[] = [];
  const started = performance.now();
  for await (const { id, text } of lines(join(folder, 'docs.jsonl'))) {
    ids.push(id);
    index.add(countsOf([{ text, weight: 1 }]));
  }
  await index.settle();
  return { qrels, ids, ranker: new TextRanker(index), indexMs: performance.now() - started };
}

export class SetMalformed extends DomainError {
  readonly code = 'eval.malformed';
  readonly status = 422;
}

/** Gain is the grade, discount log2 (rank + 1) (Järvelin and Kekäläinen 2002). */
export function ndcg(ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const gain = (values: readonly number[]) =>
    values.reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0);
  const ideal = gain([...grades.values()].sort((a, b) => b - a).slice(0, 10));
  return ideal === 0 ? 0 : gain(ranked.map((doc) => grades.get(doc) ?? 0)) / ideal;
}

async function* lines(file: string): AsyncGenerator<{ id: string; text: string }> {
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++;
    if (line.trim() === '') continue;
    let value: { id?: unknown; text?: unknown };
    try {
      value = JSON.parse(line) as typeof value;
    } catch {
      throw new SetMalformed(`${file} 第 ${number} 行不是 JSON`);
    }
    if (value.id === undefined || typeof value.text !== 'string')
      throw new SetMalformed(`${file} 第 ${number} 行应有 id 和 text`);
    yield { id: String(value.id), text: value.text };
  }
}

async function readQrels(file: string): Promise<Map<string, Map<string, number>>> {
  const all = new Map<string, Map<string, number>>();
  for (const line of (await readFile(file, 'utf8')).split(/\r?\n/)) {
    const [query, doc, grade] = line.split('\t');
    if (!query || !doc) continue;
    const grades = all.get(query) ?? new Map<string, number>();
    grades.set(doc, Number(grade ?? 1));
    all.set(query, grades);
  }
  return all;
}
