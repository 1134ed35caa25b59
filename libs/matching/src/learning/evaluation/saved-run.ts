import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Evaluation } from './evaluate.js';
import { SetMalformed } from './labelled-set.js';
import { type Difference, differenceOf } from './measures.js';

const savedRun = z.object({
  sets: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
});

/** nDCG@10 by set, ranker and query, to be compared with later. */
export type SavedRun = z.infer<typeof savedRun>;

export function saveRun(file: string, evaluations: readonly Evaluation[]): void {
  const sets: SavedRun['sets'] = {};
  for (const { set, ranker, ndcgOf } of evaluations) sets[set] = { ...sets[set], [ranker]: { ...ndcgOf } };
  writeFileSync(file, JSON.stringify({ sets } satisfies SavedRun));
}

/** @throws SetMalformed `eval.malformed` */
export function readRun(file: string): SavedRun {
  try {
    return savedRun.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new SetMalformed(`${file} 不是 duijie eval --save 写出的结果`, { cause });
  }
}

/** What became of the queries that both have; undefined where the saved run knows none of them. */
export function changeSince(run: SavedRun, { set, ranker, ndcgOf }: Evaluation): Difference | undefined {
  return differenceBetween(run.sets[set]?.[ranker], ndcgOf);
}

/** Subtracts the first run's measures from the second's, over the queries that both have. */
export function differenceBetween(
  before: Readonly<Record<string, number>> | undefined,
  after: Readonly<Record<string, number>>,
): Difference | undefined {
  const both = before ? Object.keys(after).filter((id) => id in before) : [];
  if (!before || both.length === 0) return undefined;
  return differenceOf(
    both.map((id) => before[id] as number),
    both.map((id) => after[id] as number),
  );
}
