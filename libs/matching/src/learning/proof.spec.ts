import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prove } from './proof.js';

describe('a proof on a labelled folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duijie-learning-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const lines = (all: readonly { id: string; text: string }[]) =>
    all.map((one) => JSON.stringify(one)).join('\n');

  it('is the same for the same seed, and leaves what is not better as it was', async () => {
    const docs = Array.from({ length: 12 }, (_, i) => ({ id: `d${i}`, text: `粮仓虫害熏蒸${i}` }));
    const queries = Array.from({ length: 4 }, (_, i) => ({ id: `q${i}`, text: `储粮生虫${i}` }));
    await writeFile(join(folder, 'docs.jsonl'), lines(docs));
    await writeFile(join(folder, 'queries.jsonl'), lines(queries));
    const labels = docs.flatMap((doc, i) => [`q${i % 4}\t${doc.id}\t1`, `q${(i + 1) % 4}\t${doc.id}\t0`]);
    await writeFile(join(folder, 'qrels.tsv'), [...labels, 'q0\tabsent\t1'].join('\n'));
    const [first] = await prove(folder, 'labels', [7]);
    expect((await prove(folder, 'labels', [7]))[0]).toEqual(first);
    // Half of three labels of four queries; four cases prove nothing.
    expect(first).toMatchObject({ pairs: 4, queries: 4, adopted: false });
    expect(first?.after).toBe(first?.before);
  });

  it('names the line of a file that cannot be read', async () => {
    await writeFile(join(folder, 'docs.jsonl'), '{"id":"d","text":"一"}\n{"id":');
    await writeFile(join(folder, 'queries.jsonl'), '');
    await writeFile(join(folder, 'qrels.tsv'), '');
    await expect(prove(folder, 'queries', [1])).rejects.toMatchObject({ code: 'eval.malformed' });
  });
});
