import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Catalogue, rulesOf } from '#matching/learning';
import { line } from './figures.js';
import { Listings } from './listings.js';
import { Texts } from './texts.js';

const options = { docs: { type: 'string', default: '100000' } } as const;

/**
 * `npm run bench -- memory`: what a process holds for a capability in the product's own three views, by part: texts of
 * some 145 words put into a catalogue as the worker does it, under statistics of their own, in fresh blocks.
 */
export async function benchMemory(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const collect = collector();
  const listings = Listings.of(11, 2000, 20_000);
  const texts = new Texts(7);
  collect();
  const before = process.memoryUsage().heapUsed;
  const catalogue = new Catalogue(rulesOf('software'));
  const { lexical } = catalogue;
  lexical.reserve(+values.docs);
  const started = performance.now();
  for (let doc = 0; doc < +values.docs; doc++) {
    texts.begin();
    catalogue.put(
      listings.capability({
        product: texts.text(5),
        functions: texts.text(80),
        cases: texts.text(35),
        advancement: texts.text(25),
      }),
    );
  }
  const put = performance.now();
  await lexical.adopt(await lexical.measure());
  const adopted = performance.now();
  await rested(collect);
  const heap = process.memoryUsage().heapUsed - before;
  const each = (bytes: number) => Math.round(bytes / catalogue.size);
  const parts = Object.fromEntries(
    Object.entries({ ...lexical.bytesBy, features: catalogue.features.bytes, heap }).map(([name, bytes]) => [
      name,
      each(bytes),
    ]),
  );
  line({
    system: 'catalogue in three views',
    docs: catalogue.size,
    distinctTerms: lexical.parts.dictionary.size,
    putMs: Math.round(put - started),
    orderedMs: Math.round(adopted - put),
    ...parts,
    bytesPerCapability: each(catalogue.bytes + heap),
  });
}

/** Whatever flags the process was started with. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** What was only needed for building goes in the pauses between turns. */
async function rested(collect: () => void): Promise<void> {
  for (let i = 0; i < 5; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
