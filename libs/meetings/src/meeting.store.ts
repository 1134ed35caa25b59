import { authorise, type Principal } from '#accounts';
import type { Action, FactOf, MeetingSide, MeetingState, MeetingView } from '#contracts';
import { type Day, NotFound, Parameters } from '#kernel';
import { rows, type Tx } from '#platform';
import type { Part, Person } from './domain/meeting.js';
import { meetingSeenSql } from './domain/sight.js';

export interface MeetingRow {
  id: string;
  number: string;
  title: string;
  day: Day;
  starts: string;
  ends: string;
  place: string | null;
  link: string | null;
  body_id: string;
  body_name: string;
  area: string | null;
  note: string;
  state: MeetingState;
  reason: string | null;
  code: string;
  version: number;
  created_at: Date;
}

export interface ListingRow {
  listing_id: string;
  side: MeetingSide;
  number: string;
  title: string;
  organisation_id: string;
  organisation_name: string;
}

export interface CheckInRow {
  organisation_id: string;
  how: 'desk' | 'code';
  by_id: string;
  by_name: string;
  at: Date;
}

export interface PairRow {
  demand_listing_id: string;
  supply_listing_id: string;
  part: Part;
  by_id: string;
  by_name: string;
  at: Date;
}

export const meetingColumns = 'm.*, m.day::text AS day';

/** @throws NotFound where the caller may not know that there is one, Forbidden. */
export async function seenMeeting(
  tx: Tx,
  caller: Principal,
  action: Action,
  id: string,
  hold: 'read' | 'lock' = 'read',
): Promise<MeetingRow> {
  const parameters = new Parameters(id);
  const [row] = await rows<MeetingRow & Record<string, unknown>>(
    tx,
    `SELECT ${meetingColumns} FROM meetings m WHERE m.id = $1 AND ${meetingSeenSql(caller, parameters)}${hold === 'lock' ? ' FOR UPDATE OF m' : ''}`,
    parameters.values,
  );
  if (!row) throw new NotFound('对接会', id);
  const guests = await listingsOf(tx, id);
  authorise(caller, action, {
    area: row.area,
    organisationIds: row.state === 'draft' ? [] : guests.map((guest) => guest.organisation_id),
  });
  return row;
}

export function listingsOf(tx: Tx, id: string): Promise<ListingRow[]> {
  return rows<ListingRow & Record<string, unknown>>(
    tx,
    'SELECT * FROM meeting_listings WHERE meeting_id = $1 ORDER BY side, number',
    [id],
  );
}

export function checkInsOf(tx: Tx, id: string): Promise<CheckInRow[]> {
  return rows<CheckInRow & Record<string, unknown>>(
    tx,
    'SELECT * FROM meeting_check_ins WHERE meeting_id = $1 ORDER BY at',
    [id],
  );
}

export function pairsOf(tx: Tx, id: string): Promise<PairRow[]> {
  return rows<PairRow & Record<string, unknown>>(
    tx,
    'SELECT * FROM meeting_pairs WHERE meeting_id = $1 ORDER BY at, part',
    [id],
  );
}

/** Counts the version up; call it once a change. */
export async function touch(tx: Tx, id: string, set = '', values: readonly unknown[] = []): Promise<void> {
  await rows(tx, `UPDATE meetings SET version = version + 1${set && `, ${set}`} WHERE id = $1`, [
    id,
    ...values,
  ]);
}

export async function writeHistory(
  tx: Tx,
  meetingId: string,
  what: string,
  actor: Person,
  reason: string | null = null,
): Promise<void> {
  await rows(
    tx,
    'INSERT INTO meeting_history (meeting_id, what, actor_id, actor_name, reason) VALUES ($1, $2, $3, $4, $5)',
    [meetingId, what, actor.personId, actor.name, reason],
  );
}

export function meetingView(row: MeetingRow): MeetingView {
  const { id, number, title, day, starts, ends, place, link, area, note, state, reason, version } = row;
  const shown = { id, number, title, day, starts, ends, place, link, area, note, state, reason, version };
  return { ...shown, bodyName: row.body_name, createdAt: row.created_at.toISOString() };
}

export function subjectOf({ id }: Pick<MeetingRow, 'id'>): string {
  return `meeting:${id}`;
}

/** What every fact of a meeting carries. */
export function factOf({ id, number, title, body_id, area, day }: MeetingRow) {
  return { meetingId: id, number, title, bodyId: body_id, area, day } satisfies Omit<
    FactOf<'meeting.announced'>,
    'name'
  >;
}
