import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Principal, reaches } from '#accounts';
import {
  changeFlagRules,
  checkSampled,
  drawSample,
  type InputOf,
  listFlags,
  listSampledClaims,
  listSamples,
  readFlagRules,
  readSample,
  samplePopulation,
  settleFlag,
} from '#contracts';
import { FlagService, SampleService } from '#engagements';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class VerificationController {
  constructor(
    private readonly samples: SampleService,
    private readonly flags: FlagService,
  ) {}

  @Endpoint(drawSample)
  draw(@Input() { body }: InputOf<typeof drawSample>, @Caller() caller: Principal) {
    // An area's coordinators draw in their own area, said or not.
    const own = reaches(caller, 'sample.draw').includes('any')
      ? body.area
      : (body.area ?? caller.body?.area ?? '');
    return this.samples.draw(caller, { ...body, area: own });
  }

  @Endpoint(listSamples)
  list(@Input() { query }: InputOf<typeof listSamples>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    return this.samples.list(caller, filter, limit, cursor);
  }

  @Endpoint(readSample)
  read(@Input() { params }: InputOf<typeof readSample>, @Caller() caller: Principal) {
    return this.samples.find(caller, params.id);
  }

  @Endpoint(listSampledClaims)
  claims(@Input() { params, query }: InputOf<typeof listSampledClaims>, @Caller() caller: Principal) {
    return this.samples.claims(caller, params.id, query.limit, query.cursor);
  }

  @Endpoint(samplePopulation)
  async population(
    @Input() { params }: InputOf<typeof samplePopulation>,
    @Caller() caller: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, content } = await this.samples.population(caller, params.id);
    await reply
      .header('Content-Type', samplePopulation.produces)
      .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .header('Cache-Control', 'private, no-store')
      .send(content);
  }

  @Endpoint(checkSampled)
  check(@Input() { params, body }: InputOf<typeof checkSampled>, @Caller() caller: Principal) {
    return this.samples.check(caller, { sampleId: params.id, ...body });
  }

  @Endpoint(listFlags)
  listFlags(@Input() { query }: InputOf<typeof listFlags>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    return this.flags.list(caller, filter, limit, cursor);
  }

  @Endpoint(settleFlag)
  settle(@Input() { params, body }: InputOf<typeof settleFlag>, @Caller() caller: Principal) {
    return this.flags.settle(caller, params.id, body);
  }

  @Endpoint(readFlagRules)
  rules() {
    return this.flags.rules();
  }

  @Endpoint(changeFlagRules)
  changeRules(@Input() { body }: InputOf<typeof changeFlagRules>, @Caller() caller: Principal) {
    return this.flags.changeRules(caller, body.parameters, body.reason);
  }
}
