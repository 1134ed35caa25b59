import { Injectable } from '@nestjs/common';
import { may, type Principal } from '#accounts';
import { type Day, dayOf, Forbidden, NotFound } from '#kernel';
import { appendFact, Database, rows, type Tx } from '#platform';
import { hasMet, type Part, sameCode, takesCheckIns, type Witness, witnessOf } from './domain/meeting.js';
import { CheckInClosed, InvitationUsed, MeetingNotOpen, NotCheckedIn, WrongCheckInCode } from './errors.js';
import {
  checkInsOf,
  factOf,
  type ListingRow,
  listingsOf,
  type MeetingRow,
  pairsOf,
  seenMeeting,
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
      const row = await seenMeeting(tx, caller, 'meeting.desk', id, 'lock');
      if (!takesCheckIns(row.state, row.day, dayOf(now), 'desk')) throw new CheckInClosed(row.day);
      await this.checkIn(tx, row, organisationId, 'desk', caller);
    });
  }

  /** One of an invited organisation's own people enters the code; the desk's entry becomes the person's own. @throws WrongCheckInCode `meeting.wrong_code` */
  byCode(caller: Principal, id: string, code: string, now = new Date()): Promise<void> {
    return this.db.transaction(async (tx) => {
      const row = await seenMeeting(tx, caller, 'meeting.attend', id, 'lock');
      if (!caller.organisation) throw new Forbidden();
      if (!takesCheckIns(row.state, row.day, dayOf(now), 'code')) throw new CheckInClosed(row.day);
      if (!sameCode(code, row.code)) throw new WrongCheckInCode();
      await this.checkIn(tx, row, caller.organisation.id, 'code', caller);
    });
  }

  /** What was checked in by mistake, while no pair rests on it. */
  remove(caller: Principal, id: string, organisationId: string, reason: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      const row = await seenMeeting(tx, caller, 'meeting.desk', id, 'lock');
      if (row.state !== 'announced' && row.state !== 'held') throw new CheckInClosed(row.day);
      const theirs = new Set(
        (await listingsOf(tx, id))
          .filter((one) => one.organisation_id === organisationId)
          .map((one) => one.listing_id),
      );
      if (
        (await pairsOf(tx, id)).some(
          (pair) => theirs.has(pair.demand_listing_id) || theirs.has(pair.supply_listing_id),
        )
      )
        throw new InvitationUsed();
      const gone = await rows<{ by_name: string }>(
        tx,
        'DELETE FROM meeting_check_ins WHERE meeting_id = $1 AND organisation_id = $2 RETURNING by_name',
        [id, organisationId],
      );
      if (gone.length === 0) throw new NotFound('签到记录', organisationId);
      await writeHistory(tx, id, '更正签到', caller, reason);
    });
  }

  /**
   * Names a pair, as the part that the caller plays; both sides have checked in before.
   * @returns the pair where it has met by this, and had not before.
   * @throws NotCheckedIn `meeting.not_checked_in`, MeetingNotOpen `meeting.not_open`
   */
  name(caller: Principal, id: string, pair: NamedPair): Promise<MetPair | undefined> {
    return this.db.transaction(async (tx) => {
      const row = await seenMeeting(tx, caller, 'meeting.pair', id, 'lock');
      if (row.state !== 'held') throw new MeetingNotOpen('pair');
      const { scenario, capability } = await guestsOf(tx, id, pair);
      const part = partOf(caller, row, scenario, capability);
      const came = new Map((await checkInsOf(tx, id)).map((one) => [one.organisation_id, one]));
      const [demand, supply] = [came.get(scenario.organisation_id), came.get(capability.organisation_id)];
      if (!demand || !supply)
        throw new NotCheckedIn([
          ...(demand ? [] : [scenario.organisation_name]),
          ...(supply ? [] : [capability.organisation_name]),
        ]);
      const before = await named(tx, id, pair);
      await rows(
        tx,
        `INSERT INTO meeting_pairs (meeting_id, demand_listing_id, supply_listing_id, part, by_id, by_name) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT ON CONSTRAINT pk_meeting_pairs DO NOTHING`,
        [id, pair.demandListingId, pair.supplyListingId, part, caller.personId, caller.name],
      );
      const after = await named(tx, id, pair);
      if (hasMet([...before.keys()]) || !hasMet([...after.keys()])) return undefined;
      await appendFact(tx, subjectOf(row), {
        name: 'meeting.met',
        ...factOf(row),
        ...pair,
        demandId: scenario.organisation_id,
        firmId: capability.organisation_id,
      });
      const checked = (one: typeof demand) => ({ personId: one.by_id, name: one.by_name, how: one.how });
      return {
        ...pair,
        meeting: { id, number: row.number, title: row.title, day: row.day },
        demand: witnessOf(checked(demand), after.get('demand')),
        supply: witnessOf(checked(supply), after.get('supply')),
      };
    });
  }

  private async checkIn(
    tx: Tx,
    { id }: MeetingRow,
    organisationId: string,
    how: 'desk' | 'code',
    caller: Principal,
  ): Promise<void> {
    const guests = await listingsOf(tx, id);
    if (!guests.some((guest) => guest.organisation_id === organisationId))
      throw new NotFound('受邀单位', organisationId);
    await rows(
      tx,
      `INSERT INTO meeting_check_ins (meeting_id, organisation_id, how, by_id, by_name) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT pk_meeting_check_ins DO UPDATE SET how = 'code', by_id = excluded.by_id, by_name = excluded.by_name
         WHERE excluded.how = 'code' AND meeting_check_ins.how = 'desk'`,
      [id, organisationId, how, caller.personId, caller.name],
    );
  }
}

async function named(tx: Tx, id: string, { demandListingId, supplyListingId }: NamedPair) {
  const found = (await pairsOf(tx, id)).filter(
    (row) => row.demand_listing_id === demandListingId && row.supply_listing_id === supplyListingId,
  );
  return new Map<Part, { personId: string; name: string }>(
    found.map((row) => [row.part, { personId: row.by_id, name: row.by_name }]),
  );
}

/** Both listings are invited. @throws NotFound */
async function guestsOf(tx: Tx, id: string, { demandListingId, supplyListingId }: NamedPair) {
  const guests = await listingsOf(tx, id);
  const of = (listingId: string, side: string) =>
    guests.find((guest) => guest.listing_id === listingId && guest.side === side);
  const [scenario, capability] = [of(demandListingId, 'demand'), of(supplyListingId, 'supply')];
  if (!scenario) throw new NotFound('受邀应用场景', demandListingId);
  if (!capability) throw new NotFound('受邀企业能力', supplyListingId);
  return { scenario, capability };
}

/** In which part the caller names a pair. @throws Forbidden for those who are neither side nor coordinators of it. */
function partOf(caller: Principal, row: MeetingRow, scenario: ListingRow, capability: ListingRow): Part {
  const own = caller.organisation?.id;
  if (own === scenario.organisation_id) return 'demand';
  if (own === capability.organisation_id) return 'supply';
  if (own === undefined && may(caller, 'meeting.desk', { area: row.area })) return 'coordinator';
  throw new Forbidden('只能记录本单位参加的会上对接');
}
