import { readXlsx } from 'hucre/xlsx';
import { writeWorkbook } from '#sheets';
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
