import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PublishedCapability } from '#contracts';
import { BadSnapshot } from '#topk';
import { Catalogue } from './catalogue.js';
import { loadCatalogue, saveCatalogue } from './catalogue.snapshot.js';
import { capability, others, rules, scenario, settings } from './software.fixture.js';

describe('the catalogue', () => {
  it('explains a pair from statistics alone as the index that holds the product scores it', async () => {
    const wanted = scenario();
    const products = [capability(), capability({ product: '医院药品追溯系统', functions: '药品追溯管理。' })];
    const catalogue = new Catalogue(rules);
    for (const one of [...others, ...products]) catalogue.put(one);
    const statistics = await catalogue.lexical.measure();
    await catalogue.lexical.adopt(statistics);
    const { proposals, weighed } = catalogue.match(wanted, settings());
    const alone = new Catalogue(rules);
    await alone.lexical.adopt(statistics);
    for (const proposal of proposals) {
      const product = [...others, ...products].find(({ id }) => id === catalogue.headOf(proposal.doc)?.id);
      const known = weighed.scores[weighed.docs.indexOf(proposal.doc)];
      const pair = alone.matcher.explain(wanted, product as PublishedCapability, settings(), {
        known,
        blocked: false,
      });
      expect({ tenths: pair.tenths, words: pair.words }).toEqual({
        tenths: proposal.tenths,
        words: proposal.words,
      });
    }
    expect(proposals.length).toBeGreaterThan(0);
  });

  it('puts in what is pinned whatever its points, and leaves out what is blocked', async () => {
    const catalogue = new Catalogue(rules);
    const [right, odd] = [capability(), capability({ product: '水泵监控', functions: '水泵' })];
    for (const c of [...others, right, odd]) catalogue.put(c);
    await catalogue.settle();
    const docs = (id: string) => catalogue.docOf(id) as number;
    const { proposals, near } = catalogue.match(scenario(), settings({ least: 400 }), {
      pinned: [docs(odd.id)],
      blocked: [docs(right.id)],
    });
    expect(proposals.map((p) => p.doc)).toEqual([docs(odd.id)]);
    expect(near.find((n) => n.doc === docs(right.id))?.excluded).toBe('blocked');
  });

  it('scores a pair alike whether it was built at once or changed along the way', async () => {
    const wanted = scenario();
    const right = capability();
    const built = new Catalogue(rules);
    for (const c of [...others, right]) built.put(c);
    const changed = new Catalogue(rules);
    changed.put({ ...right, functions: '完全不同的旧内容', revision: 0 });
    for (const c of [...others, capability(), right]) changed.put(c);
    for (const id of [...changed.ids()]) if (![...others, right].some((c) => c.id === id)) changed.remove(id);
    await Promise.all([built.settle(), changed.settle()]);
    const seen = (catalogue: Catalogue) =>
      catalogue
        .match(wanted, settings())
        .proposals.map(({ doc, tenths, words }) => ({ id: catalogue.headOf(doc)?.id, tenths, words }));
    expect(seen(changed)).toEqual(seen(built));
  });

  it('matches many scenarios together as it matches each alone', async () => {
    const catalogue = new Catalogue(rules);
    const offered = [...others, ...Array.from({ length: 30 }, () => capability())];
    for (const c of offered) catalogue.put(c);
    await catalogue.settle();
    const wanted = [
      scenario(),
      scenario({ needs: '景区票务与客流监测', fields: [] }),
      scenario({ localOnly: true }),
    ];
    const decided = [
      { pinned: [0], blocked: [6] },
      ...wanted.slice(1).map(() => ({ pinned: [], blocked: [] })),
    ];
    const { matcher } = catalogue;
    expect(matcher.matchEach({ demands: wanted, decided }, settings())).toEqual(
      wanted.map((one, i) => matcher.match(one, settings(), decided[i])),
    );
  });

  it('goes on from what it has found before, and finds what it finds anew', async () => {
    const catalogue = new Catalogue(rules);
    for (const c of [...others, ...Array.from({ length: 30 }, () => capability())]) catalogue.put(c);
    await catalogue.settle();
    const { matcher } = catalogue;
    const demands = [scenario(), scenario({ needs: '景区票务与客流监测', fields: [] })];
    const decided = demands.map(() => ({ pinned: [], blocked: [] }));
    const before = matcher.matchEach({ demands, decided }, settings());
    catalogue.put(capability({ product: '景区票务系统' }));
    const known = before.map((one) => one.known);
    const on = matcher.matchEach({ demands, decided, known }, settings());
    expect(on).toEqual(matcher.matchEach({ demands, decided }, settings()));
    expect(on).not.toEqual(before);
  });

  it('begins from its snapshot as it was, with what is gone gone, and from none that is damaged or of another database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'duijie-catalogue-'));
    const path = join(folder, 'catalogue.bin');
    try {
      const catalogue = new Catalogue(rules);
      const offered = [...others, capability(), capability({ product: '水泵监控' })];
      for (const c of offered) catalogue.put(c);
      catalogue.remove((offered[1] as PublishedCapability).id);
      await catalogue.settle();
      saveCatalogue(path, catalogue, 'one');
      const read = loadCatalogue(path, rules, 'one');
      expect(read.allHeads).toEqual(catalogue.allHeads);
      expect([read.size, read.head((offered[1] as PublishedCapability).id)]).toEqual([
        offered.length - 1,
        undefined,
      ]);
      const wanted = scenario();
      expect(read.match(wanted, settings())).toEqual(catalogue.match(wanted, settings()));
      const late = capability();
      read.put(late);
      expect(read.docOf(late.id)).toBe(offered.length);
      expect(() => loadCatalogue(path, rules, 'another')).toThrow(BadSnapshot);
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
      writeFileSync(path, bytes);
      expect(() => loadCatalogue(path, rules, 'one')).toThrow(BadSnapshot);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
