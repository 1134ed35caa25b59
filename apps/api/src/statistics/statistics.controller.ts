import { Controller } from '@nestjs/common';
import { type Principal, reaches } from '#accounts';
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
} from '#contracts';
import { PeriodService, RecountService, StatisticsService } from '#statistics';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class StatisticsController {
  constructor(
    private readonly statistics: StatisticsService,
    private readonly ledger: RecountService,
    private readonly periods: PeriodService,
  ) {}

  @Endpoint(readMatchFigures)
  figures(@Input() { query }: InputOf<typeof readMatchFigures>): Promise<MatchFigures> {
    return this.statistics.figures(query.by, query.period, query.level);
  }

  @Endpoint(listLedgerEntries)
  entries(@Input() { query }: InputOf<typeof listLedgerEntries>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    const area = reaches(caller, 'statistics.entries').includes('any') ? null : (caller.body?.area ?? '');
    return this.statistics.entries({ ...filter, area }, limit, cursor);
  }

  @Endpoint(recountLedger)
  recount(): Promise<RecountView> {
    return this.ledger.recount();
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
