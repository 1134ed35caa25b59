import { z } from 'zod';
import { labelOf } from '../dictionaries/index.js';
import { columnsOf, downloadColumnsOf, headingOf } from './columns.js';
import {
  code,
  codes,
  contactPerson,
  count,
  day,
  group,
  longText,
  money,
  ofOwner,
  span,
  text,
  toggle,
  year,
} from './fields.js';
import { formOf } from './form.js';
import { type ContentOf, listingKind, section } from './kind.js';
import { fieldNames, renamed } from './renamed.js';
import { sheetColumnsOf } from './sheet.js';
import { capability } from './software/capability.js';
import { textsOf } from './texts.js';

const words = (zh: string) => ({ zh, en: zh });

/** One field of each sort; it is defined here alone. */
const sample = listingKind({
  code: 'sample',
  prefix: 'YP',
  path: 'samples',
  side: 'demand',
  postedBy: ['user'],
  label: words('样品'),
  listLabel: words('样品清单'),
  title: 'name',
  body: 'story',
  sections: [
    section(words('一'), {
      name: text(words('名')).required().max(10).inLists().weighs(2).calledInSheets('品名'),
      owner: ofOwner('organisation', words('送样单位')).inLists(),
      story: longText(words('说明')).required().weighs(1),
      colour: code(words('方式'), 'modes').lenient().searched(),
      tags: codes(words('领域'), 'fields').max(2).inLists(),
    }),
    section(words('二'), {
      price: span(words('价格'), {
        low: money(words('最低')),
        high: money(words('最高')),
      }).calledInSheets('报价'),
      made: day(words('生产日期')),
      pieces: count(words('件数'), 9),
      since: year(words('年份')),
      fresh: toggle(words('新鲜')),
      mark: group(words('认证'), {
        level: code(words('认证级别'), 'firstVersionLevels').required(),
        paper: text(words('证书号')).required(),
        valid: span(words('认证有效期'), {
          from: day(words('认证起')).required(),
          to: day(words('认证止')).required(),
        }),
      }),
      contact: contactPerson(words('联系人')),
    }),
  ],
});
type Sample = ContentOf<typeof sample>;

const given: Partial<Sample> = {
  name: '甲样',
  story: '很长的说明',
  colour: 'custom',
  tags: ['ai', 'ai', 'bigdata'],
  low: '500000',
  high: '1000000.5',
  made: '2026-03-27',
  pieces: 3,
  since: 2026,
  fresh: true,
  mark: { level: 'provincial', paper: '豫1号', from: '2026-01-01', to: '2027-12-31' },
  contact: { name: '示例', phone: '0371-1', email: '' },
};
const faults = (input: unknown) =>
  sample.content.safeParse(input).error?.issues.map((issue) => [issue.path.join('/'), issue.message]);

describe('a kind made of one field of each sort', () => {
  const content = sample.content.parse(given);

  it('gives the type and the schema of its content', () => {
    const pieces: number = content.pieces;
    const paper: string | undefined = content.mark?.paper;
    expect([pieces, paper, content.tags, content.low]).toEqual([3, '豫1号', ['ai', 'bigdata'], '500000.00']);
    expect(sample.content.parse({ name: '乙', story: '短' })).toEqual({
      name: '乙',
      story: '短',
      colour: null,
      tags: [],
      low: null,
      high: null,
      made: null,
      pieces: 0,
      since: null,
      fresh: false,
      mark: null,
      contact: { name: '', phone: '', email: '' },
    });
  });

  it('refuses by field what is wrong, and a range upside down by its end', () => {
    expect(faults({ ...given, name: '', tags: ['a', 'b', 'c'], pieces: 10, since: 1999 })).toEqual([
      ['name', '不能为空'],
      ['tags', '最多2项'],
      ['pieces', '不应大于9'],
      ['since', '年份应在2000至2200之间'],
    ]);
    expect(faults({ ...given, low: '2', high: '1.99' })).toEqual([['high', '最高不应小于最低（2.00元）']]);
    expect(faults({ ...given, mark: { ...given.mark, to: '2025-01-01' } })).toEqual([
      ['mark/to', '认证止不应早于认证起（2026-01-01）'],
    ]);
    expect(faults({ ...given, size: 1 })).toHaveLength(1);
  });

  it('is kept without personal data, and read though fields came or went since', () => {
    const { contact: _, ...kept } = content;
    expect(sample.stored.parse({ ...content, gone: 1 })).toEqual(kept);
    const { since: __, ...older } = kept;
    expect(sample.stored.parse(older)).toEqual({ ...kept, since: null });
  });

  it('describes each field in both languages', () => {
    const { properties } = z.toJSONSchema(sample.shape, { io: 'input' });
    expect(properties?.['tags']).toMatchObject({
      title: '领域',
      description: '领域 / 领域。字典 fields 的代码，见 /api/v1/dictionaries/fields',
    });
  });

  it('has a form in its sections', () => {
    expect(formOf(sample).map(({ controls }) => controls.map(({ path }) => path.join('.')))).toEqual([
      ['name', 'story', 'colour', 'tags'],
      [
        ...['low', 'high', 'made', 'pieces', 'since', 'fresh'],
        ...[
          'mark.level',
          'mark.paper',
          'mark.from',
          'mark.to',
          'contact.name',
          'contact.phone',
          'contact.email',
        ],
      ],
    ]);
    const required = formOf(sample).flatMap(({ controls }) => controls.filter((control) => control.required));
    expect(required.map(({ path }) => path.join('.'))).toEqual(['name', 'story']);
  });

  it('has columns in a sheet, ranges as one and by their ends', () => {
    expect(sheetColumnsOf(sample).map(({ key, label, inTemplate }) => [key, label, inTemplate])).toEqual([
      ['serial', '序号', true],
      ['name', '名', true],
      ['organisation', '送样单位', true],
      ['story', '说明', true],
      ['colour', '方式', true],
      ['tags', '领域', true],
      ['price', '价格（万元）', true],
      ['low', '最低（万元）', false],
      ['high', '最高（万元）', false],
      ['made', '生产日期', true],
      ['pieces', '件数', true],
      ['since', '年份', true],
      ['fresh', '新鲜', true],
      ['mark.level', '认证级别', true],
      ['mark.paper', '证书号', true],
      ['mark.from', '认证起', true],
      ['mark.to', '认证止', true],
      ['contact.name', '联系人', true],
      ['contact.phone', '联系电话', true],
      ['contact.email', '电子邮箱', true],
    ]);
  });

  it('is written on pages, in lists and in downloads, personal data for the parties alone', () => {
    const shown = { ...content, organisation: '示例单位' };
    const written = columnsOf(sample).map((column) => [headingOf(column), column.text(shown, labelOf)]);
    expect(written).toEqual([
      ['名', '甲样'],
      ['送样单位', '示例单位'],
      ['说明', '很长的说明'],
      ['方式', '定制开发'],
      ['领域', '人工智能、大数据'],
      ['价格（万元）', '50–100.00005'],
      ['生产日期', '2026-03-27'],
      ['件数', '3'],
      ['年份', '2026年'],
      ['新鲜', '是'],
      ['认证', '省级（豫1号，2026-01-01至2027-12-31）'],
      ['联系人', '示例 0371-1'],
    ]);
    expect(
      columnsOf(sample)
        .filter(({ listed }) => listed)
        .map(({ key }) => key),
    ).toEqual(['name', 'organisation', 'tags']);
    expect(downloadColumnsOf(sample).map(headingOf)).toEqual(
      expect.arrayContaining(['最低（万元）', '最高（万元）']),
    );
    expect(
      columnsOf(sample)
        .filter(({ audience }) => audience === 'parties')
        .map(({ key }) => key),
    ).toEqual(['contact']);
  });

  it('gives search and matching its texts', () => {
    expect(textsOf(sample, content, labelOf)).toEqual([
      { field: 'name', label: '名', text: '甲样', weight: 2 },
      { field: 'story', label: '说明', text: '很长的说明', weight: 1 },
      { field: 'colour', label: '方式', text: '定制开发', weight: 0 },
    ]);
  });
});

