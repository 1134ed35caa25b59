import { Controller, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '#accounts';
import { type AnswerOf, askPaper, downloadPaper, type InputOf, type PaperAsked } from '#contracts';
import { NotFound } from '#kernel';
import { Database } from '#platform';
import { type PaperOrder, PaperOrders, ReviewService } from '#statistics';
import { attach } from '../http/attachment.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { ownScopeFor } from './scope.js';
import { voiceOf } from './voice.js';

/** Workbooks and reports of a year and of a review. */
@Controller()
export class PapersController {
  constructor(
    private readonly papers: PaperOrders,
    private readonly reviews: ReviewService,
    private readonly db: Database,
  ) {}

  @Endpoint(askPaper)
  async ask(
    @Input() { body }: InputOf<typeof askPaper>,
    @Caller() caller: Principal,
  ): Promise<AnswerOf<typeof askPaper>> {
    const { paper, job } = await this.papers.ask(await this.order(body, caller), caller.personId);
    return { paper, job: { id: job, href: `/api/v1/jobs/${job}` } };
  }

  @Endpoint(downloadPaper)
  async download(
    @Input() { params }: InputOf<typeof downloadPaper>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, size, content } = await this.papers.read(caller.personId, params.id);
    attach(reply, name, mediaType);
    return new StreamableFile(content, { type: mediaType, length: size });
  }

  /** What the caller may have in it. @throws Forbidden, NotFound */
  private async order(asked: PaperAsked, caller: Principal): Promise<PaperOrder> {
    const { form, number } = asked;
    const maker = caller.body?.name ?? '';
    if (asked.of === 'year')
      return {
        of: 'year',
        form,
        number,
        maker,
        market: asked.market,
        year: asked.year,
        scope: ownScopeFor(caller, asked.scope, 'statistics.workbook'),
        asOf: asked.asOf ?? null,
      };
    const voice = await voiceOf(this.db, caller);
    const review = await this.reviews.read(voice, asked.review);
    // Before publication a unit knows nothing of the others: there is no paper of it for a unit.
    if (review.state === 'draft' || (voice.scope === 'area' && review.state !== 'published'))
      throw new NotFound('评比结果', asked.review);
    const keys = voice.scope === 'city' ? null : review.own.map(({ key }) => key);
    return { of: 'review', form, number, maker, reviewId: asked.review, keys };
  }
}
