import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Principal, reaches } from '#accounts';
import {
  type Action,
  freezePeriod,
  type InputOf,
  listLedgerEntries,
  listPeriods,
  type MatchFigures,
  type PeriodView,
  type RecountView,
  readMatchFigures,
  recountLedger,
  yearWorkbook,
} from '#contracts';
import { ClaimAudit } from '#engagements';
import { DictionaryService } from '#listings';
import { Database } from '#platform';
import { PeriodService, RecountService, StatisticsService } from '#statistics';
import { attach, workbookType } from '../http/attachment.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class StatisticsController {
  constructor(
    private readonly statistics: StatisticsService,
    private readonly ledger: RecountService,
    private readonly claims: ClaimAudit,
    private readonly periods: PeriodService,
    private readonly dictionaries: DictionaryService,
    private readonly db: Database,
  ) {}

  @Endpoint(readMatchFigures)
  async figures(@Input() { query }: InputOf<typeof readMatchFigures>): Promise<MatchFigures> {
    const figures = await this.statistics.figures(
      query.by,
      query.period,
      query.level,
      await this.dictionaries.labels(),
    );
    return query.by === 'firm' ? { ...figures, items: await this.named(figures.items) } : figures;
  }

  /** Firms that no entry of the ledger names yet: only proposed or intended so far. */
  private async named(items: MatchFigures['items']): Promise<MatchFigures['items']> {
    const unnamed = items.filter((item) => item.label === item.key).map((item) => item.key);
    if (unnamed.length === 0) return items;
    const found = await this.db.query<{ id: string; name: string }>(
      'SELECT id, name FROM organisations WHERE id = ANY($1::uuid[])',
      [unnamed],
    );
    const names = new Map(found.map((row) => [row.id, row.name]));
    return items.map((item) => ({ ...item, label: names.get(item.key) ?? item.label }));
  }

  @Endpoint(listLedgerEntries)
  entries(@Input() { query }: InputOf<typeof listLedgerEntries>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    const area = areaOf(caller, 'statistics.entries');
    return this.statistics.entries({ ...filter, area }, limit, cursor);
  }

  @Endpoint(recountLedger)
  recount(): Promise<RecountView> {
    return this.ledger.recount((tx) => this.claims.decided(tx));
  }

  @Endpoint(yearWorkbook)
  async workbook(
    @Input() { query }: InputOf<typeof yearWorkbook>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const content = await this.statistics.workbook(
      query.year,
      areaOf(caller, 'statistics.workbook'),
      await this.dictionaries.labels(),
    );
    attach(reply, `供需对接统计-${query.year}.xlsx`, workbookType);
    return content;
  }

  @Endpoint(listPeriods)
  async list(@Input() { query }: InputOf<typeof listPeriods>): Promise<{ items: PeriodView[] }> {
    return { items: await this.periods.list(query.year) };
  }

  @Endpoint(freezePeriod)
  freeze(
    @Input() { params }: InputOf<typeof freezePeriod>,
    @Caller() caller: Principal,
  ): Promise<PeriodView> {
    return this.periods.freeze(params.code, caller.personId);
  }
}

/** Null: all areas. An area's coordinator sees its own entries only. */
function areaOf(caller: Principal, action: Action): string | null {
  return reaches(caller, action).includes('any') ? null : (caller.body?.area ?? '');
}