describe('a kind whose fields a city calls otherwise', () => {
  const others: Readonly<Record<string, string>> = {
    'sample.name': '品名称',
    'sample.owner': '来样单位',
    'sample.price': '报价区间',
    'sample.low': '底价',
    'sample.mark.paper': '证号',
    'sample.mark.to': '截止',
    'sample.contact': '对接人',
  };
  const names: typeof labelOf = (dictionary, called) =>
    dictionary === 'fieldNames' ? (others[called ?? ''] ?? called ?? '') : labelOf(dictionary, called);
  const other = renamed(sample, names);

  it('is itself where nothing is called otherwise, and made once', () => {
    expect(renamed(sample, labelOf)).toBe(sample);
    expect(renamed(sample, names)).toBe(other);
  });

  it('says the other names in forms, on pages, in sheets and in refusals; sheets may go on with the old ones', () => {
    const form = formOf(other).flatMap(({ controls }) => controls.map(({ label }) => label.zh));
    expect(form).toEqual(
      expect.arrayContaining(['品名称', '底价', '最高', '证号', '截止', '对接人', '联系电话']),
    );
    const headings = columnsOf(other).map(headingOf);
    expect(headings).toEqual(expect.arrayContaining(['品名称', '来样单位', '报价区间（万元）', '对接人']));
    expect(headings).not.toContain('名');
    const sheet = new Map(sheetColumnsOf(other).map((column) => [column.key, column]));
    expect(sheet.get('price')).toMatchObject({ label: '报价区间（万元）', names: ['报价', '价格'] });
    expect(sheet.get('name')).toMatchObject({ label: '品名称', names: ['品名', '名'] });
    expect(sheet.get('contact.name')).toMatchObject({
      label: '对接人',
      names: expect.arrayContaining(['联系人']),
    });
    expect(textsOf(other, sample.content.parse(given), labelOf)[0]).toMatchObject({
      label: '品名称',
      weight: 2,
    });
    const upsideDown = other.content.safeParse({ ...given, low: '2', high: '1' });
    expect(upsideDown.error?.issues[0]?.message).toBe('最高不应小于底价（2.00元）');
    expect(other.content.parse(given)).toEqual(sample.content.parse(given));
  });

  it('is named in the dictionary by codes that the database takes, each once', () => {
    const entries = fieldNames();
    expect(new Set(entries.map((one) => one.code)).size).toBe(entries.length);
    for (const one of entries) expect(one.code).toMatch(/^[0-9A-Za-z._-]{1,64}$/);
    expect(entries).toContainEqual({ code: 'scenario.needs', label: '痛点与需求', note: '应用场景' });
  });
});

describe('a capability', () => {
  it('says how it is delivered, wherever it is read or written', () => {
    const content = capability.content.parse({ product: '甲', functions: '乙', deliveryMode: 'on-premises' });
    const column = columnsOf(capability).find(({ key }) => key === 'deliveryMode');
    expect(column && [headingOf(column), column.text(content, labelOf)]).toEqual(['交付方式', '本地部署']);
    expect(sheetColumnsOf(capability).find(({ key }) => key === 'deliveryMode')).toMatchObject({
      names: ['部署方式'],
      dictionary: 'deliveryModes',
    });
  });
});
