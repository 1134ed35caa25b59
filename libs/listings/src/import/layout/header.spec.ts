import fc from 'fast-check';
import type { Cell, SheetRow } from '#sheets';
import { findHeader, layoutAt } from './header.js';
import { fieldsOf, found, knowledge, rowsOf, sheet, uscc } from './layout.fixtures.js';
import { lineKind } from './lines.js';

describe('the header', () => {
  const data = [
    [1, '病历质控', '需要对病历文书实时质控', 50],
    [2, '影像归档', '需要把影像归档到云上', 60],
  ];
  const header = ['序号', '场景名称', '痛点与需求', '预算金额'];
  const title = Array(4).fill('示例市应用场景需求汇总表');

  it('is found below titles and the unit of its amounts', () => {
    const read = found([title, [null, null, null, '单位：元'], header, ...data]);
    expect(read).toMatchObject({ certain: true, layout: { headerRow: 3, headerRows: 1, unit: '元' } });
    expect(fieldsOf(read)).toEqual(['serial', 'title', 'needs', 'budget']);
  });

  it('may have two rows, merged or not', () => {
    const upper = ['序号', '需求单位', null, '需求', null, '联系人', null, '计划时间', null];
    const mergedUpper = [
      '序号',
      '需求单位',
      '需求单位',
      '需求',
      '需求',
      '联系人',
      '联系人',
      '计划时间',
      '计划时间',
    ];
    const lower = [null, '名称', '信用代码', '名称', '内容', '姓名', '电话', '开始时间', '结束时间'];
    const mergedLower = ['序号', ...lower.slice(1)];
    const value = [
      1,
      '示例医院',
      uscc,
      '病历质控',
      '需要实时质控',
      '张三',
      '13800000000',
      '2027-01-01',
      '2027-06-30',
    ];
    const wanted = [
      'serial',
      'organisation',
      'uscc',
      'title',
      'needs',
      'contact.name',
      'contact.phone',
      'plannedStart',
      'plannedEnd',
    ];
    for (const rows of [
      [upper, lower, value],
      [mergedUpper, mergedLower, value],
    ]) {
      const read = found(rows);
      expect(fieldsOf(read)).toEqual(wanted);
      expect(read).toMatchObject({ certain: true, layout: { headerRow: 2, headerRows: 2 } });
    }
  });

  it('with a name that is spread over several columns asks what each of them is', () => {
    const upper = ['序号', '场景名称', '痛点与需求', '预算（万元）', null, null];
    const merged = ['序号', '场景名称', '痛点与需求', ...Array(3).fill('预算（万元）')];
    const values = [
      [1, '智慧大厅', '需要叫号和评价系统', 10, 20, 60],
      [2, '影像云', '需要影像云存储与调阅', 1, 2, 6],
    ];
    for (const rows of [
      [upper, [null, null, null, '2025年', '2026年', '合计'], ...values],
      [[...merged.slice(0, 3), '预算（万元）', '预算（万元）', '预算（万元）'], ...values],
    ]) {
      const read = found(rows as Cell[][]);
      expect(fieldsOf(read)).toEqual(['serial', 'title', 'needs', 'ignore', 'ignore', 'ignore']);
      expect(read.layout.mapping.slice(3).map(({ how, suggestion }) => [how, suggestion])).toEqual(
        Array(3).fill(['question', 'budget']),
      );
    }
    const same = values.map((row) => [...row.slice(0, 4), row[3], row[3]]);
    // Merged with their values, the columns are one.
    expect(fieldsOf(found([merged, ...same] as Cell[][])).slice(2, 4)).toEqual(['needs', 'budget']);
  });

  it('says which of its columns are hidden in the sheet: they are read all the same', () => {
    const start = sheet([
      ['序号', '场景名称', '痛点与需求'],
      [1, '智慧大厅', '需要叫号和评价系统'],
    ]);
    const [first, ...others] = start.rows;
    const rows = [{ ...(first as SheetRow), hiddenColumns: [2] }, ...others];
    const { mapping } = layoutAt({ ...start, rows }, 1, knowledge());
    expect(mapping.map(({ field, hidden }) => [field, hidden])).toEqual([
      ['serial', undefined],
      ['title', undefined],
      ['needs', true],
    ]);
  });

  it.each([
    ['下限', '上限'],
    ['最低', '最高'],
    ['起', '止'],
  ])('names the ends of a range below the name of the range: %s, %s', (low, high) => {
    const rows = [
      ['序号', '场景名称', '痛点与需求', '预算区间（万元）', null],
      [null, null, null, low, high],
      [1, '智慧大厅', '需要叫号和评价系统', 10, 20],
      [2, '影像云', '需要影像云存储与调阅', 30, 40],
    ];
    expect(fieldsOf(found(rows as Cell[][]))).toEqual(['serial', 'title', 'needs', 'budgetMin', 'budgetMax']);
  });

  it('may have a third row, of units alone, under two of names', () => {
    const rows: Cell[][] = [
      ['序号', '项目', null, '投资额', null],
      [null, '名称', '建设内容', '总投资', '其中软件'],
      [null, null, null, '（元）', '（元）'],
      [1, '智慧大厅', '需要叫号和评价系统', 120, 30],
      [2, '影像云', '需要影像云存储与调阅', 80, 10],
    ];
    const read = found(rows);
    expect(read).toMatchObject({ certain: true, layout: { headerRow: 3, headerRows: 3 } });
    expect(fieldsOf(read).slice(0, 4)).toEqual(['serial', 'title', 'needs', 'budget']);
    expect(read.layout.mapping[3]?.header).toBe('投资额 总投资 （元）');
    for (const chosen of [2, 3]) expect(layoutAt(sheet(rows), chosen, knowledge()).headerRow).toBe(3);
  });

  it('is looked for in every sheet that is given', () => {
    const read = findHeader(
      [sheet([['填表说明'], ['请如实填写']], 0), sheet([title, header, ...data], 3)],
      knowledge(),
    );
    expect(read).toMatchObject({ certain: true, layout: { sheet: 3, headerRow: 2 } });
  });

  it('is asked for where two sheets have one', () => {
    const both = [sheet([header, ...data], 0), sheet([header, ...data], 1)];
    expect(findHeader(both, knowledge())).toMatchObject({ certain: false, layout: { sheet: 0 } });
  });

  it.each([
    [
      'nobody knows its names',
      [
        ['甲列', '乙列', '丙列'],
        ['病历质控', '需要实时质控', '50'],
      ],
    ],
    [
      'there is none',
      [
        ['a1', '病历质控', '需要对病历文书实时质控'],
        ['a2', '影像归档', '需要把影像归档到云上'],
      ],
    ],
    [
      'only names of coded fields stand there',
      [
        ['领域', '产业链', '实施区域'],
        ['人工智能', '软件', '金水区'],
      ],
    ],
    ['nothing stands below it', [header]],
  ])('is asked for where %s', (_, rows) => expect(found(rows).certain).toBe(false));

  it('may be chosen, or said to be absent', () => {
    const rows = [
      ['甲列', '乙列'],
      ['病历质控', '需要实时质控'],
    ];
    expect(layoutAt(sheet(rows), 1, knowledge())).toMatchObject({
      headerRow: 1,
      mapping: [{ header: '甲列' }, { header: '乙列' }],
    });
    expect(layoutAt(sheet(rows), 0, knowledge())).toMatchObject({
      headerRow: 0,
      mapping: [{ samples: ['甲列', '病历质控'] }, {}],
    });
  });

  it('is the same, with the same rows, however the table is moved', () => {
    const line = fc.constantFrom<readonly Cell[]>(
      title,
      ['附件1'],
      ['填报单位：示例区'],
      [null, null, '单位：万元', null],
      [null],
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        fc.boolean(),
        fc.nat(3),
        fc.nat(2),
        (above, two, left, gap) => {
          const upper = ['序号', '需求', '需求', '预算金额'];
          const lower = ['序号', '名称', '内容', '预算金额'];
          const empty = Array.from({ length: gap }, () => [null]);
          const table = [
            ...(two ? [upper, lower] : [header]),
            data[0] ?? [],
            two ? lower : header,
            data[1] ?? [],
            ['合计', null, null, 110],
          ];
          const moved = [...above, ...empty, ...table].map((row) => [
            ...Array<Cell>(left).fill(null),
            ...row,
          ]);
          const read = found(moved);
          const { layout } = read;
          expect(read.certain).toBe(true);
          expect(fieldsOf(read).slice(left)).toEqual(['serial', 'title', 'needs', 'budget']);
          const below = rowsOf(moved).filter(({ row }) => row > layout.headerRow);
          const kept = below.filter((row) => lineKind(row, layout.mapping, false) === undefined);
          expect(kept.map(({ cells }) => cells.slice(left))).toEqual(data);
        },
      ),
    );
  });
});
