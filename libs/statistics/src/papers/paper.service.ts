import { Injectable } from '@nestjs/common';
import { type LabelOf, type MarketCode, pairsName } from '#contracts';
import { dayOf, NotFound } from '#kernel';
import { Database, type Tx } from '#platform';
import { writeDocument, writeWorkbook } from '#sheets';
import type { LedgerEntry } from '../domain/entry.js';
import { city } from '../domain/rollups.js';
import { Review } from '../entities/index.js';
import { findEntries } from '../entry.store.js';
import { FigureService, periodOf, periodSpan, scopeName } from '../figures/figures.service.js';
import { amendmentsOf } from '../periods/frozen.store.js';
import { contentOf } from '../reviews/domain/content.js';
import { loadWhole } from '../reviews/review.store.js';
import type { PaperForm, ReviewPaper, YearPaper } from './order.js';
import { reviewReport, yearReport } from './reports.js';
import type { ReviewOf } from './review.lines.js';
import { reviewWorkbook } from './review.workbook.js';
import { type PeriodFigures, type YearOf, yearWorkbook } from './year.workbook.js';

export interface Paper {
  readonly name: string;
  readonly content: Buffer;
}

/** Makes the papers that an official signs and files. */
@Injectable()
export class PaperService {
  constructor(
    private readonly db: Database,
    private readonly figures: FigureService,
  ) {}

  /** The year as an .xlsx, of one reporting area or of all: every number in it of the same moment. */
  async workbook(paper: YearPaper, labelOf: LabelOf): Promise<Buffer> {
    return writeWorkbook(yearWorkbook(await this.yearOf(paper, labelOf)));
  }

  async year(paper: YearPaper, { form, number }: PaperForm, labelOf: LabelOf): Promise<Paper> {
    const of = await this.yearOf(paper, labelOf);
    const called = `${paper.year}年${of.scope}${pairsName(of.market)}`;
    return form === 'workbook'
      ? { name: `${called}统计表.xlsx`, content: await writeWorkbook(yearWorkbook(of)) }
      : { name: `${called}工作报告.docx`, content: await writeDocument(yearReport({ ...of, number })) };
  }

  /** @throws NotFound where the review is gone. */
  async review(paper: ReviewPaper, { form, number }: PaperForm, labelOf: LabelOf): Promise<Paper> {
    const of = await this.reviewOf(paper, labelOf);
    const { name, version } = of.content;
    const called = `${name}${version > 1 ? `（第${version}版）` : ''}${of.published ? '结果' : '送审稿'}`;
    return form === 'workbook'
      ? { name: `${called}.xlsx`, content: await writeWorkbook(reviewWorkbook(of)) }
      : { name: `${called}报告.docx`, content: await writeDocument(reviewReport({ ...of, number })) };
  }

  private async yearOf(paper: YearPaper, labelOf: LabelOf): Promise<YearOf> {
    const { market = 'software', year, scope, maker, asOf: told } = paper;
    const code = String(year);
    const asOf = told === null ? null : new Date(told);
    const given = await this.db.snapshot(async (tx) => {
      const read = async (period: string): Promise<PeriodFigures> => {
        const query = { market, span: periodSpan(period), scope, asOf };
        return {
          byArea: await this.figures.readIn(tx, { ...query, by: 'area' }, labelOf),
          byDepartment: await this.figures.readIn(tx, { ...query, by: 'department' }, labelOf),
        };
      };
      const quarters: PeriodFigures[] = [];
      for (const quarter of [1, 2, 3, 4]) quarters.push(await read(`${code}-Q${quarter}`));
      return {
        whole: await read(code),
        quarters,
        entries: await entriesOf(tx, { market, code, scope, asOf }),
      };
    });
    const named = { scope: scopeName(scope, labelOf), maker, day: dayOf(new Date()) };
    return { ...given, ...named, market, year, asOf, labelOf };
  }

  private reviewOf({ reviewId, maker, keys }: ReviewPaper, labelOf: LabelOf): Promise<ReviewOf> {
    return this.db.snapshot(async (tx) => {
      const review = await tx.findOneBy(Review, { id: reviewId });
      if (!review) throw new NotFound('评比', reviewId);
      const whole = await loadWhole(tx, review);
      const told = (key: string) => keys === null || keys.includes(key);
      const { publishedAt, publishedByName, sha256 } = review;
      const entries =
        keys === null || keys.length > 0 ? await entriesBehind(tx, review, whole.scheme.market) : undefined;
      return {
        content: review.content ?? contentOf(whole),
        published:
          publishedAt && sha256 ? { at: publishedAt.toISOString(), by: publishedByName ?? '', sha256 } : null,
        maker,
        day: dayOf(new Date()),
        self: new Map(
          whole.units.flatMap(({ key, self, selfSubmittedAt }) =>
            self && selfSubmittedAt && told(key) ? [[key, self] as const] : [],
          ),
        ),
        entries: entries?.filter((entry) => told(entry[review.units] ?? '')),
        labelOf,
      };
    });
  }
}

interface Wanted {
  readonly market: MarketCode;
  readonly code: string;
  readonly scope: string;
  readonly asOf: Date | null;
}

function entriesOf(tx: Tx, { market, code, scope, asOf }: Wanted): Promise<LedgerEntry[]> {
  return findEntries(
    tx,
    `WHERE e.posted_day BETWEEN $1 AND $2 AND ($3 = '${city}' OR e.area = $3) AND e.market = $5
       AND ($4::timestamptz IS NULL OR e.recorded_at <= $4) ORDER BY e.seq`,
    [`${code}-01-01`, `${code}-12-31`, scope, asOf, market],
  );
}

/** The entries that count in the period, and what came late for it up to the amendment that the review rests on. */
async function entriesBehind(
  tx: Tx,
  { period, amendment, keys, units }: Review,
  market: MarketCode = 'software',
): Promise<LedgerEntry[]> {
  const { first, last } = periodOf(period);
  const amended = (await amendmentsOf(tx, period)).find(({ number }) => number === amendment);
  return findEntries(
    tx,
    `WHERE e.market = $5 AND e.${units} = ANY($3) AND (e.posted_day BETWEEN $1 AND $2
       OR (e.happened_day BETWEEN $1 AND $2 AND e.posted_day > $2 AND e.seq <= $4)) ORDER BY e.seq`,
    [first, last, keys, amended?.headSeq ?? 0, market],
  );
}
