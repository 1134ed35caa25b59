import { unzipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
import { eventually } from '../../support/app.js';
import { office, otherwise, recalculated, throughOffice } from '../../support/office.js';
import type { Kept, Year } from './world.js';

/** Its papers, through the worker's jobs. */
export function isFiled(begun: () => Year, kept: Kept): void {
  let year: Year;
  beforeAll(() => {
    year = begun();
  });

  async function paper(login: string, body: unknown): Promise<{ name: string; content: Buffer }> {
    const asked = await year.as(login).post('/papers', body);
    expect(asked.status).toBe(202);
    await eventually(
      () => year.as(login).get(`/jobs/${asked.body.job.id}`),
      (job) => job.body.state === 'completed',
    );
    const answer = await year.as(login).get(`/papers/${asked.body.paper}`);
    expect((await year.as('city2').get(`/papers/${asked.body.paper}`)).status).toBe(404);
    const [, name = ''] =
      /filename\*=UTF-8''(.*)$/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
    return { name: decodeURIComponent(name), content: answer.body };
  }
  const tables = async (content: Buffer) =>
    new Map((await readXlsx(content)).sheets.map((sheet) => [sheet.name, sheet.rows]));

  it('is filed as a workbook whose numbers the entries add up to, for a unit with its own entries alone', async () => {
    const of = { of: 'review', form: 'workbook', review: kept.correction };
    const { name, content } = await paper('city', of);
    expect(name).toBe('2026年度评比（第2版）结果.xlsx');
    const calculated = office ? await recalculated(content) : undefined;
    const whole = calculated
      ? new Map(calculated.sheets.map((sheet) => [sheet.name, sheet.rows]))
      : await tables(content);
    if (calculated) {
      expect(otherwise(calculated.totals)).toEqual([]);
      // A line of sums is made of formulas, but for what a unit says of itself (自评分).
      expect(calculated.plain).toEqual(['高新区 总分（第2名） 5']);
      expect(calculated.totals.map(({ at }) => at)).toEqual(
        expect.arrayContaining([
          ...['评比结果 1 2', '评比结果 1 3', '评比结果 2 2', '评比结果 2 3'],
          ...[
            '金水区 总分（第1名） 4',
            '金水区 总分（第1名） 6',
            '高新区 总分（第2名） 4',
            '高新区 总分（第2名） 6',
          ],
          ...['达到对接及以上 参评单位合计 1', '达到对接及以上 参评单位合计 2', '合同金额 参评单位合计 2'],
        ]),
      );
    }
    expect(
      whole
        .get('评比结果')
        ?.slice(5, 7)
        .map((row) => row.slice(0, 4)),
    ).toEqual([
      [1, '金水区', 96, 96],
      [2, '高新区', 51, 48],
    ]);
    // Value and what the entries add up to, the late one of the amendment among them.
    const told = (sheet: string) =>
      whole
        .get(sheet)
        ?.slice(5, 8)
        .map((row) => row.slice(0, 3));
    expect(told('达到对接及以上')).toEqual([
      ['金水区', 11, 11],
      ['高新区', 8, 8],
      ['参评单位合计', 19, 19],
    ]);
    expect(told('合同金额')?.[0]).toEqual(['金水区', 180, 180]);
    const own = await tables((await paper('zone', of)).content);
    const areas = (own.get('台账明细') ?? []).slice(5).flatMap((row) => row[14] ?? []);
    expect(new Set(areas)).toEqual(new Set(['高新区']));
    expect(JSON.stringify([...own])).not.toContain('合同另有一份未核');
  }, 120_000);

  it('is reported as a document that says the same', async () => {
    const { name, content } = await paper('city', {
      of: 'year',
      form: 'report',
      year: 2026,
      number: '示例〔2027〕1号',
    });
    expect(name).toBe('2026年全市供需对接工作报告.docx');
    const review = await paper('city', { of: 'review', form: 'report', review: kept.review });
    expect(review.name).toBe('2026年度评比结果报告.docx');
    const words = Buffer.from(unzipSync(review.content)['word/document.xml'] ?? [])
      .toString()
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(words).toContain('1 金水区 96.00 96.00 2 高新区 51.00 48.00');
    if (!office) return;
    const year = (await throughOffice(content, 'docx', 'txt:Text (encoded):UTF8')).toString();
    expect(year).toContain('示例〔2027〕1号');
    expect(year).toContain(
      '达到对接及以上18对，其中达到协议及以上6对、达到合同及以上4对、达到验收应用1对；合同金额180万元，验收金额20万元',
    );
  }, 120_000);
}
