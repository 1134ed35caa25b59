import type { MultipartFile } from '@fastify/multipart';
import { Controller, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '#accounts';
import {
  claimLevel,
  declineEngagement,
  downloadEvidence,
  type EngagementView,
  type EvidenceView,
  engagementContact,
  engagementHistory,
  type InputOf,
  listEngagements,
  openEngagement,
  readEngagement,
  uploadEvidence,
} from '#contracts';
import { ClaimService, EngagementService, EvidenceService, largestEvidence } from '#engagements';
import { InvalidInput } from '#kernel';
import { DictionaryService, ListingReader } from '#listings';
import { attach } from '../http/attachment.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { whole, withFile } from '../http/uploaded.js';
import { refuseUnknown } from './reason-codes.js';
import { SubjectReader } from './subject.reader.js';

@Controller()
export class EngagementsController {
  constructor(
    private readonly engagements: EngagementService,
    private readonly claims: ClaimService,
    private readonly evidence: EvidenceService,
    private readonly subjects: SubjectReader,
    private readonly listings: ListingReader,
    private readonly dictionaries: DictionaryService,
  ) {}

  @Endpoint(openEngagement)
  async open(
    @Input() { body }: InputOf<typeof openEngagement>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    return this.engagements.open(
      caller,
      await this.subjects.visible(caller, body.demandListingId, body.supplyListingId),
    );
  }

  @Endpoint(listEngagements)
  list(@Input() { query }: InputOf<typeof listEngagements>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    return this.engagements.list(caller, filter, limit, cursor);
  }

  @Endpoint(readEngagement)
  read(
    @Input() { params }: InputOf<typeof readEngagement>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    return this.engagements.find(caller, params.id);
  }

  @Endpoint(engagementHistory)
  async history(@Input() { params }: InputOf<typeof engagementHistory>, @Caller() caller: Principal) {
    return { items: await this.engagements.history(caller, params.id) };
  }

  @Endpoint(engagementContact)
  async contact(@Input() { params }: InputOf<typeof engagementContact>, @Caller() caller: Principal) {
    const { side, kind, listingId } = await this.engagements.contactOf(caller, params.id);
    const contact = await this.listings.contact(kind, listingId);
    return { side, contact: contact ?? { name: '', phone: '', email: '' } };
  }

  @Endpoint(declineEngagement)
  async decline(
    @Input() { params, body, version }: InputOf<typeof declineEngagement>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    refuseUnknown(await this.dictionaries.entries('declineReasons'), body.code);
    return this.engagements.decline({ caller, id: params.id, version }, body);
  }

  @Endpoint(claimLevel)
  claim(
    @Input() { params, body }: InputOf<typeof claimLevel>,
    @Caller() caller: Principal,
  ): Promise<EngagementView> {
    return this.claims.claim(caller, params.id, body);
  }

  @Endpoint(uploadEvidence)
  async upload(
    @Input() { params }: InputOf<typeof uploadEvidence>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<EvidenceView> {
    await this.evidence.admitUpload(caller, params.id);
    const keep = (sent: MultipartFile | undefined): Promise<EvidenceView> => {
      if (!sent)
        throw new InvalidInput([
          { pointer: '/file', code: 'input.file_wanted', detail: '请以 multipart/form-data 上传一个文件' },
        ]);
      const content = whole(sent.file, largestEvidence);
      return this.evidence.upload(caller, params.id, { name: sent.filename, content });
    };
    return withFile(request, async (sent) => keep(sent), { limits: { fileSize: largestEvidence } });
  }

  /** Always as a download, never shown in the page: a file of others stays a file. */
  @Endpoint(downloadEvidence)
  async download(
    @Input() { params }: InputOf<typeof downloadEvidence>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, mediaType, size, content } = await this.evidence.download(caller, params.id);
    attach(reply, name, mediaType);
    return new StreamableFile(content, { type: mediaType, length: size });
  }
}
