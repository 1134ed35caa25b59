import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { authorise, may, type Principal } from '#accounts';
import type {
  MarketCode,
  MeetingContent,
  MeetingRecord,
  MeetingState,
  MeetingListing as ShownListing,
} from '#contracts';
import { dayOf, Forbidden, newId, Stale, transition } from '#kernel';
import { appendFact, Database, keyset, nextYearlyNumber, type Tx } from '#platform';
import { codeFrom, editable, hasMet, invites, meetingStates } from './domain/meeting.js';
import { Meeting, MeetingListing, MeetingStep, type PairNaming } from './entities/index.js';
import {
  InvitationUsed,
  MeetingHasPairs,
  MeetingMarketFixed,
  MeetingNotHeld,
  MeetingNotOpen,
} from './errors.js';
import {
  checkInsOf,
  factOf,
  listingsOf,
  lockMeeting,
  meetingView,
  pairsOf,
  seenMeeting,
  seenMeetings,
  subjectOf,
  touch,
  writeHistory,
} from './meeting.store.js';

/** A listing in force that is invited. */
export type Guest = Omit<ShownListing, 'checkedInAt'>;
/** As the lib knows it; what came of a pair is told by the engagements. */
export type KnownMeeting = Omit<MeetingRecord, 'pairs'> & {
  readonly pairs: readonly Omit<MeetingRecord['pairs'][number], 'engagement'>[];
};

export interface MeetingFilter {
  readonly state?: readonly MeetingState[] | undefined;
  readonly market?: readonly MarketCode[] | undefined;
}

export interface Move {
  readonly id: string;
  readonly version: number | undefined;
  readonly to: Exclude<MeetingState, 'draft'>;
  readonly reason?: string | undefined;
}

const moves: Record<Move['to'], string> = {
  announced: '发出通知',
  held: '确认举办',
  closed: '结束',
  cancelled: '取消',
};

/** Matchmaking meetings (对接会) from draft to close; it owns their transactions. */
@Injectable()
export class MeetingService {
  constructor(private readonly db: Database) {}

  create(caller: Principal, content: MeetingContent, now = new Date()): Promise<KnownMeeting> {
    const area = areaFor(caller, content.area);
    const { body } = caller;
    if (!body) throw new Forbidden();
    return this.db.transaction(async (tx) => {
      const id = newId();
      const number = await nextYearlyNumber(tx, 'HY', Number(dayOf(now).slice(0, 4)));
      const by = { bodyId: body.id, bodyName: body.name, code: codeFrom(randomBytes(8)) };
      await tx.insert(Meeting, { id, number, ...content, area, ...by, state: 'draft' });
      await writeHistory(tx, { meetingId: id, what: '拟定', actor: caller });
      return this.read(tx, caller, id);
    });
  }

  edit(
    caller: Principal,
    id: string,
    version: number | undefined,
    content: MeetingContent,
  ): Promise<KnownMeeting> {
    const area = areaFor(caller, content.area);
    return this.db.transaction(async (tx) => {
      const row = await this.at(tx, caller, id, version);
      if (!editable(row.state)) throw new MeetingNotOpen('edit');
      if (content.market !== row.market && (await listingsOf(tx, id)).length > 0)
        throw new MeetingMarketFixed();
      await touch(tx, id, { ...content, area });
      await writeHistory(tx, { meetingId: id, what: '修改', actor: caller });
      return this.read(tx, caller, id);
    });
  }

  /** @param guests in force, and the caller may know of them. */
  invite(caller: Principal, id: string, guests: readonly Guest[]): Promise<KnownMeeting> {
    return this.db.transaction(async (tx) => {
      const row = await this.at(tx, caller, id);
      if (!invites(row.state)) throw new MeetingNotOpen('invite');
      const invited = guests.map((guest) => ({ ...guest, meetingId: id }));
      await tx.createQueryBuilder().insert().into(MeetingListing).values(invited).orIgnore().execute();
      await touch(tx, id);
      return this.read(tx, caller, id);
    });
  }

  leaveOut(caller: Principal, id: string, listingId: string): Promise<KnownMeeting> {
    return this.db.transaction(async (tx) => {
      const row = await this.at(tx, caller, id);
      if (!invites(row.state)) throw new MeetingNotOpen('invite');
      const named = await pairsOf(tx, id);
      if (named.some((pair) => pair.demandListingId === listingId || pair.supplyListingId === listingId))
        throw new InvitationUsed();
      await tx.delete(MeetingListing, { meetingId: id, listingId });
      await touch(tx, id);
      return this.read(tx, caller, id);
    });
  }

  /** @throws MeetingNotHeld `meeting.not_held`, MeetingHasPairs `meeting.has_pairs` */
  move(caller: Principal, { id, version, to, reason }: Move, now = new Date()): Promise<KnownMeeting> {
    return this.db.transaction(async (tx) => {
      const row = await this.at(tx, caller, id, version);
      transition<MeetingState>(meetingStates, '对接会', row.state, to);
      const fact = factOf(row);
      if (to === 'announced') await appendFact(tx, subjectOf(row), { name: 'meeting.announced', ...fact });
      if (to === 'held') {
        const came = await this.came(tx, row, now);
        await appendFact(tx, subjectOf(row), { name: 'meeting.held', ...fact, ...came });
      }
      if (to === 'cancelled') {
        if ((await pairsOf(tx, id)).length > 0) throw new MeetingHasPairs();
        const told = { held: row.state === 'held', reason: reason ?? '' };
        await appendFact(tx, subjectOf(row), { name: 'meeting.cancelled', ...fact, ...told });
      }
      await touch(tx, id, { state: to, reason: reason ?? null });
      await writeHistory(tx, { meetingId: id, what: moves[to], actor: caller, reason });
      return this.read(tx, caller, id);
    });
  }

