import { Injectable } from '@nestjs/common';
import { may, type Principal } from '#accounts';
import { kinds, type MeetingSide, markets } from '#contracts';
import { type Day, dayOf, Forbidden, NotFound } from '#kernel';
import { appendFact, Database, type Tx } from '#platform';
import { hasMet, type Part, sameCode, takesCheckIns, type Witness, witnessOf } from './domain/meeting.js';
import { CheckIn, type Meeting, type MeetingListing, PairNaming } from './entities/index.js';
import { CheckInClosed, InvitationUsed, MeetingNotOpen, NotCheckedIn, WrongCheckInCode } from './errors.js';
import {
  checkInsOf,
  factOf,
  listingsOf,
  lockMeeting,
  pairsOf,
  subjectOf,
  writeHistory,
} from './meeting.store.js';

export interface NamedPair {
  readonly demandListingId: string;
  readonly supplyListingId: string;
}

/** A pair that met at a meeting, and who vouches for each side. */
export interface MetPair extends NamedPair {
  readonly meeting: {
    readonly id: string;
    readonly number: string;
    readonly title: string;
    readonly day: Day;
  };
  readonly demand: Witness;
  readonly supply: Witness;
}

/** Who came to a meeting, and who met whom; it owns these transactions. */
@Injectable()
export class AttendanceService {
  constructor(private readonly db: Database) {}

  /** A coordinator at the desk checks an invited organisation in; where it has checked in, nothing changes. */
  atDesk(caller: Principal, id: string, organisationId: string, now = new Date()): Promise<void> {
    return this.db.transaction(async (tx) => {
      const row = await lockMeeting(tx, caller, { id, action: 'meeting.desk' });
      if (!takesCheckIns(row.state, row.day, dayOf(now), 'desk')) throw new CheckInClosed(row.day);
      await checkIn(tx, row, organisationId, { caller, how: 'desk' });
    });
  }

  /** One of an invited organisation's own people enters the code; the desk's entry becomes the person's own. @throws WrongCheckInCode `meeting.wrong_code` */
  byCode(caller: Principal, id: string, code: string, now = new Date()): Promise<void> {
    return this.db.transaction(async (tx) => {
      const row = await lockMeeting(tx, caller, { id, action: 'meeting.attend' });
      if (!caller.organisation) throw new Forbidden();
      if (!takesCheckIns(row.state, row.day, dayOf(now), 'code')) throw new CheckInClosed(row.day);
      if (!sameCode(code, row.code)) throw new WrongCheckInCode();
      await checkIn(tx, row, caller.organisation.id, { caller, how: 'code' });
    });
  }

