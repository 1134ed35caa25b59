import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '#accounts';
import {
  forgetImportHeader,
  type InputOf,
  importErrors,
  importOutcome,
  importTemplate,
  kinds,
  listImportHeaders,
} from '#contracts';
import { NotFound } from '#kernel';
import { DictionaryService, HeaderMemory, type Import, ImportService, seesImport } from '#listings';
import { attach, workbookType } from '../http/attachment.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

/** What goes out of imports: the template, what is wrong, what came of it; and what is remembered of headers. */
@Controller()
export class ImportFilesController {
  constructor(
    private readonly imports: ImportService,
    private readonly headers: HeaderMemory,
    private readonly dictionaries: DictionaryService,
  ) {}

  @Endpoint(importErrors)
  async errors(
    @Input() { params }: InputOf<typeof importErrors>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { fileName } = await this.own(params.id, caller);
    attach(reply, `错误清单-${stem(fileName)}.xlsx`, workbookType);
    return this.imports.errorsWorkbook(params.id);
  }

  @Endpoint(importOutcome)
  async outcome(
    @Input() { params }: InputOf<typeof importOutcome>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { fileName } = await this.own(params.id, caller);
    attach(reply, `导入结果-${stem(fileName)}.xlsx`, workbookType);
    return this.imports.outcomeWorkbook(params.id);
  }

  @Endpoint(importTemplate)
  template(
    @Input() { params }: InputOf<typeof importTemplate>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    attach(reply, `${kinds[params.kind].label.zh}导入模板.xlsx`, workbookType);
    return this.imports.template(params.kind, caller.organisation ?? undefined);
  }

  @Endpoint(listImportHeaders)
  async list(@Input() { query }: InputOf<typeof listImportHeaders>, @Caller() caller: Principal) {
    const labels = await this.dictionaries.labels();
    return this.headers.list(caller.body?.id ?? '', labels, query.limit, query.cursor);
  }

  @Endpoint(forgetImportHeader)
  forget(
    @Input() { params }: InputOf<typeof forgetImportHeader>,
    @Caller() caller: Principal,
  ): Promise<void> {
    return this.headers.forget(caller.body?.id ?? '', params.id);
  }

  /** An import is its maker's organisation's or body's; to all others it is not there. */
  private async own(id: string, caller: Principal): Promise<Import> {
    const found = await this.imports.find(id);
    const facts = { ownerId: found.ownerOrganisationId, bodyId: found.bodyId };
    if (!seesImport(caller, facts)) throw new NotFound('导入', id);
    return found;
  }
}

const stem = (name: string) => name.replace(/\.[A-Za-z0-9]{1,5}$/, '').slice(0, 80);
