/** `npm run bench -- NAME …`: what speed is claimed, measured beside its peers. One JSON line a system. */
const [name = '', ...args] = process.argv.slice(2);

const benches: Record<string, () => Promise<(args: readonly string[]) => Promise<void>>> = {
  match: async () => (await import('./match.js')).benchMatch,
  'match-peer': async () => (await import('./peers.js')).runPeer,
  'match-memory': async () => (await import('./engine.js')).runMemory,
  memory: async () => (await import('./memory.js')).benchMemory,
  rematch: async () => (await import('./rematch.js')).benchRematch,
  import: async () => (await import('./imports/bench.js')).benchImport,
  follow: async () => (await import('./follow.js')).benchFollow,
  ledger: async () => (await import('./ledger/bench.js')).benchLedger,
  changes: async () => (await import('./changes.js')).benchChanges,
  'changes-readers': async () => (await import('./readers.js')).runReaders,
};

const load = benches[name];
if (load) await (await load())(args);
else {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join('|')} [options]`);
  process.exitCode = 2;
}
