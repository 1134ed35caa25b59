import { type LabelledSet, readLabelled, type Weights } from './labelled-set.js';
import { type MeaningServer, openMeant } from './meant.js';
import { type Figures, figuresOf, halfWidth } from './measures.js';
import { type OpenRanker, type RankerName, rankers } from './rankers.js';

/** How a ranker does on a labelled set. */
export interface Evaluation {
  readonly set: string;
  readonly ranker: RankerName | 'meaning';
  readonly ndcg10: number;
  /** Half of the width of its 95 % interval by bootstrap over queries. */
  readonly halfWidth: number;
  readonly mrr10: number;
  readonly recall100: number;
  readonly queries: number;
  readonly docs: number;
  /** Whole index, milliseconds. */
  readonly indexMs: number;
  /** Mean of one query, milliseconds. */
  readonly queryMs: number;
  /** nDCG@10 by query: what runs are compared by. */
  readonly ndcgOf: Readonly<Record<string, number>>;
}

/** Told of every query's first 100, as `query<TAB>doc<TAB>score`. */
export type RunWriter = (line: string) => void;

/** What else is wanted of an evaluation. */
export interface Wanted {
  /** Of the product. */
  readonly run?: RunWriter | undefined;
  readonly weights?: Weights | undefined;
  /** The product with meaning is measured as well. */
  readonly meaning?: MeaningServer | undefined;
}

/** Ranks a labelled set with the product's own text and index, or by a plain ranker. */
export async function evaluate(
  folder: string,
  names: readonly RankerName[] = ['product'],
  { run, weights, meaning }: Wanted = {},
): Promise<Evaluation[]> {
  const set = await readLabelled(folder, weights);
  const found: Evaluation[] = [];
  for (const name of names)
    found.push(
      await measured(set, name, () => rankers[name](set.docs), name === 'product' ? run : undefined),
    );
  if (meaning) found.push(await measured(set, 'meaning', () => openMeant(set, meaning)));
  return found;
}

async function measured(
  set: LabelledSet,
  name: Evaluation['ranker'],
  open: () => Promise<OpenRanker>,
  run?: RunWriter,
): Promise<Evaluation> {
  const started = performance.now();
  const ranker = await open();
  const indexMs = performance.now() - started;
  const figures = new Map<string, Figures>();
  let queryMs = 0;
  for (const [id, query] of set.queries) {
    const before = performance.now();
    const ranked = ranker.rank(query, 100);
    queryMs += performance.now() - before;
    if (run) for (const { id: doc, score } of ranked) run(`${id}\t${doc}\t${score.toFixed(6)}`);
    const grades = set.grades.get(id);
    if (grades)
      figures.set(
        id,
        figuresOf(
          ranked.map((one) => one.id),
          grades,
        ),
      );
  }
  const all = [...figures.values()];
  const mean = (of: keyof Figures) =>
    rounded(all.reduce((sum, one) => sum + one[of], 0) / Math.max(1, all.length));
  return {
    set: set.name,
    ranker: name,
    ndcg10: mean('ndcg10'),
    halfWidth: rounded(halfWidth(all.map((one) => one.ndcg10))),
    mrr10: mean('mrr10'),
    recall100: mean('recall100'),
    queries: all.length,
    docs: set.docs.size,
    indexMs: Math.round(indexMs),
    queryMs: Number((queryMs / Math.max(1, set.queries.size)).toFixed(3)),
    ndcgOf: Object.fromEntries(Array.from(figures, ([id, of]) => [id, of.ndcg10])),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
