import { Controller } from '@nestjs/common';
import type { Principal } from '#accounts';
import {
  acceptAssessment,
  advanceReview,
  assessItself,
  assessUnit,
  correctReview,
  createReview,
  decideObjection,
  deleteReview,
  editReview,
  type InputOf,
  listReviews,
  previewReview,
  publishReview,
  type ReviewContent,
  type ReviewDraft,
  type ReviewSummary,
  type ReviewView,
  raiseObjection,
  readReview,
} from '#contracts';
import { InvalidInput } from '#kernel';
import { DictionaryService } from '#listings';
import { Database } from '#platform';
import { ReviewPublicationService, ReviewService, ReviewUnitService } from '#statistics';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { voiceOf } from './voice.js';

/** Performance reviews (绩效评比). */
@Controller()
export class ReviewsController {
  constructor(
    private readonly reviews: ReviewService,
    private readonly units: ReviewUnitService,
    private readonly publication: ReviewPublicationService,
    private readonly dictionaries: DictionaryService,
    private readonly db: Database,
  ) {}

  @Endpoint(listReviews)
  async list(@Caller() caller: Principal): Promise<{ items: ReviewSummary[] }> {
    return { items: await this.reviews.list(await voiceOf(this.db, caller)) };
  }

  @Endpoint(createReview)
  async create(
    @Input() { body }: InputOf<typeof createReview>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    await this.refuseUnknownUnits(body);
    return this.reviews.create(await voiceOf(this.db, caller), body);
  }

  @Endpoint(readReview)
  async read(
    @Input() { params }: InputOf<typeof readReview>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    return this.reviews.read(await voiceOf(this.db, caller), params.id);
  }

  @Endpoint(editReview)
  async edit(
    @Input() { params, body, version }: InputOf<typeof editReview>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    await this.refuseUnknownUnits(body);
    return this.reviews.edit(
      { id: params.id, voice: await voiceOf(this.db, caller), revision: version },
      body,
    );
  }

  @Endpoint(deleteReview)
  async remove(
    @Input() { params }: InputOf<typeof deleteReview>,
    @Caller() caller: Principal,
  ): Promise<void> {
    await this.reviews.remove({ id: params.id, voice: await voiceOf(this.db, caller) });
  }

  @Endpoint(advanceReview)
  async advance(
    @Input() { params, body, version }: InputOf<typeof advanceReview>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    return this.reviews.advance({
      id: params.id,
      voice: await voiceOf(this.db, caller),
      revision: version,
      ...body,
      labelOf: await this.dictionaries.labels(),
    });
  }

  @Endpoint(assessItself)
  async assessItself(
    @Input() { params, body, version }: InputOf<typeof assessItself>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    const voice = await voiceOf(this.db, caller);
    return this.units.assessItself({ id: params.id, key: params.unit, voice, revision: version }, body);
  }

  @Endpoint(assessUnit)
  async assess(
    @Input() { params, body, version }: InputOf<typeof assessUnit>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    const voice = await voiceOf(this.db, caller);
    return this.units.assess({ id: params.id, key: params.unit, voice, revision: version }, body);
  }

  @Endpoint(raiseObjection)
  async object(
    @Input() { params, body }: InputOf<typeof raiseObjection>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    const voice = await voiceOf(this.db, caller);
    return this.units.object({ id: params.id, key: params.unit, voice }, body);
  }

  @Endpoint(acceptAssessment)
  async accept(
    @Input() { params }: InputOf<typeof acceptAssessment>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    const voice = await voiceOf(this.db, caller);
    return this.units.accept({ id: params.id, key: params.unit, voice });
  }

  @Endpoint(decideObjection)
  async decide(
    @Input() { params, body }: InputOf<typeof decideObjection>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    return this.units.decide({ id: params.id, voice: await voiceOf(this.db, caller) }, body);
  }

  @Endpoint(previewReview)
  async preview(
    @Input() { params }: InputOf<typeof previewReview>,
    @Caller() caller: Principal,
  ): Promise<ReviewContent> {
    return this.reviews.preview(await voiceOf(this.db, caller), params.id);
  }

  @Endpoint(publishReview)
  async publish(
    @Input() { params, version }: InputOf<typeof publishReview>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    const voice = await voiceOf(this.db, caller);
    return this.publication.publish({ id: params.id, voice, revision: version });
  }

  @Endpoint(correctReview)
  async correct(
    @Input() { params, body }: InputOf<typeof correctReview>,
    @Caller() caller: Principal,
  ): Promise<ReviewView> {
    return this.publication.correct({
      id: params.id,
      voice: await voiceOf(this.db, caller),
      reason: body.reason,
      labelOf: await this.dictionaries.labels(),
    });
  }

  /** Of one dictionary, all of them: which one it is, the scheme says. */
  private async refuseUnknownUnits({ units }: ReviewDraft): Promise<void> {
    const known = await Promise.all(
      (['areas', 'departments'] as const).map(async (name) => {
        const codes = new Set((await this.dictionaries.entries(name)).map(({ code }) => code));
        return units.filter((code) => !codes.has(code));
      }),
    );
    const [fewest = []] = known.sort((a, b) => a.length - b.length);
    if (fewest.length > 0)
      throw new InvalidInput(
        fewest.map((value) => ({
          pointer: `/units/${units.indexOf(value)}`,
          code: 'input.unknown_code',
          detail: '应为字典中的统计区域或主管部门代码',
          value,
        })),
      );
  }
}
