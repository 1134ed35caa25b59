import type { MultipartFile } from '@fastify/multipart';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ApplicationDecisions,
  ApplicationProof,
  ApplicationService,
  actorOf,
  authorise,
  largestProof,
  may,
  type Principal,
} from '#accounts';
import {
  type ApplicationRecord,
  type ApplicationView,
  approveApplication,
  createApplication,
  downloadProof,
  editApplication,
  type InputOf,
  listApplications,
  readApplication,
  rejectApplication,
  submitApplication,
  uploadProof,
  withdrawApplication,
} from '#contracts';
import { InvalidInput } from '#kernel';
import { attach } from '../http/attachment.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { whole, withFile } from '../http/uploaded.js';

@Controller()
export class ApplicationsController {
  constructor(
    private readonly applications: ApplicationService,
    private readonly decisions: ApplicationDecisions,
    private readonly proof: ApplicationProof,
  ) {}

  @Endpoint(createApplication)
  create(@Input() { body }: InputOf<typeof createApplication>, @Caller() caller: Principal) {
    return this.applications.create(caller, body);
  }

  @Endpoint(listApplications)
  list(@Input() { query }: InputOf<typeof listApplications>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    return this.applications.list(caller, filter, limit, cursor);
  }

  @Endpoint(readApplication)
  async read(
    @Input() { params }: InputOf<typeof readApplication>,
    @Caller() caller: Principal,
  ): Promise<ApplicationRecord> {
    const found = await this.applications.get(caller, params.id);
    const decides = may(caller, 'application.approve', { area: found.profile.area });
    return { ...found, grounds: decides ? await this.decisions.grounds(found) : null };
  }

  @Endpoint(editApplication)
  edit(@Input() { params, body, version = 0 }: InputOf<typeof editApplication>, @Caller() caller: Principal) {
    return this.applications.edit(caller, params.id, version, body);
  }

  @Endpoint(uploadProof)
  async upload(
    @Input() { params }: InputOf<typeof uploadProof>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<ApplicationView> {
    await this.proof.admitUpload(caller, params.id);
    const keep = (sent: MultipartFile | undefined): Promise<ApplicationView> => {
      if (!sent)
        throw new InvalidInput([
          { pointer: '/file', code: 'input.file_wanted', detail: '请以 multipart/form-data 上传一个文件' },
        ]);
      return this.proof.upload(caller, params.id, {
        name: sent.filename,
        content: whole(sent.file, largestProof),
      });
    };
    return withFile(request, async (sent) => keep(sent), { limits: { fileSize: largestProof } });
  }

  /** Always as a download, never shown in the page: a file of others stays a file. */
  @Endpoint(downloadProof)
  async download(
    @Input() { params }: InputOf<typeof downloadProof>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { name, mediaType, content } = await this.proof.download(caller, params.id);
    attach(reply, name, mediaType);
    return content;
  }

  @Endpoint(submitApplication)
  submit(@Input() { params }: InputOf<typeof submitApplication>, @Caller() caller: Principal) {
    return this.applications.submit(caller, params.id);
  }

  @Endpoint(withdrawApplication)
  withdraw(@Input() { params, body }: InputOf<typeof withdrawApplication>, @Caller() caller: Principal) {
    return this.applications.withdraw(caller, params.id, body?.reason ?? null);
  }

  @Endpoint(approveApplication)
  async approve(@Input() { params, body }: InputOf<typeof approveApplication>, @Caller() caller: Principal) {
    const { profile } = await this.applications.get(caller, params.id);
    authorise(caller, 'application.approve', { area: profile.area });
    return this.decisions.approve({
      id: params.id,
      actor: actorOf(caller),
      reason: body?.reason ?? null,
      ownerGone: body?.ownerGone ?? false,
      decides: (area) => may(caller, 'application.approve', { area }),
    });
  }

  @Endpoint(rejectApplication)
  async reject(@Input() { params, body }: InputOf<typeof rejectApplication>, @Caller() caller: Principal) {
    const { profile } = await this.applications.get(caller, params.id);
    authorise(caller, 'application.reject', { area: profile.area });
    return this.decisions.reject(params.id, actorOf(caller), body.reason);
  }
}
