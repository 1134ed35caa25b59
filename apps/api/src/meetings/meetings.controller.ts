import { Controller } from '@nestjs/common';
import type { Principal } from '#accounts';
import {
  checkInAtDesk,
  checkInByCode,
  createMeeting,
  editMeeting,
  type InputOf,
  inviteToMeeting,
  leaveOutOfMeeting,
  listMeetings,
  type MeetingRecord,
  moveMeeting,
  nameMeetingPair,
  readMeeting,
  removeCheckIn,
} from '#contracts';
import { MeetingClaims } from '#engagements';
import { NotFound } from '#kernel';
import { AttendanceService, MeetingService } from '#meetings';
import { Database } from '#platform';
import { SubjectReader } from '../engagements/subject.reader.js';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { MeetingGuests } from './meeting.guests.js';
import { MeetingViews } from './meeting.views.js';

@Controller()
export class MeetingsController {
  constructor(
    private readonly meetings: MeetingService,
    private readonly attendance: AttendanceService,
    private readonly claims: MeetingClaims,
    private readonly guests: MeetingGuests,
    private readonly views: MeetingViews,
    private readonly subjects: SubjectReader,
    private readonly db: Database,
  ) {}

  @Endpoint(createMeeting)
  async create(@Input() { body }: InputOf<typeof createMeeting>, @Caller() caller: Principal) {
    return this.views.shown(caller, await this.meetings.create(caller, body));
  }

  @Endpoint(listMeetings)
  list(@Input() { query }: InputOf<typeof listMeetings>, @Caller() caller: Principal) {
    const { limit, cursor, ...filter } = query;
    return this.meetings.list(caller, filter, limit, cursor);
  }

  @Endpoint(readMeeting)
  read(@Input() { params }: InputOf<typeof readMeeting>, @Caller() caller: Principal) {
    return this.record(caller, params.id);
  }

  @Endpoint(editMeeting)
  async edit(@Input() { params, body, version }: InputOf<typeof editMeeting>, @Caller() caller: Principal) {
    return this.views.shown(caller, await this.meetings.edit(caller, params.id, version, body));
  }

  @Endpoint(inviteToMeeting)
  async invite(@Input() { params, body }: InputOf<typeof inviteToMeeting>, @Caller() caller: Principal) {
    // Who may not see the meeting learns nothing of the numbers.
    const { market } = await this.meetings.find(caller, params.id);
    const guests = await this.guests.called(caller, market, body.numbers);
    return this.views.shown(caller, await this.meetings.invite(caller, params.id, guests));
  }

  @Endpoint(leaveOutOfMeeting)
  async leaveOut(@Input() { params }: InputOf<typeof leaveOutOfMeeting>, @Caller() caller: Principal) {
    return this.views.shown(caller, await this.meetings.leaveOut(caller, params.id, params.listingId));
  }

  @Endpoint(moveMeeting)
  async move(@Input() { params, body, version }: InputOf<typeof moveMeeting>, @Caller() caller: Principal) {
    return this.views.shown(caller, await this.meetings.move(caller, { id: params.id, version, ...body }));
  }

  @Endpoint(checkInAtDesk)
  async desk(@Input() { params, body }: InputOf<typeof checkInAtDesk>, @Caller() caller: Principal) {
    await this.attendance.atDesk(caller, params.id, body.organisationId);
    return this.record(caller, params.id);
  }

  @Endpoint(checkInByCode)
  async attend(@Input() { params, body }: InputOf<typeof checkInByCode>, @Caller() caller: Principal) {
    await this.attendance.byCode(caller, params.id, body.code);
    return this.record(caller, params.id);
  }

  @Endpoint(removeCheckIn)
  async remove(@Input() { params, body }: InputOf<typeof removeCheckIn>, @Caller() caller: Principal) {
    await this.attendance.remove(caller, params.id, params.organisationId, body.reason);
    return this.record(caller, params.id);
  }

  /** The pair, and what it brings to the ladder: in one transaction, or neither. */
  @Endpoint(nameMeetingPair)
  name(@Input() { params, body }: InputOf<typeof nameMeetingPair>, @Caller() caller: Principal) {
    return this.db.together(async () => {
      const met = await this.attendance.name(caller, params.id, body);
      if (met) {
        const subject = await this.subjects.inForce(met.demandListingId, met.supplyListingId);
        if (!subject) throw new NotFound('在发布状态的需求和供给');
        await this.claims.meet({ ...met, subject });
      }
      return this.record(caller, params.id);
    });
  }

  private async record(caller: Principal, id: string): Promise<MeetingRecord> {
    return this.views.shown(caller, await this.meetings.find(caller, id));
  }
}
