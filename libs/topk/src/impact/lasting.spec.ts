import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import type { SparseVector } from '../face.js';
import { FastIndexBuilder } from './builder.js';
import { compacted } from './compaction.js';
import { FastIndex } from './fast-index.js';
import { BadSnapshot, readSnapshot, writeSnapshot } from './snapshot.js';

const options = { leastDocuments: 1, spareDocuments: 64, spareTerms: 64 };
const vector = fc
  .uniqueArray(fc.tuple(fc.nat(20), fc.float({ min: 0, max: 9, noNaN: true })), {
    selector: (p) => p[0],
    maxLength: 9,
  })
  .map((pairs): SparseVector => {
    pairs.sort((a, b) => a[0] - b[0]);
    return { terms: Uint32Array.from(pairs, (p) => p[0]), weights: Float32Array.from(pairs, (p) => p[1]) };
  });
const some = fc.array(vector, { maxLength: 25 });
const query: SparseVector = {
  terms: Uint32Array.from({ length: 20 }, (_, i) => i),
  weights: new Float32Array(20).fill(1.5),
};

function indexOf(built: SparseVector[], added: SparseVector[], removed: number[]): FastIndex {
  const builder = new FastIndexBuilder(options);
  for (const v of built) builder.add(v);
  const index = builder.build();
  for (const v of added) index.add(v);
  for (const doc of removed) index.remove(doc);
  return index;
}

describe('an index that lasts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
  const path = join(folder, 'index');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answers the same after a snapshot and after compaction', async () => {
    await fc.assert(
      fc.asyncProperty(some, some, fc.array(fc.nat(40)), async (built, added, removed) => {
        const index = indexOf(built, added, removed);
        writeSnapshot(path, index, 'r1', new Uint8Array([1, 2]));
        const { index: read, extra } = readSnapshot(path, 'r1');
        expect([...extra]).toEqual([1, 2]);
        expect(read.search(query, 10)).toEqual(index.search(query, 10));
        let fresh = read;
        const compacting = new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
          compacted(
            read,
            (index) => {
              fresh = index;
            },
            options,
          ),
        );
        read.remove(0);
        const late = read.add({ terms: Uint32Array.of(3), weights: Float32Array.of(100) });
        await compacting;
        expect(fresh).not.toBe(read);
        expect(fresh.search(query, 10)).toEqual(read.search(query, 10));
        expect(fresh.search(query, 1).docs[0]).toBe(late);
        expect([fresh.size, fresh.df(3), fresh.documents]).toEqual([read.size, read.df(3), read.documents]);
      }),
      { numRuns: 30 },
    );
  });

  it('goes on from what it found before as if it searched anew, or says that it cannot', async () => {
    await fc.assert(
      fc.property(some, some, some, fc.array(fc.nat(60)), fc.nat(12), (built, early, late, removed, k) => {
        const index = indexOf(built, early, removed.slice(0, 3));
        const known = { ...index.search(query, k), k, documents: index.documents };
        for (const v of late) index.add(v);
        for (const doc of removed.slice(3)) index.remove(doc);
        const on = index.searchOn(query, known);
        const gone = known.docs.some((doc) => removed.includes(doc));
        if (on) expect(on).toEqual(index.search(query, k));
        expect(on === undefined).toBe(gone);
      }),
    );
    const index = indexOf([query, query], [], []);
    const known = { ...index.search(query, 1), k: 1, documents: 1 };
    expect(index.searchOn(query, known)).toBeUndefined(); // as if blocks had been built since
  });

  it('carries over what changed during a compaction', async () => {
    const vectors = Array.from({ length: 30_000 }, () => query);
    const index = indexOf(vectors, [], []);
    let fresh = index;
    const compacting = compacted(
      index,
      (done) => {
        fresh = done;
      },
      options,
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(fresh).toBe(index);
    index.remove(29_000);
    index.remove(3);
    const late = index.add({ terms: Uint32Array.of(3), weights: Float32Array.of(1000) });
    index.remove(index.add(query));
    await compacting;
    expect(fresh.pending).toBe(2);
    expect([fresh.size, fresh.df(3)]).toEqual([29_999, 29_999]);
    expect([...fresh.search(query, 5).docs]).toEqual([late, 0, 1, 2, 4]);
  });

  it('refuses a damaged, shortened or foreign snapshot', () => {
    writeSnapshot(path, indexOf([query, query], [], []), 'r1');
    const whole = readFileSync(path);
    expect(() => readSnapshot(path, 'r2')).toThrow(BadSnapshot);
    expect(() => readSnapshot(`${path}-none`, 'r1')).toThrow(BadSnapshot);
    for (const at of [0, 9, 13, 20, whole.length >> 1, whole.length - 1]) {
      const bad = Buffer.from(whole);
      bad.writeUInt8(bad.readUInt8(at) ^ 0x40, at);
      writeFileSync(path, bad);
      expect(() => readSnapshot(path, 'r1')).toThrow(BadSnapshot);
    }
    for (const length of [0, 10, 40, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length));
      expect(() => readSnapshot(path, 'r1')).toThrow(BadSnapshot);
    }
  });

  it('is one index for all threads, without a copy', async () => {
    const index = indexOf([query, query], [], []);
    const source = `const { parentPort, workerData } = require('node:worker_threads');
      new Uint8Array(workerData.memory.buffer)[workerData.at] = 7;
      parentPort.postMessage(workerData.memory.buffer.byteLength);`;
    const at = index.store.allocate(8);
    const worker = new Worker(source, { eval: true, workerData: { ...index.handle, at } });
    await new Promise((resolve) => worker.once('exit', resolve));
    expect(index.store.bytes[at]).toBe(7);
    expect(FastIndex.attach(index.handle).search(query, 2)).toEqual(index.search(query, 2));
  });
});
