import fc from 'fast-check';
import type { Day } from '#kernel';
import { amended, type EditionDocument, NotAnEdition, seal, verifyEdition } from './document.js';

const edition: EditionDocument = {
  format: 'duijie-edition/1',
  kind: 'scenario',
  issuer: { name: '示例市工业和信息化局', code: '410100' },
  number: 3,
  title: '应用场景清单',
  preface: '',
  publishedOn: '2026-11-22',
  revision: 1,
  previous: null,
  amendment: null,
  items: [1, 2, 3].map((position) => ({
    position,
    number: `CJ-2026-00000${position}`,
    revision: 1,
    content: { title: `场景${position}` },
  })),
};
/** The edition after a listing of it was withdrawn. */
const struck = (document: EditionDocument, sha256: string, on: Day) =>
  amended({ document, sha256 }, new Set(['CJ-2026-000002']), { on, reason: '需求已取消' });

const file = (document: unknown, sha256: string) => JSON.stringify({ document, sha256 });

describe('an edition', () => {
  it('proves itself by its hash, whatever the order of keys and the blanks of the file', () => {
    const { sha256 } = seal(edition);
    const shuffled = Object.fromEntries(Object.entries(edition).reverse());
    expect(verifyEdition(JSON.stringify({ sha256, document: shuffled }, null, 4))).toMatchObject({
      ok: true,
      items: 3,
    });
  });

  it('is found out when any text of it was changed', () => {
    const { sha256 } = seal(edition);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.string({ minLength: 1 }), (index, added) => {
        const items = edition.items.map((item, i) =>
          i === index ? { ...item, content: { title: `${String(item.content['title'])}${added}` } } : item,
        );
        expect(verifyEdition(file({ ...edition, items }, sha256)).ok).toBe(false);
      }),
    );
  });

  it('strikes an item in a further revision that names the one before', () => {
    const first = seal(edition);
    const second = struck(edition, first.sha256, '2026-11-23');
    expect(second).toMatchObject({
      revision: 2,
      previous: { revision: 1, sha256: first.sha256 },
      amendment: { reason: '需求已取消' },
    });
    expect(second?.items.map((item) => item.struck?.reason)).toEqual([undefined, '需求已取消', undefined]);
    expect(edition.items[1]?.struck).toBeUndefined();
  });

  it('is not amended twice for the same withdrawal', () => {
    const second = struck(edition, 'x', '2026-11-23');
    expect(second && struck(second, 'y', '2026-11-24')).toBeUndefined();
  });

  it.each(['', '{', '[]', 'null', '{"document":{}}', '{"sha256":"x","document":{"format":"other"}}'])(
    'refuses %j as no edition',
    (text) => {
      expect(() => verifyEdition(text)).toThrow(NotAnEdition);
    },
  );
});
