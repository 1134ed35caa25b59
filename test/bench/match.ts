import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type FastIndex,
  FastIndexBuilder,
  type Hits,
  readSnapshot,
  type SparseVector,
  writeSnapshot,
} from '#matching';
import { Bm25 } from './bm25.js';
import { type Corpus, generate, readCorpus, writable } from './corpus.js';
import { measurePeer, peerNames, sample } from './peers.js';
import { PlainLoop } from './plain.js';

const k = 50;
const rounds = 3;
const options = {
  dir: { type: 'string' },
  docs: { type: 'string', default: '100000' },
  queries: { type: 'string', default: '2000' },
  scaling: { type: 'boolean', default: false },
  write: { type: 'string' },
  /** With --dir: measure the peers too. Without: leave them out. */
  peers: { type: 'boolean', default: false },
  engine: { type: 'boolean', default: false },
  alone: { type: 'boolean', default: false },
} as const;

const line = (fields: Record<string, unknown>) => console.log(JSON.stringify(fields));
const rounded = (x: number, digits = 3) => +x.toFixed(digits);

/** Least milliseconds a query of some rounds over all. */
function time(queries: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    run();
    best = Math.min(best, (performance.now() - started) / queries);
  }
  return best;
}

/** Mean of the best scores: the same for all that do the same work. */
const check = (hits: readonly Hits[]) =>
  rounded(hits.reduce((sum, hit) => sum + (hit.scores[0] ?? 0), 0) / hits.length);

function measureEngine(corpus: Corpus) {
  const started = performance.now();
  const bm25 = new Bm25(corpus.docs);
  const builder = new FastIndexBuilder();
  for (let doc = 0; doc < corpus.docs.length; doc++) builder.add(bm25.document(doc));
  const index = builder.build();
  const indexMs = performance.now() - started;
  const queries = corpus.queries.map((words) => bm25.query(words));
  let hits: Hits[] = [];
  const msPerQuery = time(queries.length, () => {
    hits = index.searchBatch(queries, k);
  });
  return { bm25, index, queries, hits, msPerQuery, indexMs };
}

function engineLine(corpus: Corpus, of: ReturnType<typeof measureEngine>, more: object = {}) {
  line({
    system: 'duijie',
    docs: corpus.docs.length,
    queries: of.queries.length,
    k,
    indexMs: Math.round(of.indexMs),
    msPerQuery: rounded(of.msPerQuery),
    bytesPerDocument: Math.round(of.index.bytes / corpus.docs.length),
    rescoredPerQuery: Math.round(of.index.rescored / of.queries.length),
    check: check(of.hits),
    ...more,
  });
}

function measurePlain(vectors: SparseVector[], queries: readonly SparseVector[]) {
  const started = performance.now();
  const plain = new PlainLoop(vectors);
  const indexMs = performance.now() - started;
  let hits: Hits[] = [];
  const msPerQuery = time(queries.length, () => {
    hits = queries.map((query) => plain.search(query, k));
  });
  return { hits, msPerQuery, indexMs, bytes: plain.bytes };
}

/** Queries whose hits differ in any document or score. */
function differing(a: readonly Hits[], b: readonly Hits[]): number {
  const same = (x: Hits, y: Hits) =>
    x.docs.length === y.docs.length &&
    x.docs.every((doc, i) => doc === y.docs[i] && x.scores[i] === y.scores[i]);
  return a.filter((hits, i) => !same(hits, b[i] as Hits)).length;
}

/** Changing one document, and starting from a snapshot. */
function upkeep(index: FastIndex, vectors: readonly SparseVector[]) {
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

/** `npm run bench -- match`: this engine and its peers on the same words. */
export async function benchMatch(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  if (values.scaling) {
    const main = new URL('./main.js', import.meta.url).pathname;
    for (const docs of ['10000', '100000', '1000000'])
      spawnSync(
        process.execPath,
        ['--max-old-space-size=14000', main, 'match', '--engine', '--docs', docs, '--queries', '200'],
        { stdio: 'inherit' },
      );
    return;
  }
  const corpus = values.dir ? readCorpus(values.dir) : generate(+values.docs, +values.queries);
  if (values.write) {
    mkdirSync(values.write, { recursive: true });
    for (const part of ['docs', 'queries'] as const)
      writeFileSync(`${values.write}/${part}.tok`, writable(corpus[part]));
    return;
  }
  const ours = measureEngine(corpus);
  if (values.engine || (values.dir && !values.peers)) {
    engineLine(corpus, ours);
    return;
  }
  const vectors = corpus.docs.map((_, doc) => ours.bm25.document(doc));
  const plain = measurePlain(vectors, ours.queries);
  engineLine(corpus, ours, {
    ratio: rounded(plain.msPerQuery / ours.msPerQuery, 2),
    ...upkeep(ours.index, vectors),
  });
  line({
    system: 'plain loop',
    docs: corpus.docs.length,
    queries: ours.queries.length,
    k,
    indexMs: Math.round(plain.indexMs),
    msPerQuery: rounded(plain.msPerQuery),
    bytesPerDocument: Math.round(plain.bytes / corpus.docs.length),
    check: check(plain.hits),
    ratio: 1,
    queriesThatDiffer: differing(ours.hits, plain.hits),
  });
  if (values.alone) return;
  for (const name of peerNames) {
    const measured = measurePeer(name, values.dir ?? '-', values.docs, values.queries);
    const ratio =
      'msPerQuery' in measured ? +(plain.msPerQuery / measured.msPerQuery).toPrecision(2) : undefined;
    line({ system: name, ...measured, ratio, note: `a sample of ${sample} queries, for they are slow` });
  }
}
