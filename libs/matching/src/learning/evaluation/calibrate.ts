import { LexicalIndex } from '#topk';
import { textShare } from '../../scoring/strength.js';
import { TextRanker } from '../../scoring/text-ranker.js';
import { countsOf, views } from '../../scoring/views.js';
import { readLabelled } from './labelled-set.js';

export interface Band {
  /** Points of the text rule as hundredths of its most: from, up to but without `to` (100 included in the last). */
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly relevant: number;
  /** Of 1; null where there are no pairs. */
  readonly share: number | null;
}

/**
 * Of the best 50 pairs of each query, how many are relevant by bands of ten points of the text rule. Where a set is graded,
 * relevant is what could serve at least in part: grade 2 and more. What nobody judged counts as not relevant.
 */
export async function calibrate(folder: string): Promise<Band[]> {
  const set = await readLabelled(folder);
  const index = new LexicalIndex(views);
  const ids = [...set.docs.keys()];
  for (const fields of set.docs.values()) index.add(countsOf(fields));
  await index.settle();
  const ranker = new TextRanker(index);
  const graded = [...set.grades.values()].some((of) => [...of.values()].some((grade) => grade > 1));
  const least = graded ? 2 : 1;
  const bands = Array.from({ length: 10 }, () => ({ pairs: 0, relevant: 0 }));
  for (const [id, fields] of set.queries) {
    const grades = set.grades.get(id);
    if (!grades) continue;
    const query = ranker.query(fields);
    const hits = ranker.search(query, 50);
    hits.docs.forEach((doc, i) => {
      const share = textShare(hits.scores[i] as number, query.bound);
      const band = bands[Math.min(9, Math.floor(share * 10))] as (typeof bands)[number];
      band.pairs++;
      if ((grades.get(ids[doc] as string) ?? 0) >= least) band.relevant++;
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
