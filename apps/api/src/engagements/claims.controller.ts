import { Controller } from '@nestjs/common';
import type { Principal } from '#accounts';
import {
  confirmClaim,
  declineClaim,
  disputeClaim,
  type EngagementView,
  type InputOf,
  listDisputes,
  rejectClaim,
  reverseClaim,
  verifyClaim,
  withdrawClaim,
} from '#contracts';
import { ClaimService, DisputeService } from '#engagements';
import { DictionaryService } from '#listings';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { refuseUnknown } from './reason-codes.js';
import { SubjectReader } from './subject.reader.js';

@Controller()
export class ClaimsController {
  constructor(
    private readonly claims: ClaimService,
    private readonly disputes: DisputeService,
    private readonly subjects: SubjectReader,
    private readonly dictionaries: DictionaryService,
  ) {}

  @Endpoint(confirmClaim)
  confirm(
    @Input() { params, version }: InputOf<typeof confirmClaim>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    return this.claims.confirm({ caller, id: params.id, version });
  }

  @Endpoint(declineClaim)
  async decline(
    @Input() { params, body, version }: InputOf<typeof declineClaim>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    refuseUnknown(await this.dictionaries.entries('refusalReasons'), body.code);
    return this.claims.decline({ caller, id: params.id, version }, body);
  }

  @Endpoint(withdrawClaim)
  withdraw(
    @Input() { params, body, version }: InputOf<typeof withdrawClaim>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    return this.claims.withdraw({ caller, id: params.id, version, reason: body.reason });
  }

  @Endpoint(disputeClaim)
  dispute(
    @Input() { params, body, version }: InputOf<typeof disputeClaim>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    return this.claims.dispute({ caller, id: params.id, version, reason: body.reason });
  }

  @Endpoint(listDisputes)
  listDisputes(@Input() { query }: InputOf<typeof listDisputes>, @Caller() caller: Principal) {
    return this.disputes.list(caller, query.open, query.limit, query.cursor);
  }

  @Endpoint(verifyClaim)
  async verify(
    @Input() { params, body, version }: InputOf<typeof verifyClaim>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    const listings = await this.claims.listingsOf(params.id);
    const subject = await this.subjects.inForce(listings.demandListingId, listings.supplyListingId);
    return this.claims.verify({ caller, id: params.id, version }, { ...body, subject });
  }

  @Endpoint(rejectClaim)
  reject(
    @Input() { params, body, version }: InputOf<typeof rejectClaim>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    return this.claims.reject({ caller, id: params.id, version, reason: body.reason });
  }

  @Endpoint(reverseClaim)
  reverse(
    @Input() { params, body, version }: InputOf<typeof reverseClaim>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    return this.claims.reverse({ caller, id: params.id, version, reason: body.reason });
  }
}
