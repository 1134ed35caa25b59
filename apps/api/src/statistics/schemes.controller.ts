import { Controller } from '@nestjs/common';
import { actorOf, type Principal } from '#accounts';
import {
  adoptScheme,
  createScheme,
  editScheme,
  type InputOf,
  listSchemes,
  type SchemeTrial,
  type SchemeVersionView,
  tryScheme,
} from '#contracts';
import { SchemeService } from '#statistics';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class SchemesController {
  constructor(private readonly schemes: SchemeService) {}

  @Endpoint(listSchemes)
  async list(): Promise<{ items: SchemeVersionView[] }> {
    return { items: await this.schemes.list() };
  }

  @Endpoint(createScheme)
  create(
    @Input() { body }: InputOf<typeof createScheme>,
    @Caller() caller: Principal,
  ): Promise<SchemeVersionView> {
    return this.schemes.create(body, actorOf(caller));
  }

  @Endpoint(editScheme)
  edit(
    @Input() { params, body, version }: InputOf<typeof editScheme>,
    @Caller() caller: Principal,
  ): Promise<SchemeVersionView> {
    return this.schemes.edit({ id: params.id, actor: actorOf(caller), revision: version }, body);
  }

  @Endpoint(tryScheme)
  trial(@Input() { params, query }: InputOf<typeof tryScheme>): Promise<SchemeTrial> {
    return this.schemes.trial(params.id, query.period);
  }

  @Endpoint(adoptScheme)
  adopt(
    @Input() { params, version }: InputOf<typeof adoptScheme>,
    @Caller() caller: Principal,
  ): Promise<SchemeVersionView> {
    return this.schemes.adopt({ id: params.id, actor: actorOf(caller), revision: version });
  }
}
