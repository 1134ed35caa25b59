import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '#accounts';
import {
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
import { firmsNamed } from './names.js';
import { ownScopeFor, scopeFor } from './scope.js';

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
  async figures(
    @Input() { query }: InputOf<typeof readMatchFigures>,
    @Caller() caller: Principal,
  ): Promise<MatchFigures> {
    const figures = await this.statistics.figures(
      { ...query, scope: scopeFor(caller, query.scope) },
      await this.dictionaries.labels(),
    );
    return query.by === 'firm' ? { ...figures, items: await firmsNamed(this.db, figures.items) } : figures;
  }

  @Endpoint(listLedgerEntries)
  entries(@Input() { query }: InputOf<typeof listLedgerEntries>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    const scope = ownScopeFor(caller, filter.scope, 'statistics.entries');
    return this.statistics.entries({ ...filter, scope }, limit, cursor);
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
      ownScopeFor(caller, query.scope, 'statistics.workbook'),
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
