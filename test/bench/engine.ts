import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FastIndex, FastIndexBuilder, readSnapshot, type SparseVector, writeSnapshot } from '#topk';
import { Bm25 } from './bm25.js';
import { type Corpus, generate, readCorpus } from './corpus.js';
import { line, rounded } from './figures.js';
import { Ruled } from './ruled.js';

/** The engine over a corpus, and what its building took. */
export function buildEngine(corpus: Corpus) {
  const started = performance.now();
  const bm25 = new Bm25(corpus.docs);
  const builder = new FastIndexBuilder();
  for (let doc = 0; doc < corpus.docs.length; doc++) builder.add(bm25.document(doc));
  const index = builder.build();
  const indexMs = Math.round(performance.now() - started);
  return { bm25, index, queries: corpus.queries.map((words) => bm25.query(words)), indexMs };
}

/** Changing one document, and starting from a snapshot. */
export function upkeep(index: FastIndex, vectors: readonly SparseVector[]) {
  const changes = vectors.slice(0, 200);
  const started = performance.now();
  for (const vector of changes) index.remove(index.add(vector));
  const changeMs = (performance.now() - started) / (2 * changes.length);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const written = performance.now();
    writeSnapshot(join(folder, 'index'), index, 'bench');
    const read = performance.now();
    readSnapshot(join(folder, 'index'), 'bench');
    return {
      msPerChange: rounded(changeMs),
      snapshotMs: Math.round(read - written),
      warmStartMs: Math.round(performance.now() - read),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of the memory that a process holds for a capability: index, dictionary, features, all told. Measured in a process of its own. */
export function measureMemory(source: string, docs: string) {
  const main = new URL('./main.js', import.meta.url).pathname;
  const flags = ['--max-old-space-size=12000', '--expose-gc'];
  const { stdout, status } = spawnSync(process.execPath, [...flags, main, 'match-memory', source, docs], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return status === 0 ? (JSON.parse(stdout) as Record<string, number>) : { failed: `status ${status}` };
}

/** `match-memory`: grows by what is kept once the texts are gone, and by nothing else. */
export async function runMemory([source = '-', docs = '']: readonly string[]): Promise<void> {
  const collect = (globalThis as { gc?: () => void }).gc ?? (() => undefined);
  collect();
  const before = process.memoryUsage();
  const ruled = ruledOver(source === '-' ? generate(+docs, 1) : readCorpus(source));
  // What was only needed for building goes in the pauses between turns.
  for (let i = 0; i < 5; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const after = process.memoryUsage();
  const each = (bytes: number) => Math.round(bytes / ruled.size);
  const { index, dictionary, features } = ruled.bytesBy;
  const heap = after.heapUsed - before.heapUsed;
  line({
    indexBytes: each(index),
    dictionaryBytes: each(dictionary),
    featureBytes: each(features),
    heapBytes: each(heap),
    bytesPerCapability: each(index + dictionary + features + heap),
    rssBytesPerCapability: each(after.rss - before.rss),
  });
}

function ruledOver(corpus: Corpus): Ruled {
  const { bm25, index, queries } = buildEngine(corpus);
  return new Ruled(corpus, bm25, index, queries);
}
