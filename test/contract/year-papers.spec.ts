import { unzipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
import { labelOf, type MarketCode, measureOf, measuresOf, schemeContent } from '#contracts';
import { newId } from '#kernel';
import { city, FigureService, SchemeService } from '#statistics';
import { ledgerStage, pairOf } from '../support/ledger.js';
import { office, otherwise, recalculated } from '../support/office.js';

describe('the papers of a year', () => {
  const stage = ledgerStage();
  const { record, freeze, total, claims } = stage;

  it('writes the workbook of a year, whose sheets agree with the figures and with each other', async () => {
    for (const area of ['410105', '410105', null]) {
      const pair = pairOf(area);
      await record(pair.verified(2, '2025-03-05'));
      await record(pair.verified(4, '2025-07-31', newId(), '1200000.50'));
    }
    const taken = pairOf('410172');
    const claim = newId();
    await record(taken.verified(2, '2025-12-31', claim));
    await record(taken.reversed(claim, 2, '2026-01-02'));
    const read = async (year: number, scope: string, calculated = false) => {
      const content = await stage.papers.workbook(
        { year, scope, maker: '示例市工业和信息化局', asOf: null },
        labelOf,
      );
      // Where LibreOffice is at hand, the numbers are those that it calculates from the cells.
      const { sheets, totals, plain } =
        calculated && office
          ? await recalculated(content)
          : { ...(await readXlsx(content)), totals: [], plain: [] };
      const rowOf = (sheet: string, first: string) =>
        sheets.find(({ name }) => name === sheet)?.rows.find((row) => row.includes(first));
      return { sheets, rowOf, totals, plain };
    };
    const { sheets, rowOf, totals, plain } = await read(2025, city, true);
    if (office) {
      expect(otherwise(totals)).toEqual([]);
      // Every line of sums is made of formulas, but for the year of what months do not add up to.
      const apart = measuresOf('software').flatMap(({ adds }, i) =>
        adds.periods ? [] : [`逐月 全年 ${i + 1}`],
      );
      expect(apart).toEqual(expect.arrayContaining(plain));
      const lines = new Set(totals.map(({ at }) => at.split(' ').slice(0, 2).join(' ')));
      for (const line of ['总览 合同金额', '逐月 全年', '合同金额 合计', '按统计区域 合计', '按企业 合计'])
        expect(lines).toContain(line);
    }
    expect(rowOf('总览', '达到对接及以上')?.slice(0, 7)).toEqual(['达到对接及以上', '对', 4, 3, 0, 0, 1]);
    expect(rowOf('总览', '达到协议及以上')?.[2]).toBe(3);
    expect(rowOf('总览', '合同金额')?.slice(2, 7)).toEqual([360.00015, 0, 0, 360.00015, 0]);
    expect(rowOf('逐月', '全年')?.[1]).toBe(4);
    expect(rowOf('达到对接及以上', '金水区')).toEqual(['统计区域', '金水区', 2, 2, 0, 0, 0]);
    expect(rowOf('达到对接及以上', '合计')).toEqual(['统计区域', '合计', 4, 3, 0, 0, 1]);
    expect(rowOf('合同金额', '合计')?.[2]).toBe(360.00015);
    expect(rowOf('金水区', '合同金额')?.[2]).toBe(240.0001);
    expect(rowOf('按统计区域', '合计')).toEqual(['合计', 4, 3, 3, 0, 0, 0, 360.00015, 0]);
    expect(rowOf('按企业', '示例企业')?.slice(0, 4)).toEqual(['示例企业', '91410100MA40000002', '高新区', 4]);
    expect(rowOf('指标口径', '合同金额')?.[2]).toBe(measureOf('contractAmount')?.definition);
    const lines = sheets.find(({ name }) => name === '台账明细')?.rows;
    // Title, who made it, header, ten entries, and the line for signatures.
    expect(lines?.filter((row) => typeof row[0] === 'number')).toHaveLength(10);
    expect(lines?.[3]?.[3]).toEqual(new Date('2025-03-05T00:00:00.000Z'));
    const own = await read(2025, '410172');
    expect(own.rowOf('总览', '达到对接及以上')?.[2]).toBe(1);
    const next = await read(2026, city);
    expect(next.rowOf('总览', '达到对接及以上')?.[2]).toBe(-1);
    expect(await total('2025')).toBe(4);
  }, 120_000);

  it('tells each market apart in every paper: those of another beside it change nothing', async () => {
    const maker = '示例市工业和信息化局';
    const cellsOf = async (content: Buffer) =>
      (await readXlsx(content)).sheets.map(({ name, rows }) => [name, rows] as const);
    const of = async (market: MarketCode) => {
      const paper = { market, year: 2025, scope: city, maker, asOf: null };
      const report = { form: 'report', number: '' } as const;
      const { name, content } = await stage.papers.year(paper, report, labelOf);
      const { 'word/document.xml': text } = unzipSync(content);
      return {
        sheets: await cellsOf(await stage.papers.workbook(paper, labelOf)),
        report: [
          name,
          [
            ...Buffer.from(text ?? [])
              .toString()
              .matchAll(/<w:t [^>]*>([^<]*)/g),
          ]
            .map(([, said]) => said)
            .join(),
        ],
        figures: await new FigureService(stage.suite.db).read(
          {
            market,
            span: { code: '2025', first: '2025-01-01', last: '2025-12-31' },
            scope: city,
            by: 'firm',
          },
          labelOf,
        ),
      };
    };
    const pair = pairOf('410105');
    await record(pair.verified(2, '2025-03-05'));
    await record(pair.verified(4, '2025-07-31', newId(), '1200000.50'));
    const before = await of('software');
    const result = pairOf('410105', newId(), 'technology');
    await record(result.verified(2, '2025-03-06'));
    await record(result.verified(4, '2025-08-01', newId(), '500000.00'));
    await record(pairOf('410172', newId(), 'technology').verified(2, '2025-03-06'));
    expect(await of('software')).toEqual(before);

    const technology = await of('technology');
    const sheet = (name: string) => technology.sheets.find(([of]) => of === name)?.[1];
    expect(sheet('总览')?.[0]?.[0]).toBe('2025年技术供需对接统计表（总览）');
    expect(sheet('总览')?.find((row) => row.includes('达到对接及以上'))?.[2]).toBe(2);
    const entries = sheet('台账明细') ?? [];
    expect(entries.filter((row) => typeof row[0] === 'number')).toHaveLength(4);
    expect(entries[2]).toEqual(
      expect.arrayContaining(['难题编号', '难题名称', '成果编号', '成果名称', '成果单位名称']),
    );
    expect(entries[2]).not.toContain('首版次');
    expect(technology.sheets.map(([name]) => name)).not.toContain('首版次软件应用');
    expect(technology.report[0]).toBe('2025年全市技术供需对接工作报告.docx');
    expect(technology.report[1]).toContain('2025年技术难题供需对接工作报告');
    expect(technology.report[1]).not.toMatch(/场景|首版次/);

    // What is stored of a period tells them apart too, and a scheme says whose figures it scores.
    await freeze('2025', new Date('2026-01-02T00:00:00Z'));
    const stored = (await stage.periods.read('2025')).frozen?.figures;
    expect(stored?.total).toMatchObject({ reached2: '1', contractAmount: '120.00005' });
    expect(stored?.others).toMatchObject([
      { market: 'technology', total: { reached2: '2', contractAmount: '50' } },
    ]);
    const schemes = new SchemeService(stage.suite.db, stage.periods);
    const scored = async (market: MarketCode | undefined) => {
      const content = schemeContent.parse({
        name: '示例方案',
        market,
        units: 'area',
        indicators: [
          {
            measure: 'reached2',
            direction: 'more',
            weight: '100',
            fullMark: { kind: 'linear', target: '4' },
          },
        ],
      });
      const { id } = await schemes.create(content, { id: newId(), name: '市局' });
      const { units } = await schemes.trial(id, '2025');
      return units.map(({ label, total: points }) => [label, points]);
    };
    expect(await scored(undefined)).toEqual([['金水区', '25.00']]);
    expect(await scored('technology')).toEqual([
      ['金水区', '25.00'],
      ['高新区', '25.00'],
    ]);
    const unknown = schemeContent.safeParse({
      name: '示例方案',
      market: 'technology',
      units: 'area',
      indicators: [
        { measure: 'firstVersionAdoptions', direction: 'more', weight: '100', fullMark: { kind: 'rank' } },
      ],
    });
    expect(unknown.error?.issues.map(({ path, message }) => [path.join('/'), message])).toEqual([
      ['indicators/0/measure', '所选供需市场没有这项指标'],
    ]);
    expect((await stage.recount.recount(claims)).ok).toBe(true);
  }, 60_000);
});
