import { readXlsx } from 'hucre/xlsx';
import { renderToStaticMarkup } from 'react-dom/server';
import { AuditService } from '#accounts';
import { type MarketCode, measuresOf, measureTitle, periodName } from '#contracts';
import { newId } from '#kernel';
import { DictionaryService, ListingReader } from '#listings';
import { FigureService, PublicFigureService, type Published, thisYear } from '#statistics';
import { PublicReads } from '../../apps/api/src/public/public-reads.js';
import { statisticsCsv, statisticsXlsx } from '../../apps/api/src/public/statistics.downloads.js';
import {
  columns,
  headings,
  type PublicStatistics,
  StatisticsPage,
} from '../../apps/api/src/public/statistics.page.js';
import { engagementFacts } from '../support/facts.js';
import { ledgerStage, pairOf } from '../support/ledger.js';
import { periodsOfYear, reckoned } from '../support/reckoner.js';

const splits = ['area', 'department', 'chain', 'field', 'channel', 'market'];

describe('the public statistics', () => {
  const stage = ledgerStage();

  /** Contracts of 2025: four in one area, one alone in July, three small ones, and one alone of the other market. */
  beforeEach(async () => {
    const contracts = [
      ...Array.from({ length: 4 }, () => ['410105', '2025-03-05', '1000000'] as const),
      ['410172', '2025-07-10', '777700'] as const,
      ...Array.from({ length: 3 }, () => ['410104', '2025-09-01', '100000'] as const),
    ];
    const facts = contracts.map(([area, day, amount]) => pairOf(area).verified(4, day, newId(), amount));
    const other = pairOf('410105', newId(), 'technology').verified(4, '2025-07-01', newId(), '999900');
    await stage.record(...facts, other);
  });

  const of = async (period: string, market: MarketCode = 'software'): Promise<PublicStatistics> => {
    const { db } = stage.suite;
    const dictionaries = new DictionaryService(db, new AuditService(db));
    const figures = new FigureService(db);
    const hidden = new PublicFigureService(db, figures);
    const reads = new PublicReads(new ListingReader(db), figures, hidden, dictionaries);
    const found = await reads.statisticsOf(period, market);
    if (!found) throw new Error(`nothing of ${period}`);
    return found;
  };
  const pageOf = (found: PublicStatistics) => renderToStaticMarkup(StatisticsPage(found));

  /** Lines of a CSV without its definitions, which stand in the last column. */
  const linesOf = (csv: string) =>
    csv
      .replace('\ufeff', '')
      .split('\r\n')
      .map((line) => line.split(',').slice(0, 5));
  /** Rows of a page's tables as they are read, without the definitions. */
  const rowsOf = (page: string) =>
    [...page.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
      [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) =>
        cell.replace(/<div.*<\/div>/, '').replaceAll(',', ''),
      ),
    );
  const text = ({ values, withheld }: Published, code: string, none: string) =>
    withheld.has(code) ? '*' : (values[code] ?? none);
  const cell = (line: Published, code: string) => {
    const said = text(line, code, '');
    return said === '' ? null : said === '*' ? said : Number(said);
  };

  it.each([
    ['2025', 'software'],
    ['2025-H2', 'software'],
    ['2025-Q3', 'software'],
    ['2025-07', 'software'],
    ['2025', 'technology'],
    ['2024', 'software'],
  ] as const)(
    'of %s in the market %s are the same on the page, as CSV and as a workbook',
    async (period, market) => {
      const found = await of(period, market);
      const measures = measuresOf(market);
      const [page, lines] = [pageOf(found), linesOf(statisticsCsv(found))];
      const { sheets } = await readXlsx(await statisticsXlsx(found, '2026-01-01'));
      const sheet = (name: string) => sheets.find((one) => one.name === name)?.rows ?? [];
      expect(found.tables.map(({ by }) => by)).toEqual(splits);
      expect(page).toContain(`<h1>${periodName(period)}`);
      for (const measure of measures) {
        const title = measureTitle(measure);
        expect(rowsOf(page)).toContainEqual([title, text(found.total, measure.code, '—')]);
        expect(lines).toContainEqual([period, '全市合计', '', title, text(found.total, measure.code, '')]);
        const row = sheet('各项指标').find(([name]) => name === measure.name);
        expect(row?.slice(1, 3)).toEqual([measure.unit, cell(found.total, measure.code)]);
      }
      for (const month of found.months) {
        const row = sheet('逐月').find(([name]) => name === periodName(month.period));
        expect(row?.slice(1, measures.length + 1)).toEqual(measures.map(({ code }) => cell(month, code)));
        for (const measure of measures)
          expect(lines).toContainEqual([
            ...[month.period, '逐月', '', measureTitle(measure)],
            text(month, measure.code, ''),
          ]);
      }
      for (const { by, items } of found.tables)
        for (const item of items) {
          expect(rowsOf(page)).toContainEqual([
            item.label,
            ...columns.map(({ code }) => text(item, code, '—')),
          ]);
          const row = sheet(headings[by].slice(0, 31)).find(([name]) => name === item.label);
          expect(row?.slice(1, columns.length + 1)).toEqual(columns.map(({ code }) => cell(item, code)));
          for (const measure of columns)
            expect(lines).toContainEqual([
              ...[period, headings[by], item.label, measureTitle(measure)],
              text(item, measure.code, ''),
            ]);
        }
    },
  );

  it('tell the year by area, chain, field and market as worked out by hand, and what would be one firm’s alone as *', async () => {
    const found = await of('2025');
    const told = (by: string) =>
      Object.fromEntries(
        (found.tables.find((table) => table.by === by)?.items ?? []).map((item) => [
          item.label,
          [text(item, 'reached4', ''), text(item, 'contractAmount', '')],
        ]),
      );
    // Three contracts are enough to be told; those of 管城回族区 are the smaller of two, and would tell the one that is hidden.
    expect(told('area')).toEqual({ 金水区: ['4', '400'], 高新区: ['1', '*'], 管城回族区: ['3', '*'] });
    expect(Object.values(told('chain'))).toEqual([['8', '507.77']]);
    expect(Object.values(told('field'))).toEqual([['8', '507.77']]);
    expect(Object.values(told('market')).map(([pairs]) => pairs)).toEqual(['8', '1']);
    expect(Object.values(told('market')).flat()).toContain('*');
    const months = found.months.map((month) => text(month, 'contractAmount', ''));
    expect(months).toEqual(['0', '0', '400', '0', '0', '0', '*', '0', '*', '0', '0', '0']);
    for (const [period, market] of [
      ['2025', 'software'],
      ['2025-07', 'software'],
      ['2025', 'technology'],
      ['2025-Q3', 'technology'],
    ] as const) {
      const one = await of(period, market);
      const { sheets } = await readXlsx(await statisticsXlsx(one, '2026-01-01'));
      for (const said of [pageOf(one), statisticsCsv(one), JSON.stringify(sheets.map(({ rows }) => rows))])
        expect(said).not.toMatch(/77\.77(?!\d)(?<!507\.77)|99\.99/);
    }
    expect(text((await of('2025-07')).total, 'contractAmount', '')).toBe('*');
  });

  it('tell no amount of fewer than three pairs to somebody who adds and subtracts whatever all periods publish', async () => {
    const days = ['01-05', '02-11', '04-04', '05-20', '08-08', '11-30', '11-15', '12-01', '12-24'];
    const contracts = Array.from({ length: 34 }, (_, n) => {
      const area = ['410105', '410105', '410172', null][(n * 7 + (n >> 2)) % 4] ?? null;
      const department = ['gxj', 'wjw', 'jyj'][(n * 5 + (n >> 1)) % 3] ?? 'gxj';
      const day = `2025-${days[(n * n + 3 * n) % days.length]}`;
      return engagementFacts(area, { department }).verified(4, day, newId(), `${(n + 3) * 12_345}.60`);
    });
    await stage.record(...contracts);
    const periods = periodsOfYear('2025');
    for (const title of ['合同金额（万元）', '验收金额（万元）']) {
      const read: { period: string; split: string; key: string; said: string }[] = [];
      for (const period of periods)
        for (const [at = '', heading = '', label = '', measure, said = ''] of linesOf(
          statisticsCsv(await of(period)),
        )) {
          const split = heading === '全市合计' || heading === '逐月' ? 'total' : heading;
          if (measure === title && heading !== headings.market)
            read.push({ period: at, split, key: label, said });
        }
      // A month is told on its own page and on those of the longer periods: it is withheld on all of them, or on none.
      const once = new Map(read.map((one) => [`${one.period} ${one.split} ${one.key}`, one]));
      for (const { period, split, key, said } of read)
        expect([period, split, key, once.get(`${period} ${split} ${key}`)?.said]).toEqual([
          period,
          split,
          key,
          said,
        ]);
      const lines = [...once.values()].filter(({ said }) => said !== '' && Number(said) !== 0);
      if (title.startsWith('合同')) {
        expect(lines.filter(({ said }) => said === '*').length).toBeGreaterThan(30);
        expect(lines.filter(({ said }) => said !== '*').length).toBeGreaterThan(30);
      }
      expect(reckoned(lines, '2025')).toEqual([]);
    }
    // What another market publishes of this one is what its own page does.
    for (const period of periods) {
      const own = (await of(period)).total;
      const beside = (await of(period, 'technology')).tables.find(({ by }) => by === 'market')?.items[0];
      if (beside) expect(text(beside, 'contractAmount', '')).toBe(text(own, 'contractAmount', ''));
    }
  });

  it('draw each month as a bar of the server’s SVG, as tall as its figure, and say it in words', async () => {
    const [pairs, amounts] = pageOf(await of('2025'))
      .split('<svg')
      .slice(1) as [string, string];
    const heights = (svg: string) =>
      [...svg.matchAll(/<rect[^>]* height="([^"]+)"/g)].map(([, tall]) => Number(tall));
    const values = (svg: string) =>
      [...svg.matchAll(/<text x="[^"]+" y="[^"]+">([^<]*)</g)].map(([, said]) => said);
    // Eight pairs: four, one and three; the tallest bar is 160 high.
    expect(heights(pairs)).toEqual([0, 0, 160, 0, 0, 0, 40, 0, 120, 0, 0, 0]);
    expect(values(pairs)).toEqual(['0', '0', '4', '0', '0', '0', '1', '0', '3', '0', '0', '0']);
    expect(values(amounts)).toEqual(['0', '0', '400', '0', '0', '0', '*', '0', '*', '0', '0', '0']);
    expect(heights(amounts)).toEqual([0, 0, 160, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(amounts).toContain('7月 *，8月 0，9月 *，');
    const ahead = pageOf(await of(String(Number(thisYear()) + 1)));
    expect(values(ahead)).toEqual(Array(24).fill(''));
  });
});
