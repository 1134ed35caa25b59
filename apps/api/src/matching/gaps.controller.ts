import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '#accounts';
import { gapFigures, gapWorkbook, type InputOf, listGaps, markets } from '#contracts';
import { dayOf } from '#kernel';
import { GapReader } from '#matching';
import { attach, workbookType } from '../http/attachment.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { Sights } from '../listings/sights.js';

/** Demands that nothing suitable answers (缺口清单). */
@Controller()
export class GapsController {
  constructor(
    private readonly gaps: GapReader,
    private readonly sights: Sights,
  ) {}

  @Endpoint(listGaps)
  async list(@Input() { query }: InputOf<typeof listGaps>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    return this.gaps.list(filter, await this.sights.of(caller), limit, cursor);
  }

  @Endpoint(gapFigures)
  async figures(@Input() { query }: InputOf<typeof gapFigures>, @Caller() caller: Principal) {
    return this.gaps.figures(query, await this.sights.of(caller));
  }

  @Endpoint(gapWorkbook)
  async workbook(
    @Input() { query }: InputOf<typeof gapWorkbook>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const content = await this.gaps.workbook(
      query,
      await this.sights.of(caller),
      caller.body?.name ?? '平台运维',
    );
    const named = query.market === 'software' ? '' : markets[query.market].label.zh;
    attach(reply, `${named}缺口清单-${dayOf(new Date())}.xlsx`, workbookType);
    return content;
  }
}
