import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '#accounts';
import {
  type InputOf,
  listLedgerEntries,
  type MatchFigures,
  pairsName,
  type RecountView,
  readMatchFigures,
  recountLedger,
  yearWorkbook,
} from '#contracts';
import { ClaimAudit } from '#engagements';
import { DictionaryService } from '#listings';
import { Database } from '#platform';
import { PaperService, RecountService, StatisticsService } from '#statistics';
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
    private readonly papers: PaperService,
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
    return this.ledger.recount(this.claims);
  }

  @Endpoint(yearWorkbook)
  async workbook(
    @Input() { query }: InputOf<typeof yearWorkbook>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const scope = ownScopeFor(caller, query.scope, 'statistics.workbook');
    const content = await this.papers.workbook(
      {
        market: query.market,
        year: query.year,
        scope,
        maker: caller.body?.name ?? '平台运维',
        asOf: query.asOf ?? null,
      },
      await this.dictionaries.labels(),
    );
    attach(reply, `${pairsName(query.market)}统计-${query.year}.xlsx`, workbookType);
    return content;
  }
}
