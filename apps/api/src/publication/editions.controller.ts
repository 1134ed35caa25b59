import { Controller } from '@nestjs/common';
import { authorise, type Principal } from '#accounts';
import {
  amendEdition,
  createEdition,
  deleteEdition,
  type EditionDetail,
  type EditionView,
  editEdition,
  type InputOf,
  listEditions,
  previewEdition,
  publishEdition,
  readEdition,
  scheduleEdition,
  withdrawEdition,
} from '#contracts';
import { Forbidden } from '#kernel';
import { ListingReader } from '#listings';
import { Config } from '#platform';
import { EditionReader, EditionService, type Issuer, itemContent, titleOf } from '#publication';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class EditionsController {
  constructor(
    private readonly editions: EditionService,
    private readonly reader: EditionReader,
    private readonly listings: ListingReader,
    private readonly config: Config,
  ) {}

  @Endpoint(listEditions)
  list(@Input() { query }: InputOf<typeof listEditions>, @Caller() caller: Principal) {
    // Drafts are the coordinators' own matter.
    const states =
      caller.body || caller.operator
        ? query.state
        : (['published', 'withdrawn'] as const).filter((s) => query.state?.includes(s) ?? true);
    return this.reader.list(query.kind, states && [...states], query.limit, query.cursor);
  }

  @Endpoint(createEdition)
  async create(
    @Input() { body }: InputOf<typeof createEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionDetail> {
    return this.detail(await this.editions.create(this.issuer(caller), body, caller.personId));
  }

  @Endpoint(readEdition)
  async read(
    @Input() { params }: InputOf<typeof readEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionDetail> {
    const edition = await this.editions.find(params.id);
    if (edition.number === null) this.allow(caller, 'edition.edit', edition);
    return this.detail(edition);
  }

  @Endpoint(editEdition)
  async edit(
    @Input() { params, body, version = 0 }: InputOf<typeof editEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionDetail> {
    this.allow(caller, 'edition.edit', await this.editions.find(params.id));
    return this.detail(await this.editions.edit(params.id, version, body));
  }

  @Endpoint(previewEdition)
  async preview(@Input() { params }: InputOf<typeof previewEdition>, @Caller() caller: Principal) {
    this.allow(caller, 'edition.edit', await this.editions.find(params.id));
    return this.editions.preview(params.id);
  }

  @Endpoint(publishEdition)
  async publish(
    @Input() { params, version }: InputOf<typeof publishEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionView> {
    this.allow(caller, 'edition.publish', await this.editions.find(params.id));
    return this.editions.publish(params.id, version, caller.personId);
  }

  @Endpoint(scheduleEdition)
  async schedule(
    @Input() { params, body, version = 0 }: InputOf<typeof scheduleEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionView> {
    this.allow(caller, 'edition.schedule', await this.editions.find(params.id));
    return this.editions.schedule(params.id, version, body.at === null ? null : new Date(body.at));
  }

  @Endpoint(amendEdition)
  async amend(
    @Input() { params, body, version }: InputOf<typeof amendEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionView> {
    this.allow(caller, 'edition.amend', await this.editions.find(params.id));
    return this.editions.amend(params.id, version, body.numbers, {
      actorId: caller.personId,
      reason: body.reason,
    });
  }

  @Endpoint(withdrawEdition)
  async withdraw(
    @Input() { params, body, version = 0 }: InputOf<typeof withdrawEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionView> {
    this.allow(caller, 'edition.withdraw', await this.editions.find(params.id));
    return this.editions.withdraw(params.id, version, { actorId: caller.personId, reason: body.reason });
  }

  @Endpoint(deleteEdition)
  async delete(
    @Input() { params, version = 0 }: InputOf<typeof deleteEdition>,
    @Caller() caller: Principal,
  ): Promise<void> {
    this.allow(caller, 'edition.delete', await this.editions.find(params.id));
    await this.editions.delete(params.id, version);
  }

  /** An edition is its issuer's: an area's body touches only what that area issued. */
  private allow(caller: Principal, action: Parameters<typeof authorise>[1], edition: EditionView): void {
    authorise(caller, action, { area: edition.issuer.code });
  }

  private issuer({ body }: Principal): Issuer {
    if (!body) throw new Forbidden();
    return { id: body.id, name: body.name, code: body.area ?? this.config.get('CITY_CODE') };
  }

  private async detail(edition: EditionView): Promise<EditionDetail> {
    const ids = await this.reader.items(edition.id);
    const inForce = new Map(
      (await this.listings.publishedByIds(edition.kind, ids)).map((listing) => [listing.id, listing]),
    );
    return {
      ...edition,
      itemList: ids.map((listingId, index) => {
        const listing = inForce.get(listingId);
        return {
          listingId,
          position: index + 1,
          number: listing?.number ?? '',
          title: listing
            ? titleOf(edition.kind, itemContent(edition.kind, listing))
            : '（已撤回或已过有效期）',
          organisation: listing?.organisation.name ?? '',
          inForce: listing !== undefined,
        };
      }),
    };
  }
}
