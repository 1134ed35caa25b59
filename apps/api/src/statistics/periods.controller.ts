import { Controller } from '@nestjs/common';
import { actorOf, type Principal } from '#accounts';
import {
  amendPeriod,
  freezePeriod,
  type InputOf,
  listPeriods,
  type PeriodPreview,
  type PeriodRecord,
  type PeriodView,
  previewPeriod,
  readPeriod,
} from '#contracts';
import { ClaimAudit } from '#engagements';
import { DictionaryService } from '#listings';
import { FollowerStates } from '#platform';
import { PeriodService } from '#statistics';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class PeriodsController {
  constructor(
    private readonly periods: PeriodService,
    private readonly claims: ClaimAudit,
    private readonly followers: FollowerStates,
    private readonly dictionaries: DictionaryService,
  ) {}

  @Endpoint(listPeriods)
  async list(@Input() { query }: InputOf<typeof listPeriods>): Promise<{ items: PeriodView[] }> {
    return { items: await this.periods.list(query.year) };
  }

  @Endpoint(readPeriod)
  read(@Input() { params }: InputOf<typeof readPeriod>): Promise<PeriodRecord> {
    return this.periods.read(params.code);
  }

  @Endpoint(previewPeriod)
  async preview(@Input() { params }: InputOf<typeof previewPeriod>): Promise<PeriodPreview> {
    const preview = await this.periods.preview(params.code, await this.dictionaries.labels());
    const following = (await this.followers.list()).find(({ follower }) => follower === 'statistics');
    return {
      ...preview,
      open: { ...(await this.claims.undecided(preview.period.last)), following: following?.waiting ?? 0 },
    };
  }

  @Endpoint(freezePeriod)
  async freeze(
    @Input() { params }: InputOf<typeof freezePeriod>,
    @Caller() caller: Principal,
  ): Promise<PeriodRecord> {
    return this.periods.freeze({
      code: params.code,
      actor: actorOf(caller),
      labelOf: await this.dictionaries.labels(),
    });
  }

  @Endpoint(amendPeriod)
  async amend(
    @Input() { params, body }: InputOf<typeof amendPeriod>,
    @Caller() caller: Principal,
  ): Promise<PeriodRecord> {
    return this.periods.amend({
      code: params.code,
      reason: body.reason,
      actor: actorOf(caller),
      labelOf: await this.dictionaries.labels(),
    });
  }
}
