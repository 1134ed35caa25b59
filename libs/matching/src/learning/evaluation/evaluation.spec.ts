import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrate } from './calibrate.js';
import { evaluate } from './evaluate.js';
import { differenceOf, halfWidth, ndcg } from './measures.js';
import { changeSince, readRun, saveRun } from './saved-run.js';

describe('evaluation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-eval-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(docs: object[], queries: object[], qrels: string) {
    const jsonl = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
    writeFileSync(join(folder, 'docs.jsonl'), jsonl(docs));
    writeFileSync(join(folder, 'queries.jsonl'), jsonl(queries));
    writeFileSync(join(folder, 'qrels.tsv'), qrels);
  }
  const docs = [
    { id: 'd1', text: '病历质控系统' },
    { id: 'd2', text: '景区票务平台' },
    { id: 'd3', text: '病历归档' },
  ];
  const queries = [
    { id: 'q1', text: '病历质控' },
    { id: 'q2', text: '票务' },
  ];

  it('ranks a labelled set with the product’s own code, and by words and pairs alone', async () => {
    write(docs, queries, 'q1\td1\t1\nq2\td2\t1\n');
    const lines: string[] = [];
    const found = await evaluate(folder, ['product', 'words', 'bigrams'], {
      run: (line) => lines.push(line),
    });
    expect(found.map((one) => one.ranker)).toEqual(['product', 'words', 'bigrams']);
    for (const one of found)
      expect(one).toMatchObject({ ndcg10: 1, mrr10: 1, recall100: 1, queries: 2, docs: 3, halfWidth: 0 });
    expect(lines[0]).toMatch(/^q1\td1\t\d+\.\d{6}$/);
  });

  it('weighs a title above the text, where a set has titles', async () => {
    const named = [
      { id: 'd1', title: '统计年报', text: '票务' },
      { id: 'd2', title: '票务', text: '统计年报' },
    ];
    write(named, queries, 'q2\td2\t1\n');
    expect((await evaluate(folder))[0]?.ndcg10).toBe(1);
    // Weighed as nothing, it is not there, and the other one holds the word in its text.
    expect((await evaluate(folder, ['product'], { weights: { title: 0 } }))[0]?.ndcg10).toBe(0);
  });

  it('ranks with meaning as well, where a server gives it', async () => {
    write(docs, [{ id: 'q2', text: '票务' }], 'q2\td1\t1\n');
    // Means the same as the first text, and shares no word with it.
    const near = new Set(['票务', '病历质控系统']);
    const client = {
      async *embed(_: string, texts: readonly string[]) {
        const vectors = texts.map((text) => (near.has(text) ? Float32Array.of(1, 0) : Float32Array.of(0, 1)));
        yield { start: 0, vectors };
      },
    };
    const found = await evaluate(folder, ['product'], { meaning: { client, weight: 10 } });
    expect(found).toMatchObject([
      { ranker: 'product', ndcg10: 0 },
      { ranker: 'meaning', ndcg10: 1 },
    ]);
  });

  it('compares a run with one that was saved, query by query', async () => {
    write(docs, queries, 'q1\td1\t1\nq2\td1\t1\n');
    const file = join(folder, 'run.json');
    saveRun(file, await evaluate(folder, ['product', 'words']));
    const saved = readRun(file);
    write(docs, queries, 'q1\td1\t1\nq2\td2\t1\n');
    const [now] = await evaluate(folder);
    expect(changeSince(saved, now!)).toMatchObject({ queries: 2, mean: 0.5 });
    expect(changeSince({ sets: {} }, now!)).toBeUndefined();
    writeFileSync(file, '{"sets":1}');
    expect(() => readRun(file)).toThrow(expect.objectContaining({ code: 'eval.malformed' }));
  });

  it('tells a difference from chance', () => {
    const before = Array.from({ length: 200 }, (_, i) => (i % 10) / 10);
    const better = before.map((value) => value + 0.05);
    expect(differenceOf(before, better)).toMatchObject({ p: 0, halfWidth: expect.closeTo(0, 10) });
    const mixed = before.map((value, i) => value + (i % 2 === 0 ? 0.3 : -0.29));
    expect(differenceOf(before, mixed).p).toBeGreaterThan(0.5);
    // Of a mean of 200 values: 1.96 standard errors.
    expect(halfWidth(before)).toBeGreaterThan(0.035);
    expect(halfWidth(before)).toBeLessThan(0.045);
  });

  it('says by the text’s points how many pairs are relevant, with their interval and what is left out', async () => {
    write(docs, queries, 'q1\td1\t3\nq1\td3\t1\nq2\td2\t2\n');
    const { bands, thresholds } = await calibrate(folder);
    // Both needs find their product with all points, the first one finds a second that is of grade 1: not relevant.
    expect(bands.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(thresholds[0]?.pairs);
    expect(thresholds[0]).toMatchObject({ relevant: 2, recall: 1, queries: 2 });
    const best = thresholds.findLast(({ pairs }) => pairs > 0);
    expect(best).toMatchObject({ share: 1, halfWidth: 0 });
    expect(best?.relevant).toBeLessThanOrEqual(2);
    for (const { pairs, relevant, share } of bands)
      expect(share).toBe(pairs === 0 ? null : Number((relevant / pairs).toFixed(3)));
    write(docs, queries, 'q1\td1\t1\nq1\td3\t1\nq2\td2\t1\n');
    expect((await calibrate(folder)).thresholds[0]?.relevant).toBe(thresholds[0]?.pairs);
  });

  it('takes the share of parts over all of them, not the mean of shares', () => {
    expect(halfWidth([1, 9], [1, 9])).toBe(0);
    expect(halfWidth([0, 9], [1, 9])).toBeGreaterThan(0.4);
  });

  it('discounts a gain by its place', () => {
    expect(ndcg(['x', 'a'], new Map([['a', 1]]))).toBeCloseTo(1 / Math.log2(3), 10);
    expect(
      ndcg(
        ['a', 'b'],
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      ),
    ).toBeLessThan(1);
  });

  it('names the line that is no JSON', async () => {
    writeFileSync(join(folder, 'docs.jsonl'), '{"id":"d1","text":"x"}\nnonsense');
    await expect(evaluate(folder)).rejects.toMatchObject({ code: 'eval.malformed' });
  });
});
