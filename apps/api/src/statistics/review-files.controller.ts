import type { MultipartFile } from '@fastify/multipart';
import { Controller, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditService, actorOf, type Principal } from '#accounts';
import {
  downloadReviewFile,
  type InputOf,
  type ReviewFileView,
  removeReviewFile,
  uploadReviewFile,
} from '#contracts';
import { InvalidInput } from '#kernel';
import { Database } from '#platform';
import { largestReviewFile, ReviewFileService } from '#statistics';
import { attach } from '../http/attachment.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { whole, withFile } from '../http/uploaded.js';
import { voiceOf } from './voice.js';

/** Files of 自评 and of objections. */
@Controller()
export class ReviewFilesController {
  constructor(
    private readonly files: ReviewFileService,
    private readonly audit: AuditService,
    private readonly db: Database,
  ) {}

  @Endpoint(uploadReviewFile)
  async upload(
    @Input() { params }: InputOf<typeof uploadReviewFile>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<ReviewFileView> {
    const voice = await voiceOf(this.db, caller);
    const unit = { id: params.id, key: params.unit, voice };
    await this.files.admitUpload(voice, params.id, params.unit);
    const keep = (sent: MultipartFile | undefined): Promise<ReviewFileView> => {
      if (!sent)
        throw new InvalidInput([
          { pointer: '/file', code: 'input.file_wanted', detail: '请以 multipart/form-data 上传一个文件' },
        ]);
      return this.files.upload(unit, { name: sent.filename, content: whole(sent.file, largestReviewFile) });
    };
    return withFile(request, async (sent) => keep(sent), { limits: { fileSize: largestReviewFile } });
  }

  /** The reading is in the audit trail before anything is given. */
  @Endpoint(downloadReviewFile)
  async download(
    @Input() { params }: InputOf<typeof downloadReviewFile>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const file = await this.files.download(await voiceOf(this.db, caller), params.id);
    await this.audit.note({
      actor: actorOf(caller),
      action: 'review.file_read',
      subject: `reviewFile:${file.id}`,
      detail: { fileName: file.name, sha256: file.sha256 },
    });
    attach(reply, file.name, file.mediaType);
    return new StreamableFile(file.content, { type: file.mediaType, length: file.size });
  }

  @Endpoint(removeReviewFile)
  async remove(
    @Input() { params }: InputOf<typeof removeReviewFile>,
    @Caller() caller: Principal,
  ): Promise<void> {
    await this.files.remove(await voiceOf(this.db, caller), params.id);
  }
}
