import { spawnSync } from 'node:child_process';
import { create, insertMultiple, search } from '@orama/orama';
import MiniSearch from 'minisearch';
import { type Corpus, generate, readCorpus } from './corpus.js';

/** Queries asked of a peer: they are slow, and more of them say the same. */
export const sample = 5;
const k = 50;

interface Peer {
  build(docs: readonly string[][]): Promise<void>;
  ask(words: readonly string[]): Promise<number>;
}

function miniSearch(): Peer {
  const engine = new MiniSearch({
    fields: ['text'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  });
  return {
    build: async (docs) => engine.addAll(docs.map((words, id) => ({ id, text: words.join(' ') }))),
    ask: async (words) => engine.search(words.join(' '), { combineWith: 'OR' }).slice(0, k).length,
  };
}

function orama(): Peer {
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
    ask: async (words) =>
      (await search(engine, { term: words.join(' '), limit: k, threshold: 1 })).hits.length,
  };
}

const peers: Record<string, () => Peer> = { MiniSearch: miniSearch, Orama: orama };
export const peerNames = Object.keys(peers);

/** Runs in a process of its own: prints one line of figures. */
export async function runPeer([
  name = '',
  source = '',
  docs = '',
  queries = '',
]: readonly string[]): Promise<void> {
  const corpus: Corpus = source === '-' ? generate(+docs, +queries) : readCorpus(source);
  const peer = (peers[name] as () => Peer)();
  const before = process.memoryUsage().rss;
  const started = performance.now();
  await peer.build(corpus.docs);
  const indexMs = Math.round(performance.now() - started);
  const asked = corpus.queries.slice(0, sample);
  await peer.ask(asked[0] ?? []);
  const from = performance.now();
  for (const words of asked) await peer.ask(words);
  const msPerQuery = +((performance.now() - from) / asked.length).toFixed(1);
  const memoryMb = Math.round((process.memoryUsage().rss - before) / 1e6);
  console.log(
    JSON.stringify({ docs: corpus.docs.length, queries: asked.length, k, indexMs, msPerQuery, memoryMb }),
  );
}

export function measurePeer(name: string, source: string, docs: string, queries: string) {
  const main = new URL('./main.js', import.meta.url).pathname;
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=12000', main, 'match-peer', name, source, docs, queries],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 900_000 },
  );
  return status === 0
    ? (JSON.parse(stdout) as { msPerQuery: number; docs: number; queries: number })
    : { failed: `status ${status}` };
}
