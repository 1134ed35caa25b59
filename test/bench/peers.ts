import { spawnSync } from 'node:child_process';
import { create, insertMultiple, search } from '@orama/orama';
import MiniSearch from 'minisearch';
import { type Corpus, generate, readCorpus } from './corpus.js';
import { line, rounded } from './figures.js';
import type { Peer } from './peer.js';
import { postgres } from './postgres.js';

const k = 50;
/** What all queries of a peer may take together; more of them say the same. */
const queryMs = 20_000;
/** What one size may take, building included. */
const patienceMs = 150_000;

async function miniSearch(): Promise<Peer> {
  const engine = new MiniSearch({
    fields: ['text'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  });
  return {
    build: async (docs) => engine.addAll(docs.map((words, id) => ({ id, text: words.join(' ') }))),
    ask: async (words, k) => engine.search(words.join(' '), { combineWith: 'OR' }).slice(0, k).length,
  };
}

async function orama(): Promise<Peer> {
  const engine = create({
    schema: { text: 'string' } as const,
    components: {
      tokenizer: {
        language: 'custom',
        normalizationCache: new Map(),
        tokenize: (text: string) => text.split(' '),
      },
    },
  });
  return {
    build: async (docs) => {
      await insertMultiple(
        engine,
        docs.map((words) => ({ text: words.join(' ') })),
        1000,
      );
    },
    ask: async (words, k) =>
      (await search(engine, { term: words.join(' '), limit: k, threshold: 1 })).hits.length,
  };
}

const peers: Record<string, () => Promise<Peer>> = {
  MiniSearch: miniSearch,
  Orama: orama,
  'PostgreSQL ts_rank': postgres,
};
export const peerNames = Object.keys(peers);

/** Runs in a process of its own: prints one line of figures. */
export async function runPeer([
  name = '',
  source = '',
  docs = '',
  queries = '',
]: readonly string[]): Promise<void> {
  const full: Corpus = source === '-' ? generate(+docs, +queries) : readCorpus(source);
  const corpus = { ...full, docs: full.docs.slice(0, +docs) };
  const peer = await (peers[name] as () => Promise<Peer>)();
  try {
    const before = process.memoryUsage().rss;
    const started = performance.now();
    await peer.build(corpus.docs);
    const indexMs = Math.round(performance.now() - started);
    const first = performance.now();
    await peer.ask(corpus.queries[0] ?? [], k);
    const warming = performance.now() - first;
    const asked = corpus.queries.slice(0, Math.max(3, Math.floor(queryMs / warming)));
    const from = performance.now();
    let done = 0;
    for (; done < asked.length && (done < 3 || performance.now() - from < queryMs); done++)
      await peer.ask(asked[done] as string[], k);
    const msPerQuery = rounded((performance.now() - from) / done, 1);
    const bytes = peer.bytes ? await peer.bytes() : process.memoryUsage().rss - before;
    const bytesPerDocument = Math.round(bytes / corpus.docs.length);
    line({ docs: corpus.docs.length, queries: done, k, indexMs, msPerQuery, bytesPerDocument });
  } finally {
    await peer.close?.();
  }
}

interface Measured {
  readonly msPerQuery: number;
  readonly docs: number;
  readonly queries: number;
  readonly note: string;
}

/** At all documents, or at the largest half, quarter … of them that the peer takes within its time and memory. */
export function measurePeer(name: string, source: string, docs: string, queries: string) {
  const main = new URL('./main.js', import.meta.url).pathname;
  const tried: string[] = [];
  for (let size = +docs; size >= 1000; size = Math.floor(size / 2)) {
    const { stdout, status, error } = spawnSync(
      process.execPath,
      ['--max-old-space-size=12000', main, 'match-peer', name, source, String(size), queries],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: patienceMs },
    );
    if (status === 0) {
      const measured = JSON.parse(stdout) as Measured;
      const sample = measured.queries < +queries ? `as many queries as fit into ${queryMs / 1000} s` : '';
      return { ...measured, note: [sample, ...tried].filter(Boolean).join('; ') } satisfies Measured;
    }
    tried.push(`${size} documents: ${error ? `not within ${patienceMs / 1000} s` : 'not within 12 GB'}`);
  }
  return { failed: tried.join('; ') };
}
