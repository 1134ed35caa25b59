import { askerOf, authorise, type Principal } from '#accounts';
import type { Action, FactOf, MeetingView } from '#contracts';
import { NotFound, narrowed } from '#kernel';
import { ruled, type Tx } from '#platform';
import type { Person } from './domain/meeting.js';
import { meetingColumns, meetingSeen } from './domain/sight.js';
import { CheckIn, Meeting, MeetingListing, MeetingStep, PairNaming } from './entities/index.js';

/** Meetings `m` that the caller may know of. */
export function seenMeetings(tx: Tx, caller: Principal) {
  const asker = askerOf(caller);
  const query = tx.createQueryBuilder(Meeting, 'm').setParameter('own', asker.organisationId);
  ruled(query, narrowed(meetingSeen, asker), meetingColumns);
  return query;
}

/** What the caller wants to do with a meeting. */
export interface Wanted {
  readonly id: string;
  readonly action: Action;
}

/** @throws NotFound where the caller may not know that there is one, Forbidden. */
export async function seenMeeting(tx: Tx, caller: Principal, wanted: Wanted): Promise<Meeting> {
  const found = await seenMeetings(tx, caller).andWhere({ id: wanted.id }).getOne();
  return admitted(tx, caller, wanted, found);
}

/** The same, held until the transaction ends. */
export async function lockMeeting(tx: Tx, caller: Principal, wanted: Wanted): Promise<Meeting> {
  const query = seenMeetings(tx, caller).andWhere({ id: wanted.id }).setLock('pessimistic_write');
  return admitted(tx, caller, wanted, await query.getOne());
}

async function admitted(
  tx: Tx,
  caller: Principal,
  { id, action }: Wanted,
  meeting: Meeting | null,
): Promise<Meeting> {
  if (!meeting) throw new NotFound('对接会', id);
  const guests = await listingsOf(tx, id);
  authorise(caller, action, {
    area: meeting.area,
    organisationIds: meeting.state === 'draft' ? [] : guests.map((guest) => guest.organisationId),
  });
  return meeting;
}

export function listingsOf(tx: Tx, meetingId: string): Promise<MeetingListing[]> {
  return tx.find(MeetingListing, { where: { meetingId }, order: { side: 'ASC', number: 'ASC' } });
}

export function checkInsOf(tx: Tx, meetingId: string): Promise<CheckIn[]> {
  return tx.find(CheckIn, { where: { meetingId }, order: { at: 'ASC' } });
}

export function pairsOf(tx: Tx, meetingId: string): Promise<PairNaming[]> {
  return tx.find(PairNaming, { where: { meetingId }, order: { at: 'ASC', part: 'ASC' } });
}

/** Counts the version up, with what is written besides; call it once a change. */
export async function touch(tx: Tx, id: string, changes: Partial<Meeting> = {}): Promise<void> {
  await tx.update(Meeting, { id }, changes);
}

export interface Step {
  readonly meetingId: string;
  readonly what: string;
  readonly actor: Person;
  readonly reason?: string | undefined;
}

export async function writeHistory(tx: Tx, { actor, reason, ...step }: Step): Promise<void> {
  const by = { actorId: actor.personId, actorName: actor.name };
  await tx.insert(MeetingStep, { ...step, ...by, reason: reason ?? null });
}

/** What a list tells of it; neither the code nor anything else that is added later without a word here. */
export function meetingView(meeting: Meeting): MeetingView {
  const { id, number, market, title, day, starts, ends, place, link } = meeting;
  const { area, note, state, reason, bodyName, version } = meeting;
  return {
    ...{ id, number, market, title, day, starts, ends, place, link },
    ...{ area, note, state, reason, bodyName, version },
    createdAt: meeting.createdAt.toISOString(),
  };
}

export function subjectOf({ id }: Pick<Meeting, 'id'>): string {
  return `meeting:${id}`;
}

/** What every fact of a meeting carries. */
export function factOf({ id, number, market, title, bodyId, area, day }: Meeting) {
  return { meetingId: id, number, market, title, bodyId, area, day } satisfies Omit<
    FactOf<'meeting.announced'>,
    'name'
  >;
}
