import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askerOf, authorise, OrganisationService, type Principal } from '#accounts';
import {
  commitImport,
  commitImportRows,
  createImport,
  type ImportView,
  type InputOf,
  ignored,
  importErrors,
  importTemplate,
  kinds,
  mapImport,
  readImport,
  sheetColumnsOf,
} from '#contracts';
import { Forbidden, InvalidInput, NotFound } from '#kernel';
import { type ImportRow, ImportService, seesImport } from '#listings';
import { Config, Database, FilesFolder, Jobs } from '#platform';
import { attach, workbookType } from '../http/attachment.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { receive } from './upload.js';

@Controller()
export class ImportsController {
  constructor(
    private readonly imports: ImportService,
    private readonly organisations: OrganisationService,
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly config: Config,
    private readonly folder: FilesFolder,
  ) {}

  @Endpoint(createImport)
  async create(@Req() request: FastifyRequest, @Caller() caller: Principal): Promise<ImportView> {
    const { path, name, fields } = await receive(
      request,
      createImport.body as NonNullable<typeof createImport.body>,
      this.folder,
      this.config.get('UPLOAD_MAX_MB'),
    );
    try {
      const organisationId = caller.body
        ? (fields.organisationId ?? null)
        : (caller.organisation?.id ?? null);
      if (organisationId !== null && caller.body) await this.reachable(caller, organisationId);
      return view(
        await this.imports.stage({
          kind: fields.kind,
          fileName: name,
          filePath: `imports/${basename(path)}`,
          organisationId,
          ownerOrganisationId: caller.organisation?.id ?? null,
          bodyId: caller.body?.id ?? null,
          actor: { id: caller.personId, name: caller.name },
        }),
      );
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  @Endpoint(readImport)
  async read(@Input() { params, query }: InputOf<typeof readImport>, @Caller() caller: Principal) {
    const found = await this.own(params.id, caller);
    const { items, next } = await this.imports.preview(params.id, query.errors, query.limit, query.cursor);
    return { ...view(found), rows: items, next };
  }

  @Endpoint(mapImport)
  async map(
    @Input() { params, body, version = 0 }: InputOf<typeof mapImport>,
    @Caller() caller: Principal,
  ): Promise<ImportView> {
    const { kind } = await this.own(params.id, caller);
    const known = [ignored, ...sheetColumnsOf(kinds[kind]).map((column) => column.key)];
    const unknown = body.mapping.find((m) => !known.includes(m.field));
    if (unknown)
      throw new InvalidInput([
        {
          pointer: '/mapping',
          code: 'import.no_such_field',
          detail: `应为其中之一：${known.join('、')}`,
          value: unknown.field,
        },
      ]);
    return view(await this.imports.remap(params.id, version, body.mapping));
  }

  @Endpoint(commitImportRows)
  async commit(@Input() { params, body }: InputOf<typeof commitImportRows>, @Caller() caller: Principal) {
    await this.own(params.id, caller);
    if (body.publish && !caller.body) throw new Forbidden('只有协调部门可以随导入发布');
    const job = await this.db.transaction(async (tx) => {
      await this.imports.begin(params.id, body.publish, tx);
      const id = await this.jobs.ask(tx, commitImport, { importId: params.id }, caller.personId);
      await this.imports.setJob(params.id, id, tx);
      return id;
    });
    return { job: { id: job, href: `/api/v1/jobs/${job}` } };
  }

  @Endpoint(importErrors)
  async errors(
    @Input() { params }: InputOf<typeof importErrors>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    await this.own(params.id, caller);
    attach(reply, 'errors.xlsx', workbookType);
    return this.imports.errorsWorkbook(params.id);
  }

  @Endpoint(importTemplate)
  template(
    @Input() { params }: InputOf<typeof importTemplate>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    attach(reply, `${params.kind}-template.xlsx`, workbookType);
    return this.imports.template(params.kind);
  }

  /** An import is its maker's organisation's or body's; to all others it is not there. */
  private async own(id: string, caller: Principal): Promise<ImportRow> {
    const found = await this.imports.find(id);
    const facts = { ownerId: found.owner_organisation_id, bodyId: found.body_id };
    if (!seesImport(caller, facts)) throw new NotFound('导入', id);
    return found;
  }

  private async reachable(caller: Principal, organisationId: string): Promise<void> {
    const organisation = await this.organisations.seen(organisationId, askerOf(caller));
    authorise(caller, 'listing.create', { organisationIds: [organisationId], area: organisation.area });
  }
}

function view(row: ImportRow): ImportView {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    fileName: row.file_name,
    organisationId: row.organisation_id,
    headerRow: row.header_row,
    mapping: row.mapping.map((m) => ({ ...m })),
    total: row.total,
    valid: row.valid,
    refused: row.refused,
    skipped: row.skipped,
    created: row.created,
    known: row.known,
    published: row.published,
    job: row.job_id === null ? null : { id: row.job_id, href: `/api/v1/jobs/${row.job_id}` },
    version: row.version,
  };
}
