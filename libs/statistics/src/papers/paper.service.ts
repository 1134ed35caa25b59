import { Injectable } from '@nestjs/common';
import type { LabelOf } from '#contracts';
import { dayOf } from '#kernel';
import { Database, type Tx } from '#platform';
import { writeWorkbook } from '#sheets';
import type { LedgerEntry } from '../domain/entry.js';
import { city } from '../domain/rollups.js';
import { findEntries } from '../entry.store.js';
import { FigureService, periodSpan, scopeName } from '../figures/figures.service.js';
import { type PeriodFigures, yearWorkbook } from './year.workbook.js';

export interface YearPaper {
  readonly year: number;
  /** `city`, or the code of a reporting area. */
  readonly scope: string;
  /** The body that makes it. */
  readonly maker: string;
}

/** Makes the papers of a year that an official signs and files. */
@Injectable()
export class PaperService {
  constructor(
    private readonly db: Database,
    private readonly figures: FigureService,
  ) {}

  /** The year as an .xlsx, of one reporting area or of all: every number in it of the same moment. */
  async workbook({ year, scope, maker }: YearPaper, labelOf: LabelOf): Promise<Buffer> {
    const code = String(year);
    const given = await this.db.source.transaction('REPEATABLE READ', async (tx) => {
      const read = async (period: string): Promise<PeriodFigures> => {
        const query = { span: periodSpan(period), scope };
        return {
          byArea: await this.figures.readIn(tx, { ...query, by: 'area' }, labelOf),
          byDepartment: await this.figures.readIn(tx, { ...query, by: 'department' }, labelOf),
        };
      };
      const quarters: PeriodFigures[] = [];
      for (const quarter of [1, 2, 3, 4]) quarters.push(await read(`${code}-Q${quarter}`));
      return { whole: await read(code), quarters, entries: await entriesOf(tx, code, scope) };
    });
    return writeWorkbook(
      yearWorkbook({
        ...given,
        year,
        scope: scopeName(scope, labelOf),
        maker,
        day: dayOf(new Date()),
        labelOf,
      }),
    );
  }
}

function entriesOf(tx: Tx, year: string, scope: string): Promise<LedgerEntry[]> {
  return findEntries(
    tx,
    `WHERE e.posted_day BETWEEN $1 AND $2 AND ($3 = '${city}' OR e.area = $3) ORDER BY e.seq`,
    [`${year}-01-01`, `${year}-12-31`, scope],
  );
}