  /** What was checked in by mistake, while no pair rests on it. */
  remove(caller: Principal, id: string, organisationId: string, reason: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      const row = await lockMeeting(tx, caller, { id, action: 'meeting.desk' });
      if (row.state !== 'announced' && row.state !== 'held') throw new CheckInClosed(row.day);
      const theirs = new Set(
        (await listingsOf(tx, id))
          .filter((one) => one.organisationId === organisationId)
          .map((one) => one.listingId),
      );
      if (
        (await pairsOf(tx, id)).some(
          (pair) => theirs.has(pair.demandListingId) || theirs.has(pair.supplyListingId),
        )
      )
        throw new InvitationUsed();
      const gone = await tx.delete(CheckIn, { meetingId: id, organisationId });
      if (gone.affected === 0) throw new NotFound('签到记录', organisationId);
      await writeHistory(tx, { meetingId: id, what: '更正签到', actor: caller, reason });
    });
  }

  /**
   * Names a pair, as the part that the caller plays; both sides have checked in before.
   * @returns the pair where it has met by this, and had not before.
   * @throws NotCheckedIn `meeting.not_checked_in`, MeetingNotOpen `meeting.not_open`
   */
  name(caller: Principal, id: string, pair: NamedPair): Promise<MetPair | undefined> {
    return this.db.transaction(async (tx) => {
      const row = await lockMeeting(tx, caller, { id, action: 'meeting.pair' });
      if (row.state !== 'held') throw new MeetingNotOpen('pair');
      const [asking, offering] = await guestsOf(tx, row, pair);
      const part = partOf(caller, row, asking, offering);
      const came = new Map((await checkInsOf(tx, id)).map((one) => [one.organisationId, one]));
      const [demand, supply] = [came.get(asking.organisationId), came.get(offering.organisationId)];
      if (!demand || !supply)
        throw new NotCheckedIn([
          ...(demand ? [] : [asking.organisationName]),
          ...(supply ? [] : [offering.organisationName]),
        ]);
      const before = await named(tx, id, pair);
      const naming = { meetingId: id, ...pair, part, byId: caller.personId, byName: caller.name };
      await tx.createQueryBuilder().insert().into(PairNaming).values(naming).orIgnore().execute();
      const after = await named(tx, id, pair);
      if (hasMet([...before.keys()]) || !hasMet([...after.keys()])) return undefined;
      await appendFact(tx, subjectOf(row), {
        name: 'meeting.met',
        ...factOf(row),
        ...pair,
        demandId: asking.organisationId,
        firmId: offering.organisationId,
      });
      const checked = (one: typeof demand) => ({ personId: one.byId, name: one.byName, how: one.how });
      return {
        ...pair,
        meeting: { id, number: row.number, title: row.title, day: row.day },
        demand: witnessOf(checked(demand), after.get('demand')),
        supply: witnessOf(checked(supply), after.get('supply')),
      };
    });
  }
}

/** Whoever came by the desk may still come by the code, which is the person's own word; not the other way round. */
async function checkIn(
  tx: Tx,
  { id }: Meeting,
  organisationId: string,
  { caller, how }: { readonly caller: Principal; readonly how: CheckIn['how'] },
): Promise<void> {
  const guests = await listingsOf(tx, id);
  if (!guests.some((guest) => guest.organisationId === organisationId))
    throw new NotFound('受邀单位', organisationId);
  const of = { meetingId: id, organisationId };
  const by = { how, byId: caller.personId, byName: caller.name };
  const known = await tx.findOneBy(CheckIn, of); // the meeting is locked: nobody checks in beside
  if (!known) await tx.insert(CheckIn, { ...of, ...by });
  else if (known.how === 'desk' && how === 'code') await tx.update(CheckIn, of, by);
}

async function named(tx: Tx, id: string, { demandListingId, supplyListingId }: NamedPair) {
  const found = (await pairsOf(tx, id)).filter(
    (row) => row.demandListingId === demandListingId && row.supplyListingId === supplyListingId,
  );
  return new Map<Part, { personId: string; name: string }>(
    found.map((row) => [row.part, { personId: row.byId, name: row.byName }]),
  );
}

/** Both listings, the demand first, where both are invited. @throws NotFound */
async function guestsOf(
  tx: Tx,
  { id, market }: Meeting,
  { demandListingId, supplyListingId }: NamedPair,
): Promise<readonly [MeetingListing, MeetingListing]> {
  const guests = await listingsOf(tx, id);
  const of = (side: MeetingSide, listingId: string) => {
    const found = guests.find((guest) => guest.listingId === listingId && guest.side === side);
    if (!found) throw new NotFound(`受邀${kinds[markets[market][side]].label.zh}`, listingId);
    return found;
  };
  return [of('demand', demandListingId), of('supply', supplyListingId)];
}

/** In which part the caller names a pair. @throws Forbidden for those who are neither side nor coordinators of it. */
function partOf(caller: Principal, row: Meeting, asking: MeetingListing, offering: MeetingListing): Part {
  const own = caller.organisation?.id;
  if (own === asking.organisationId) return 'demand';
  if (own === offering.organisationId) return 'supply';
  if (own === undefined && may(caller, 'meeting.desk', { area: row.area })) return 'coordinator';
  throw new Forbidden('只能记录本单位参加的会上对接');
}
