import { differencesOf } from './compare.js';
import type { EditionDocument } from './document.js';

const edition: EditionDocument = {
  format: 'duijie-edition/1',
  kind: 'scenario',
  issuer: { name: '示例市工业和信息化局', code: '410100' },
  number: 3,
  title: '第三批应用场景',
  preface: '',
  publishedOn: '2026-05-01',
  revision: 1,
  previous: null,
  amendment: null,
  items: [
    {
      position: 1,
      number: 'CJ-2026-000001',
      revision: 1,
      content: { title: '路口信号优化', fields: ['ai'] },
    },
    { position: 2, number: 'CJ-2026-000002', revision: 2, content: { title: '病历质控' } },
  ],
};

describe('a file beside the edition that it says it is', () => {
  it('differs in nothing when only its keys stand in another order', () => {
    const { items, ...head } = edition;
    expect(differencesOf(edition, { items, ...head })).toEqual([]);
  });

  it('names each field that says otherwise, each item that is missing and each that was added', () => {
    const [first] = edition.items;
    if (!first) throw new Error('the edition has a first item');
    const file: EditionDocument = {
      ...edition,
      title: '第三批场景',
      issuer: { ...edition.issuer, name: '另一家单位' },
      items: [
        { ...first, content: { ...first.content, title: '路口信号' } },
        { position: 2, number: 'CJ-2026-000009', revision: 1, content: { title: '别的' } },
      ],
    };
    expect(differencesOf(edition, file)).toEqual([
      {
        number: null,
        field: 'issuer',
        kind: 'changed',
        published: '示例市工业和信息化局',
        found: '另一家单位',
      },
      { number: null, field: 'title', kind: 'changed', published: '第三批应用场景', found: '第三批场景' },
      {
        number: 'CJ-2026-000001',
        field: 'title',
        kind: 'changed',
        published: '路口信号优化',
        found: '路口信号',
      },
      { number: 'CJ-2026-000002', field: null, kind: 'missing', published: '病历质控', found: '' },
      { number: 'CJ-2026-000009', field: null, kind: 'added', published: '', found: '别的' },
    ]);
  });

  it('says so of a file whose items are no items at all', () => {
    const file = { ...edition, items: [null, 7, 'text'] } as unknown as EditionDocument;
    expect(differencesOf(edition, file).filter(({ kind }) => kind === 'missing')).toHaveLength(2);
  });
});
