import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { authorise, may, type Principal } from '#accounts';
import type { MeetingContent, MeetingListing, MeetingRecord, MeetingState } from '#contracts';
import { dayOf, Forbidden, newId, Parameters, Stale, transition } from '#kernel';
import { appendFact, Database, keyset, nextYearlyNumber, rows, type Tx } from '#platform';
import { codeFrom, editable, hasMet, invites, meetingStates } from './domain/meeting.js';
import { meetingSeenSql } from './domain/sight.js';
import { InvitationUsed, MeetingHasPairs, MeetingNotHeld, MeetingNotOpen } from './errors.js';
import {
  checkInsOf,
  factOf,
  listingsOf,
  type MeetingRow,
  meetingColumns,
  meetingView,
  type PairRow,
  pairsOf,
  seenMeeting,
  subjectOf,
  touch,
  writeHistory,
} from './meeting.store.js';

/** A listing in force that is invited. */
export type Guest = Omit<MeetingListing, 'checkedInAt'>;
/** As the lib knows it; what came of a pair is told by the engagements. */
export type Meeting = Omit<MeetingRecord, 'pairs'> & {
  readonly pairs: readonly Omit<MeetingRecord['pairs'][number], 'engagement'>[];
};

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

  create(caller: Principal, content: MeetingContent, now = new Date()): Promise<Meeting> {
    const area = areaFor(caller, content.area);
    const { body } = caller;
    if (!body) throw new Forbidden();
    return this.db.transaction(async (tx) => {
      const id = newId();
      const number = await nextYearlyNumber(tx, 'HY', Number(dayOf(now).slice(0, 4)));
      await rows(
        tx,
        `INSERT INTO meetings (id, number, title, day, starts, ends, place, link, area, note, body_id, body_name, state, code)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'draft', $13)`,
        [id, number, ...written({ ...content, area }), body.id, body.name, codeFrom(randomBytes(8))],
      );
      await writeHistory(tx, id, '拟定', caller);
      return this.read(tx, caller, id);
    });
  }

  edit(
    caller: Principal,
    id: string,
    version: number | undefined,
    content: MeetingContent,
  ): Promise<Meeting> {
    const area = areaFor(caller, content.area);
    return this.db.transaction(async (tx) => {
      const row = await this.at(tx, caller, id, version);
      if (!editable(row.state)) throw new MeetingNotOpen('edit');
      const columns =
        'title = $2, day = $3, starts = $4, ends = $5, place = $6, link = $7, area = $8, note = $9';
      await touch(tx, id, columns, written({ ...content, area }));
      await writeHistory(tx, id, '修改', caller);
      return this.read(tx, caller, id);
    });
  }

  /** @param guests in force, and the caller may know of them. */
  invite(caller: Principal, id: string, guests: readonly Guest[]): Promise<Meeting> {
    return this.db.transaction(async (tx) => {
      const row = await this.at(tx, caller, id);
      if (!invites(row.state)) throw new MeetingNotOpen('invite');
      await rows(
        tx,
        `INSERT INTO meeting_listings (meeting_id, listing_id, side, number, title, organisation_id, organisation_name)
         SELECT $1::uuid, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[])
         ON CONFLICT ON CONSTRAINT pk_meeting_listings DO NOTHING`,
        [
          id,
          guests.map((guest) => guest.listingId),
          guests.map((guest) => guest.side),
          guests.map((guest) => guest.number),
          guests.map((guest) => guest.title),
          guests.map((guest) => guest.organisationId),
          guests.map((guest) => guest.organisationName),
        ],
      );
      await touch(tx, id);
      return this.read(tx, caller, id);
    });
  }

  leaveOut(caller: Principal, id: string, listingId: string): Promise<Meeting> {
    return this.db.transaction(async (tx) => {
      const row = await this.at(tx, caller, id);
      if (!invites(row.state)) throw new MeetingNotOpen('invite');
      const named = await pairsOf(tx, id);
      if (named.some((pair) => pair.demand_listing_id === listingId || pair.supply_listing_id === listingId))
        throw new InvitationUsed();
      await rows(tx, 'DELETE FROM meeting_listings WHERE meeting_id = $1 AND listing_id = $2', [
        id,
        listingId,
      ]);
      await touch(tx, id);
      return this.read(tx, caller, id);
    });
  }

  /** @throws MeetingNotHeld `meeting.not_held`, MeetingHasPairs `meeting.has_pairs` */
  move(caller: Principal, { id, version, to, reason }: Move, now = new Date()): Promise<Meeting> {
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
      await touch(tx, id, 'state = $2, reason = $3', [to, reason ?? null]);
      await writeHistory(tx, id, moves[to], caller, reason);
      return this.read(tx, caller, id);
    });
  }

  async list(
    caller: Principal,
    state: readonly MeetingState[] | undefined,
    limit: number,
    cursor: string | undefined,
  ) {
    const [before] = keyset.read(cursor, ['id']) ?? [null];
    const parameters = new Parameters(state ?? null, before, limit + 1);
    const found = await this.db.query<MeetingRow>(
      `SELECT ${meetingColumns} FROM meetings m
       WHERE ($1::text[] IS NULL OR m.state = ANY($1)) AND ${meetingSeenSql(caller, parameters)}
         AND ($2::uuid IS NULL OR (m.day, m.id) < (SELECT b.day, b.id FROM meetings b WHERE b.id = $2))
       ORDER BY m.day DESC, m.id DESC LIMIT $3`,
      parameters.values,
    );
    return keyset.page(found, limit, (row) => [row.id], meetingView);
  }

  find(caller: Principal, id: string): Promise<Meeting> {
    return this.read(this.db.manager, caller, id);
  }

  /** What the caller may see of it: coordinators all, guests what is theirs and the other side's listings. */
  async read(tx: Tx, caller: Principal, id: string): Promise<Meeting> {
    const row = await seenMeeting(tx, caller, 'meeting.read', id);
    const desk = may(caller, 'meeting.desk', { area: row.area });
    const own = caller.organisation?.id;
    const guests = await listingsOf(tx, id);
    const came = await checkInsOf(tx, id);
    const at = new Map(came.map((one) => [one.organisation_id, one.at.toISOString()]));
    const names = new Map(guests.map((guest) => [guest.organisation_id, guest.organisation_name]));
    const mine = new Set(guests.filter((g) => desk || g.organisation_id === own).map((g) => g.listing_id));
    const history = await rows<{ at: Date; what: string; actorName: string; reason: string | null }>(
      tx,
      'SELECT at, what, actor_name AS "actorName", reason FROM meeting_history WHERE meeting_id = $1 ORDER BY id',
      [id],
    );
    return {
      ...meetingView(row),
      checkInCode: desk ? row.code : null,
      listings: guests.map((guest) => ({
        side: guest.side,
        listingId: guest.listing_id,
        number: guest.number,
        title: guest.title,
        organisationId: guest.organisation_id,
        organisationName: guest.organisation_name,
        checkedInAt: at.get(guest.organisation_id) ?? null,
      })),
      checkIns: came
        .filter((one) => desk || one.organisation_id === own)
        .map((one) => ({
          organisationId: one.organisation_id,
          organisationName: names.get(one.organisation_id) ?? '',
          at: one.at.toISOString(),
          by: one.by_name,
          how: one.how,
        })),
      pairs: (await this.pairs(tx, id)).filter(
        (pair) => mine.has(pair.demandListingId) || mine.has(pair.supplyListingId),
      ),
      history: desk ? history.map((one) => ({ ...one, at: one.at.toISOString() })) : [],
    };
  }

  private async pairs(tx: Tx, id: string): Promise<Meeting['pairs']> {
    const byPair = new Map<string, PairRow[]>();
    for (const row of await pairsOf(tx, id)) {
      const at = `${row.demand_listing_id} ${row.supply_listing_id}`;
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
          demandListingId: first.demand_listing_id,
          supplyListingId: first.supply_listing_id,
          namedBy,
          metAt: hasMet(namedBy) ? last : null,
        },
      ];
    });
  }

  /** How many organisations of each side have checked in. @throws MeetingNotHeld */
  private async came(tx: Tx, row: MeetingRow, now: Date): Promise<{ demands: number; firms: number }> {
    if (dayOf(now) < row.day) throw new MeetingNotHeld('early');
    const there = new Set((await checkInsOf(tx, row.id)).map((one) => one.organisation_id));
    const guests = (await listingsOf(tx, row.id)).filter((guest) => there.has(guest.organisation_id));
    const of = (side: string) =>
      new Set(guests.filter((guest) => guest.side === side).map((guest) => guest.organisation_id)).size;
    const [demands, firms] = [of('demand'), of('supply')];
    if (demands === 0 || firms === 0) throw new MeetingNotHeld('absent');
    return { demands, firms };
  }

  private async at(
    tx: Tx,
    caller: Principal,
    id: string,
    version: number | undefined = undefined,
  ): Promise<MeetingRow> {
    const row = await seenMeeting(tx, caller, 'meeting.edit', id, 'lock');
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

function written(content: MeetingContent): unknown[] {
  const { title, day, starts, ends, place, link, area, note } = content;
  return [title, day, starts, ends, place, link, area, note];
}
