import { unzipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
import { labelOf, measureOf, type ReviewContent, schemeContent } from '#contracts';
import { type PaperDocument, writeDocument, writeWorkbook } from '#sheets';
import { type ReviewOf, reviewWorkbook } from '#statistics';
import { office, throughOffice } from '../support/office.js';

const form = (title: string) => ({
  title,
  facts: ['制表单位：示例市工业和信息化局　　制表日期：2026-12-31'],
  signatures: ['填表人', '审核人', '负责人'],
});

describe('a paper to be signed and filed', () => {
  // The results are wrong on purpose: what LibreOffice shows was calculated from the cells.
  const sheets = [
    {
      name: '汇总',
      columns: [
        { header: '单位', width: 20 },
        { header: '对数', format: '#,##0' },
      ],
      rows: [
        ['金水区', 2],
        ['高新区', 3],
        ['合计', { result: 99, sum: { from: 1, to: 2 } }],
        [
          '明细中的合同',
          { result: 99, sum: { sheet: '明细', column: 1, rows: 3, where: [{ column: 0, is: '合同' }] } },
        ],
      ],
      bold: [3],
      form: { ...form('汇总表'), totals: 2, notes: ['说明：示例。'] },
    },
    {
      name: '明细',
      columns: [{ header: '层级' }, { header: '增减' }],
      rows: [
        ['合同', 1],
        ['合同', -1],
        ['对接', 1],
      ],
      form: form('明细表'),
    },
  ];

  it('has its title, who made it, borders, a filter, frozen heads, signatures and its place on A4', async () => {
    const book = await readXlsx(await writeWorkbook(sheets), { readStyles: true });
    const [sheet] = book.sheets;
    expect(sheet?.rows.map((row) => row[0])).toEqual([
      '汇总表',
      '制表单位：示例市工业和信息化局　　制表日期：2026-12-31',
      '单位',
      '金水区',
      '高新区',
      '合计',
      '明细中的合同',
      '说明：示例。',
      null,
      expect.stringMatching(/^填表人：.*审核人：.*负责人：/),
    ]);
    expect(sheet?.merges).toContainEqual({ startRow: 0, startCol: 0, endRow: 0, endCol: 1 });
    expect(sheet?.freezePane).toEqual({ rows: 3 });
    expect(sheet?.autoFilter?.range).toBe('A3:B5');
    expect(sheet?.pageSetup).toMatchObject({
      paperSize: 'a4',
      orientation: 'portrait',
      fitToWidth: 1,
      printTitlesRow: '$3:$3',
    });
    expect(sheet?.headerFooter?.oddFooter).toContain('第 &P 页 共 &N 页');
    expect(sheet?.cells?.get('4,1')?.style?.border?.left?.style).toBe('thin');
    expect(sheet?.cells?.get('5,1')?.formula).toBe('SUM(B4:B5)');
  });

  it('gives wrapped texts the height that they take, and wide tables as many pages as they can be read on', async () => {
    const column = (header: string, width: number, format?: string) => ({
      header,
      width,
      ...(format && { format }),
    });
    const any = '#,##0.######';
    const { sheets: found } = await readXlsx(
      await writeWorkbook([
        {
          name: '口径',
          columns: [column('指标', 12), column('口径', 20), column('数', 10, any)],
          rows: [
            ['甲', '短', 180],
            ['乙', '经核实达到该层级的（场景，企业）对数，一对只计一次，冲销的在冲销当期减去', 360.5],
            ['合计', null, { result: 540.5, sum: { from: 1, to: 2 } }],
          ],
          form: form('口径表'),
        },
        {
          name: '明细',
          columns: Array.from({ length: 30 }, (_, n) => column(`列${n}`, 20)),
          rows: [],
          form: form('明细表'),
        },
      ]),
      { readStyles: true },
    );
    const [narrow, wide] = found;
    const height = (row: number) => narrow?.rowDefs?.get(row)?.height;
    // Of 37 characters there are nine or so in a line.
    expect([height(3), height(4)]).toEqual([undefined, 78]);
    // Excel would show 180 as 180. with the decimals' point.
    const formats = [3, 4, 5].map((row) => narrow?.cells?.get(`${row},2`)?.style?.numFmt);
    expect(formats).toEqual(['#,##0', any, any]);
    expect(narrow?.pageSetup).toMatchObject({ fitToWidth: 1 });
    expect(wide?.pageSetup).toMatchObject({ fitToWidth: 3, printTitlesColumn: '$A:$A' });
    expect(wide?.merges).toContainEqual({ startRow: 0, startCol: 1, endRow: 0, endCol: 9 });
    // The first column is repeated on every page: what stands around the table begins beside it.
    expect(wide?.rows[0]?.slice(0, 2)).toEqual([null, '明细表']);
  });

  (office ? it : it.skip)(
    'is calculated again by LibreOffice, within a sheet and across sheets',
    async () => {
      const { sheets: found } = await readXlsx(
        await throughOffice(await writeWorkbook(sheets), 'xlsx', 'xlsx'),
      );
      expect(found[0]?.rows.slice(5, 7).map((row) => row[1])).toEqual([5, 0]);
    },
  );
});

describe('an official report', () => {
  const report = {
    title: '2026年度供需对接工作绩效评比结果报告',
    number: '×工信〔2026〕12号',
    by: '示例市工业和信息化局',
    day: '2026年12月31日',
    blocks: [
      { kind: 'heading', text: '一、评比结果' },
      { kind: 'text', text: '参评单位共两个。' },
      {
        kind: 'table',
        columns: [
          { header: '单位', share: 2 },
          { header: '总分', numeric: true },
        ],
        rows: [
          ['金水区', '96.00'],
          ['高新区', '51.00'],
        ],
      },
      {
        kind: 'chart',
        title: '综评总分',
        series: '总分',
        categories: ['金水区', '高新区'],
        values: [96, 51],
      },
    ],
  } satisfies PaperDocument;

  it('holds its chart as a chart, with its numbers, and the head of its table for every page', async () => {
    const files = unzipSync(await writeDocument(report));
    const text = (name: string) => Buffer.from(files[name] ?? []).toString();
    const chart = Object.keys(files).find((name) => /charts\/chart[^/]*\.xml$/.test(name)) ?? '';
    expect(text(chart)).toContain('<c:barChart>');
    expect([...text(chart).matchAll(/<c:v>([^<]*)<\/c:v>/g)].map(([, value]) => value)).toEqual(
      expect.arrayContaining(['金水区', '高新区', '96', '51']),
    );
    expect(text('word/document.xml')).toContain('<w:tblHeader/>');
  });

  (office ? it : it.skip)(
    'is opened by LibreOffice with title, document number, sections, table and seal line in their order',
    async () => {
      const shown = (
        await throughOffice(await writeDocument(report), 'docx', 'txt:Text (encoded):UTF8')
      ).toString();
      const lines = shown.split(/\r?\n/).map((line) => line.replace(/\ufeff/g, '').trim());
      const inOrder = [
        report.title,
        report.number,
        '一、评比结果',
        '参评单位共两个。',
        ...['单位', '总分', '金水区', '96.00', '高新区', '51.00'],
        '示例市工业和信息化局（印章）',
        '2026年12月31日',
      ];
      expect(lines.filter((line) => inOrder.includes(line))).toEqual(inOrder);
    },
    60_000,
  );
});

describe('the papers of a review', () => {
  const content: ReviewContent = {
    name: '2026年度评比',
    version: 1,
    period: '2026',
    amendment: 0,
    periodSha256: 'a'.repeat(64),
    scheme: {
      id: '00000000-0000-4000-8000-000000000000',
      version: 1,
      content: schemeContent.parse({
        name: '年度方案',
        units: 'area',
        indicators: [
          {
            measure: 'reached2',
            direction: 'more',
            weight: '60',
            fullMark: { kind: 'linear', target: '10' },
          },
          {
            measure: 'contractAmount',
            direction: 'more',
            weight: '40',
            fullMark: { kind: 'linear', target: '200' },
          },
        ],
        deductions: [{ measure: 'scenariosUnserved', per: '1', points: '2', atMost: '6' }],
      }),
    },
    measures: ['reached2', 'contractAmount', 'scenariosUnserved'].flatMap((code) => {
      const measure = measureOf(code);
      return measure
        ? [{ code, name: measure.name, unit: measure.unit, definition: measure.definition }]
        : [];
    }),
    units: [
      reviewed(
        { key: '410105', label: '金水区', place: 1, total: '94.00', computed: '94.00' },
        ['10', '180'],
        '60',
        '36',
      ),
      reviewed(
        { key: '410172', label: '高新区', place: 2, total: '49.00', computed: '46.00' },
        ['8', '0'],
        '51',
        '0',
      ),
    ],
    corrects: null,
    changes: [],
  };
  const given: ReviewOf = {
    content,
    published: { at: '2027-01-20T00:00:00.000Z', by: '市级协调员', sha256: 'b'.repeat(64) },
    maker: '示例市工业和信息化局',
    day: '2027-01-20',
    self: new Map([
      ['410105', { marks: [{ measure: 'reached2', points: '60' }], overall: '98', remarks: '' }],
    ]),
    entries: undefined,
    labelOf,
  };

  (office ? it : it.skip)(
    'add up in LibreOffice: every total of the ranking and of each unit is calculated from its lines',
    async () => {
      // The results in the file are wrong on purpose: what is shown was calculated.
      const sheets = reviewWorkbook(given).map((sheet) => ({
        ...sheet,
        rows: sheet.rows.map((row) =>
          row.map((value) =>
            typeof value === 'object' && value !== null && 'sum' in value ? { ...value, result: 999 } : value,
          ),
        ),
      }));
      const { sheets: found } = await readXlsx(
        await throughOffice(await writeWorkbook(sheets), 'xlsx', 'xlsx'),
      );
      const rows = (name: string) => found.find((sheet) => sheet.name === name)?.rows ?? [];
      expect(
        rows('评比结果')
          .slice(5, 7)
          .map((row) => row.slice(0, 5)),
      ).toEqual([
        [1, '金水区', 94, 94, 98],
        [2, '高新区', 49, 46, null],
      ]);
      const last = (name: string) => rows(name).find((row) => String(row[0]).startsWith('总分'));
      expect(last('高新区')?.slice(4, 7)).toEqual([46, null, 49]);
      expect(rows('达到对接及以上').find((row) => row[0] === '参评单位合计')?.[1]).toBe(18);
    },
    60_000,
  );

  it('say in their title lines whether they are published, and with which hash', () => {
    const [published] = reviewWorkbook(given);
    const [draft] = reviewWorkbook({ ...given, published: null });
    expect(published?.form?.facts[2]).toContain('b'.repeat(64));
    expect(draft?.form?.facts[2]).toContain('尚未公布');
  });

  function reviewed(
    head: Pick<ReviewContent['units'][number], 'key' | 'label' | 'place' | 'total' | 'computed'>,
    values: [string, string],
    ...marks: [string, string]
  ): ReviewContent['units'][number] {
    const indicator = (measure: string, at: 0 | 1, computed: string) => {
      const reason = marks[at] === computed ? '' : '异议成立';
      return { measure, value: values[at], percent: '0.00', computed, mark: marks[at], reason };
    };
    const reached = head.key === '410105' ? '60' : '48';
    return {
      ...head,
      indicators: [indicator('reached2', 0, reached), indicator('contractAmount', 1, marks[1])],
      deductions: [{ measure: 'scenariosUnserved', value: '1', points: '2.00' }],
      reason: '',
      selfSha256: null,
      objections: { raised: 0, upheld: 0 },
    };
  }
});