  async list(caller: Principal, { state, market }: MeetingFilter, limit: number, cursor: string | undefined) {
    const [before] = keyset.read(cursor, ['id']) ?? [null];
    const query = seenMeetings(this.db.manager, caller);
    if (state) query.andWhere('m.state = ANY(:states::text[])', { states: state });
    if (market) query.andWhere('m.market = ANY(:markets::text[])', { markets: market });
    if (before !== null)
      query.andWhere('(m.day, m.id) < (SELECT b.day, b.id FROM meetings b WHERE b.id = :before)', { before });
    const found = await query
      .orderBy('m.day', 'DESC')
      .addOrderBy('m.id', 'DESC')
      .limit(limit + 1)
      .getMany();
    return keyset.page(found, limit, (row) => [row.id], meetingView);
  }

  find(caller: Principal, id: string): Promise<KnownMeeting> {
    return this.read(this.db.manager, caller, id);
  }

  /** What the caller may see of it: coordinators all, guests what is theirs and the other side's listings. */
  async read(tx: Tx, caller: Principal, id: string): Promise<KnownMeeting> {
    const row = await seenMeeting(tx, caller, { id, action: 'meeting.read' });
    const desk = may(caller, 'meeting.desk', { area: row.area });
    const own = caller.organisation?.id;
    const guests = await listingsOf(tx, id);
    const came = await checkInsOf(tx, id);
    const at = new Map(came.map((one) => [one.organisationId, one.at.toISOString()]));
    const names = new Map(guests.map((guest) => [guest.organisationId, guest.organisationName]));
    const mine = new Set(guests.filter((g) => desk || g.organisationId === own).map((g) => g.listingId));
    const history = await tx.find(MeetingStep, { where: { meetingId: id }, order: { id: 'ASC' } });
    return {
      ...meetingView(row),
      checkInCode: desk ? row.code : null,
      listings: guests.map((guest) => ({
        side: guest.side,
        listingId: guest.listingId,
        number: guest.number,
        title: guest.title,
        organisationId: guest.organisationId,
        organisationName: guest.organisationName,
        checkedInAt: at.get(guest.organisationId) ?? null,
      })),
      checkIns: came
        .filter((one) => desk || one.organisationId === own)
        .map((one) => ({
          organisationId: one.organisationId,
          organisationName: names.get(one.organisationId) ?? '',
          at: one.at.toISOString(),
          by: one.byName,
          how: one.how,
        })),
      pairs: (await this.pairs(tx, id)).filter(
        (pair) => mine.has(pair.demandListingId) || mine.has(pair.supplyListingId),
      ),
      history: desk
        ? history.map(({ at: when, what, actorName, reason }) => ({
            at: when.toISOString(),
            what,
            actorName,
            reason,
          }))
        : [],
    };
  }

  private async pairs(tx: Tx, id: string): Promise<KnownMeeting['pairs']> {
    const byPair = new Map<string, PairNaming[]>();
    for (const row of await pairsOf(tx, id)) {
      const at = `${row.demandListingId} ${row.supplyListingId}`;
      byPair.set(at, [...(byPair.get(at) ?? []), row]);
    }
    return [...byPair.values()].flatMap((named) => {
      const [first] = named;
      if (!first) return [];
      const namedBy = named.map((row) => row.part);
      const last =
        named
          .map((row) => row.at.toISOString())
          .sort()
          .at(-1) ?? null;
      return [
        {
          demandListingId: first.demandListingId,
          supplyListingId: first.supplyListingId,
          namedBy,
          metAt: hasMet(namedBy) ? last : null,
        },
      ];
    });
  }

  /** How many organisations of each side have checked in. @throws MeetingNotHeld */
  private async came(tx: Tx, row: Meeting, now: Date): Promise<{ demands: number; firms: number }> {
    if (dayOf(now) < row.day) throw new MeetingNotHeld('early');
    const there = new Set((await checkInsOf(tx, row.id)).map((one) => one.organisationId));
    const guests = (await listingsOf(tx, row.id)).filter((guest) => there.has(guest.organisationId));
    const of = (side: string) =>
      new Set(guests.filter((guest) => guest.side === side).map((guest) => guest.organisationId)).size;
    const [demands, firms] = [of('demand'), of('supply')];
    if (demands === 0 || firms === 0) throw new MeetingNotHeld('absent');
    return { demands, firms };
  }

  private async at(
    tx: Tx,
    caller: Principal,
    id: string,
    version: number | undefined = undefined,
  ): Promise<Meeting> {
    const row = await lockMeeting(tx, caller, { id, action: 'meeting.edit' });
    if (version !== undefined && version !== row.version) throw new Stale(row.version);
    return row;
  }
}

/** An area's coordinators organise in their own area, said or not. @throws Forbidden */
function areaFor(caller: Principal, asked: string | null): string | null {
  const area = asked ?? (caller.body?.scope === 'area' ? caller.body.area : null);
  authorise(caller, 'meeting.edit', { area });
  return area;
}
