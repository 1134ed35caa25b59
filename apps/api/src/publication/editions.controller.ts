import { Controller } from '@nestjs/common';
import { authorise, type Principal } from '#accounts';
import {
  type Action,
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
import { anyone, ListingReader, sees, sightOf } from '#listings';
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
    const { kind, state, limit, cursor } = query;
    return this.reader.list({ kind, states: state, sight: sightOf(caller), limit, cursor });
  }

  @Endpoint(createEdition)
  async create(
    @Input() { body }: InputOf<typeof createEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionDetail> {
    const made = await this.editions.create(this.issuer(caller), body, caller.personId);
    return this.detail(made, caller);
  }

  @Endpoint(readEdition)
  async read(
    @Input() { params }: InputOf<typeof readEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionDetail> {
    return this.detail(await this.reader.find(params.id, sightOf(caller)), caller);
  }

  @Endpoint(editEdition)
  async edit(
    @Input() { params, body, version = 0 }: InputOf<typeof editEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionDetail> {
    await this.allow(caller, 'edition.edit', params.id);
    return this.detail(await this.editions.edit(params.id, version, body), caller);
  }

  @Endpoint(previewEdition)
  async preview(@Input() { params }: InputOf<typeof previewEdition>, @Caller() caller: Principal) {
    await this.allow(caller, 'edition.edit', params.id);
    return this.editions.preview(params.id);
  }

  @Endpoint(publishEdition)
  async publish(
    @Input() { params, version }: InputOf<typeof publishEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionView> {
    await this.allow(caller, 'edition.publish', params.id);
    return this.editions.publish(params.id, version, caller.personId);
  }

  @Endpoint(scheduleEdition)
  async schedule(
    @Input() { params, body, version = 0 }: InputOf<typeof scheduleEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionView> {
    await this.allow(caller, 'edition.schedule', params.id);
    return this.editions.schedule(params.id, version, body.at === null ? null : new Date(body.at));
  }

  @Endpoint(amendEdition)
  async amend(
    @Input() { params, body, version }: InputOf<typeof amendEdition>,
    @Caller() caller: Principal,
  ): Promise<EditionView> {
    await this.allow(caller, 'edition.amend', params.id);
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
    await this.allow(caller, 'edition.withdraw', params.id);
    return this.editions.withdraw(params.id, version, { actorId: caller.personId, reason: body.reason });
  }

  @Endpoint(deleteEdition)
  async delete(
    @Input() { params, version = 0 }: InputOf<typeof deleteEdition>,
    @Caller() caller: Principal,
  ): Promise<void> {
    await this.allow(caller, 'edition.delete', params.id);
    await this.editions.delete(params.id, version);
  }

  /**
   * An edition is its issuer's: an area's body touches only what that area issued.
   * @throws NotFound where the caller may not even know of it; Forbidden
   */
  private async allow(caller: Principal, action: Action, id: string): Promise<void> {
    const edition = await this.reader.find(id, sightOf(caller));
    authorise(caller, action, { area: edition.issuer.code });
  }

  private issuer({ body }: Principal): Issuer {
    if (!body) throw new Forbidden();
    return { id: body.id, name: body.name, code: body.area ?? this.config.get('CITY_CODE') };
  }

  /** What was published stays as it was; a draft's items are shown as they are now, as far as the caller sees them. */
  private async detail(edition: EditionView, caller: Principal): Promise<EditionDetail> {
    const itemList =
      edition.number === null ? await this.chosen(edition, caller) : await this.published(edition);
    return { ...edition, itemList };
  }

  private async chosen(edition: EditionView, caller: Principal): Promise<EditionDetail['itemList']> {
    const ids = await this.reader.items(edition.id);
    const sight = sightOf(caller);
    const found = await this.listings.publishedByIds(edition.kind, ids);
    const inForce = new Map(found.filter((one) => sees(sight, one)).map((one) => [one.id, one]));
    return ids.map((listingId, index) => {
      const listing = inForce.get(listingId);
      return {
        listingId,
        position: index + 1,
        number: listing?.number ?? '',
        title: listing ? titleOf(edition.kind, itemContent(edition.kind, listing)) : '（已不能列入）',
        organisation: listing?.organisation.name ?? '',
        inForce: listing !== undefined,
        struck: null,
      };
    });
  }

  private async published(edition: EditionView): Promise<EditionDetail['itemList']> {
    const text = await this.reader.text(edition.id, edition.revision);
    const items = text?.document.items ?? [];
    const numbers = items.map((item) => item.number);
    const ids = await this.listings.idsOf(edition.kind, numbers);
    const inForce = await this.listings.seenAmong(edition.kind, [...ids.values()], anyone);
    return items.map(({ position, number, content, struck }) => {
      const listingId = ids.get(number) ?? edition.id;
      return {
        listingId,
        position,
        number,
        title: titleOf(edition.kind, content),
        organisation: String(content['organisation'] ?? ''),
        inForce: inForce.has(listingId),
        struck: struck ? { ...struck } : null,
      };
    });
  }
}
