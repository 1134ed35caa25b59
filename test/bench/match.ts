import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Hits, SparseVector } from '#topk';
import { type Corpus, generate, readCorpus, writable } from './corpus.js';
import { buildEngine, measureMemory, upkeep } from './engine.js';
import { check, differing, line, rounded, times } from './figures.js';
import { measurePeer, peerNames } from './peers.js';
import { PlainLoop } from './plain.js';
import { Ruled } from './ruled.js';

const k = 50;
const options = {
  dir: { type: 'string' },
  docs: { type: 'string', default: '100000' },
  queries: { type: 'string', default: '2000' },
  scaling: { type: 'boolean', default: false },
  write: { type: 'string' },
  /** With --dir: measure all systems, not the engine alone. */
  peers: { type: 'boolean', default: false },
  engine: { type: 'boolean', default: false },
  alone: { type: 'boolean', default: false },
} as const;

/** `npm run bench -- match`: this engine and its peers on the same words. */
export async function benchMatch(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  if (values.scaling) return scaling();
  const corpus = values.dir ? readCorpus(values.dir) : generate(+values.docs, +values.queries);
  if (values.write) return write(corpus, values.write);
  if (values.engine || (values.dir && !values.peers)) return lexicalAlone(corpus);
  const plain = ours(corpus, measureMemory(values.dir ?? '-', values.docs));
  if (values.alone) return;
  for (const name of peerNames) {
    const measured = measurePeer(name, values.dir ?? '-', values.docs, values.queries);
    const ratio =
      'msPerQuery' in measured && measured.docs === corpus.docs.length
        ? +(plain / measured.msPerQuery).toPrecision(2)
        : undefined;
    line({ system: name, ...measured, ratio });
  }
}

function scaling(): void {
  const main = new URL('./main.js', import.meta.url).pathname;
  for (const docs of ['10000', '100000', '1000000'])
    spawnSync(
      process.execPath,
      ['--max-old-space-size=14000', main, 'match', '--engine', '--docs', docs, '--queries', '200'],
      { stdio: 'inherit' },
    );
}

function write(corpus: Corpus, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const part of ['docs', 'queries'] as const)
    writeFileSync(`${folder}/${part}.tok`, writable(corpus[part]));
}

function lexicalAlone(corpus: Corpus): void {
  const { index, queries, indexMs } = buildEngine(corpus);
  let hits: Hits[] = [];
  const { lexical } = times(queries.length, {
    lexical: () => {
      hits = index.searchBatch(queries, k);
    },
  });
  const rescoredPerQuery = Math.round(index.rescored / queries.length);
  const bytesPerDocument = Math.round(index.bytes / corpus.docs.length);
  const sizes = { docs: corpus.docs.length, queries: queries.length, k };
  line({
    system: 'duijie',
    ...sizes,
    indexMs,
    ...lexical,
    bytesPerDocument,
    rescoredPerQuery,
    check: check(hits, queries),
  });
}

/** The engine, what is built upon it, and the plain loop. @returns the plain loop's milliseconds a query. */
function ours(corpus: Corpus, memory: Record<string, number | string>): number {
  const { bm25, index, queries, indexMs } = buildEngine(corpus);
  const vectors = corpus.docs.map((_, doc) => bm25.document(doc));
  const plain = plainLoop(vectors);
  const ruled = new Ruled(corpus, bm25, index, queries);
  let hits: Hits[] = [];
  let plainHits: Hits[] = [];
  let [rescored, rescanned] = [0, 0];
  const measured = times(queries.length, {
    lexical: () => {
      hits = index.searchBatch(queries, k);
      ({ rescored, rescanned } = index);
    },
    plain: () => {
      plainHits = queries.map((query) => plain.loop.search(query, k));
    },
    ruled: () => ruled.byRules(2 * k),
    ruledAmong300: () => ruled.byRules(300),
    product: () => ruled.asTheProductRanks(),
  });
  const base = measured.plain.msPerQuery;
  const sizes = { docs: corpus.docs.length, queries: queries.length, k };
  const compared = (name: keyof typeof measured) => ({
    ...measured[name],
    ratio: rounded(base / measured[name].msPerQuery, 2),
    timesLexical: rounded(measured[name].msPerQuery / measured.lexical.msPerQuery, 2),
  });
  line({
    system: 'duijie',
    ...sizes,
    indexMs,
    ...compared('lexical'),
    ...memory,
    rescoredPerQuery: Math.round(rescored / queries.length),
    rescanned,
    check: check(hits, queries),
    ...upkeep(index, vectors),
  });
  const rules = 'duijie with rules and reasons';
  line({ system: rules, ...sizes, candidates: 2 * k, indexMs, ...compared('ruled') });
  line({ system: rules, ...sizes, candidates: 300, indexMs, ...compared('ruledAmong300') });
  line({
    system: 'duijie as the product ranks: feedback, neighbours, rules, reasons',
    ...sizes,
    candidates: 150,
    indexMs,
    ...compared('product'),
  });
  line({
    system: 'plain loop',
    ...sizes,
    indexMs: plain.indexMs,
    ...measured.plain,
    bytesPerDocument: Math.round(plain.loop.bytes / corpus.docs.length),
    check: check(plainHits, queries),
    ratio: 1,
    queriesThatDiffer: differing(hits, plainHits),
  });
  return base;
}

function plainLoop(vectors: readonly SparseVector[]) {
  const started = performance.now();
  const loop = new PlainLoop(vectors);
  return { loop, indexMs: Math.round(performance.now() - started) };
}
