import { Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { actorOf, askerOf, authorise, OrganisationService, type Principal } from '#accounts';
import {
  advanceImport,
  cancelImport,
  changeImportRow,
  commitImport,
  commitImportRows,
  createImport,
  decideImportRows,
  type ImportView,
  type InputOf,
  ignored,
  type JobDefinition,
  kinds,
  listImports,
  mapImport,
  mendImport,
  mendImportRows,
  publishImport,
  readImport,
  readImportRow,
  sheetColumnsOf,
  stageImport,
  submitImport,
  undoImport,
  undoImportRows,
} from '#contracts';
import { Forbidden, InvalidInput, NotFound } from '#kernel';
import { type Import, ImportService, seesImport } from '#listings';
import { Config, Database, FileStore, Jobs, type Tx } from '#platform';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { ImportUses } from './import.uses.js';
import { importView, summaryOf } from './import.views.js';
import { receive } from './upload.js';

type Started = { job: { id: string; href: string } };

/** A job of an import, and who asks for it. */
interface WantedJob<P> {
  readonly id: string;
  readonly definition: JobDefinition<P>;
  readonly payload: P;
  readonly caller: Principal;
}

/** Files on their way into the listings. What takes long is asked of a job, in the transaction of the change. */
@Controller()
export class ImportsController {
  constructor(
    private readonly imports: ImportService,
    private readonly organisations: OrganisationService,
    private readonly uses: ImportUses,
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly config: Config,
    private readonly files: FileStore,
  ) {}

  @Endpoint(createImport)
  async create(@Req() request: FastifyRequest, @Caller() caller: Principal): Promise<ImportView> {
    const { stored, name, fields } = await receive(
      request,
      createImport.body as NonNullable<typeof createImport.body>,
      this.files,
      this.config.get('UPLOAD_MAX_MB'),
    );
    try {
      const organisationId = caller.body
        ? (fields.organisationId ?? null)
        : (caller.organisation?.id ?? null);
      if (organisationId !== null && caller.body) await this.reachable(caller, organisationId);
      const upload = {
        kind: fields.kind,
        fileName: name,
        filePath: stored,
        organisationId,
        ownerOrganisationId: caller.organisation?.id ?? null,
        bodyId: caller.body?.id ?? null,
        area: caller.body?.area ?? null,
        newOrganisations: fields.newOrganisations && caller.body !== null,
        actor: actorOf(caller),
      };
      const file = await this.imports.examine(upload.filePath);
      const id = await this.db.transaction(async (tx) => {
        const made = await this.imports.register(tx, upload, file);
        await this.ask(tx, {
          id: made,
          definition: stageImport,
          payload: { importId: made, reading: 1 },
          caller,
        });
        return made;
      });
      return this.view(await this.imports.find(id));
    } catch (error) {
      // If the file cannot be deleted now, the sweep deletes it later, since no row names it.
      await this.files.remove(stored).catch(() => undefined);
      throw error;
    }
  }

  @Endpoint(listImports)
  async list(@Input() { query }: InputOf<typeof listImports>, @Caller() caller: Principal) {
    const { items, next } = await this.imports.list(askerOf(caller), query.limit, query.cursor);
    return { items: items.map(summaryOf), next };
  }

  @Endpoint(readImport)
  async read(@Input() { params, query }: InputOf<typeof readImport>, @Caller() caller: Principal) {
    const found = await this.own(params.id, caller);
    // While the file is being read, none of its rows is shown yet; a query would only walk over all of them.
    const { items, next } =
      found.state === 'reading'
        ? { items: [], next: null }
        : await this.imports.preview(params.id, query.rows, query.limit, query.cursor);
    return { ...(await this.view(found)), rows: items, next };
  }

  @Endpoint(readImportRow)
  async readRow(@Input() { params }: InputOf<typeof readImportRow>, @Caller() caller: Principal) {
    await this.own(params.id, caller);
    return this.imports.row(params.id, Number(params.row));
  }

  @Endpoint(mapImport)
  async map(
    @Input() { params, body, version = 0 }: InputOf<typeof mapImport>,
    @Caller() caller: Principal,
  ): Promise<ImportView> {
    const { kind } = await this.own(params.id, caller);
    refuseUnknownFields(kind, body.mapping ?? []);
    if (body.newOrganisations && !caller.body) throw new Forbidden('只有协调部门可以登记新单位');
    if (body.organisationId !== undefined) {
      if (!caller.body) throw new Forbidden('只有协调部门可以选定单位');
      await this.reachable(caller, body.organisationId);
    }
    await this.db.transaction(async (tx) => {
      const actor = actorOf(caller);
      const reading = await this.imports.change(tx, { id: params.id, version, actor }, body);
      if (reading !== undefined)
        await this.ask(tx, {
          id: params.id,
          definition: stageImport,
          payload: { importId: params.id, reading },
          caller,
        });
    });
    return this.view(await this.imports.find(params.id));
  }

  @Endpoint(changeImportRow)
  async changeRow(
    @Input() { params, body }: InputOf<typeof changeImportRow>,
    @Caller() caller: Principal,
  ): Promise<ImportView> {
    await this.own(params.id, caller);
    const cells = body.cells?.map(({ column, value }) => [column, value] as const);
    await this.imports.changeRow(params.id, {
      row: Number(params.row),
      ...(cells ? { cells: new Map(cells) } : {}),
      ...(body.decision === undefined ? {} : { decision: body.decision }),
    });
    return this.view(await this.imports.find(params.id));
  }

  @Endpoint(decideImportRows)
  async decide(
    @Input() { params, body }: InputOf<typeof decideImportRows>,
    @Caller() caller: Principal,
  ): Promise<ImportView> {
    await this.own(params.id, caller);
    await this.imports.decideAll(params.id, body.question, body.decision);
    return this.view(await this.imports.find(params.id));
  }

  @Endpoint(mendImportRows)
  async mend(
    @Input() { params }: InputOf<typeof mendImportRows>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
  ): Promise<Started> {
    await this.own(params.id, caller);
    const schema = mendImportRows.body as NonNullable<typeof mendImportRows.body>;
    const { stored } = await receive(request, schema, this.files, this.config.get('UPLOAD_MAX_MB'));
    try {
      const filePath = stored;
      await this.imports.examine(filePath);
      const payload = { importId: params.id, path: filePath };
      return await this.start({ id: params.id, definition: mendImport, payload, caller });
    } catch (error) {
      // If the file cannot be deleted now, the sweep deletes it later, since no row names it.
      await this.files.remove(stored).catch(() => undefined);
      throw error;
    }
  }

  @Endpoint(commitImportRows)
  async commit(@Input() { params, body }: InputOf<typeof commitImportRows>, @Caller() caller: Principal) {
    await this.own(params.id, caller);
    if (body.publish && !caller.body) throw new Forbidden('只有协调部门可以随导入发布');
    return this.start(
      { id: params.id, definition: commitImport, payload: { importId: params.id }, caller },
      (tx) => this.imports.begin(params.id, body.publish, tx),
    );
  }

  @Endpoint(submitImport)
  submit(@Input() { params }: InputOf<typeof submitImport>, @Caller() caller: Principal): Promise<Started> {
    return this.advance(params.id, 'submit', caller);
  }

  @Endpoint(publishImport)
  publish(@Input() { params }: InputOf<typeof publishImport>, @Caller() caller: Principal): Promise<Started> {
    return this.advance(params.id, 'publish', caller);
  }

  @Endpoint(cancelImport)
  async cancel(
    @Input() { params }: InputOf<typeof cancelImport>,
    @Caller() caller: Principal,
  ): Promise<ImportView> {
    await this.own(params.id, caller);
    return this.view(await this.imports.cancel(params.id));
  }

  @Endpoint(undoImportRows)
  async undo(
    @Input() { params, body }: InputOf<typeof undoImportRows>,
    @Caller() caller: Principal,
  ): Promise<Started> {
    await this.own(params.id, caller);
    await this.uses.refuseUsed(await this.imports.undo.listingsOf(params.id));
    const actor = actorOf(caller);
    const payload = { importId: params.id, actor };
    return this.start({ id: params.id, definition: undoImport, payload, caller }, (tx) =>
      this.imports.undo.begin(tx, params.id, body.reason, caller.name),
    );
  }

  private async advance(id: string, step: 'submit' | 'publish', caller: Principal): Promise<Started> {
    await this.own(id, caller);
    const actor = actorOf(caller);
    return this.start(
      { id, definition: advanceImport, payload: { importId: id, step, actor }, caller },
      (tx) => this.imports.refuseUnwritten(tx, id),
    );
  }

  private start<P>(
    wanted: WantedJob<P>,
    first: (tx: Tx) => Promise<unknown> = async () => undefined,
  ): Promise<Started> {
    return this.db.transaction(async (tx) => {
      await first(tx);
      const job = await this.ask(tx, wanted);
      return { job: { id: job, href: `/api/v1/jobs/${job}` } };
    });
  }

  private async ask<P>(tx: Tx, { id, definition, payload, caller }: WantedJob<P>): Promise<string> {
    const job = await this.jobs.ask(tx, definition, payload, caller.personId);
    await this.imports.setJob(id, job, tx);
    return job;
  }

  private async view(row: Import): Promise<ImportView> {
    return importView(row, row.jobId === null ? 0 : await this.jobs.ahead(row.jobId));
  }

  /**
   * An import is seen by the organisation or body of the person who made it; to all others it does not exist.
   */
  private async own(id: string, caller: Principal): Promise<Import> {
    const found = await this.imports.find(id);
    const facts = { ownerId: found.ownerOrganisationId, bodyId: found.bodyId };
    if (!seesImport(caller, facts)) throw new NotFound('导入', id);
    return found;
  }

  private async reachable(caller: Principal, organisationId: string): Promise<void> {
    const organisation = await this.organisations.seen(organisationId, askerOf(caller));
    authorise(caller, 'listing.create', { organisationIds: [organisationId], area: organisation.area });
  }
}

function refuseUnknownFields(kind: Import['kind'], mapping: readonly { readonly field: string }[]): void {
  const known = [ignored, ...sheetColumnsOf(kinds[kind]).map((column) => column.key)];
  const unknown = mapping.find((one) => !known.includes(one.field));
  if (unknown)
    throw new InvalidInput([
      {
        pointer: '/mapping',
        code: 'import.no_such_field',
        detail: `应为其中之一：${known.join('、')}`,
        value: unknown.field,
      },
    ]);
}
