import { z } from 'zod';
import { marketCode } from '../codes.js';
import { code, day, id, idParams, many, nameText, page, pageQuery, reason, text } from './common.js';
import { endpoint } from './endpoint.js';

export const meetingState = z.enum(['draft', 'announced', 'held', 'closed', 'cancelled']);
export type MeetingState = z.output<typeof meetingState>;
const side = z.enum(['demand', 'supply']);
export type MeetingSide = z.output<typeof side>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: '应为时刻，形如 09:30' });
const link = z.url({ protocol: /^https$/, error: '应为 https:// 开头的网址' }).max(500);

const meetingContent = {
  /** Whose listings it is for, and whose figures it counts in. */
  market: marketCode.default('software'),
  title: nameText(120),
  day,
  /** Of Asia/Shanghai. */
  starts: clock,
  ends: clock,
  place: text(200).nullable().default(null),
  /** Where it takes place online. */
  link: link.nullable().default(null),
  /** Reporting area, code; null: of the whole city, for the city's coordinators alone. */
  area: code.nullable().default(null),
  note: text(2000, 0).default(''),
};
const whole = z
  .strictObject(meetingContent)
  .refine(({ starts, ends }) => starts < ends, { path: ['ends'], error: '结束时间应晚于开始时间' })
  .refine(({ place, link: online }) => place !== null || online !== null, {
    path: ['place'],
    error: '地点与线上会议地址至少填写一项',
  });
export type MeetingContent = z.output<typeof whole>;

const meetingListing = z.strictObject({
  side,
  listingId: id,
  number: z.string(),
  title: z.string(),
  organisationId: id,
  organisationName: z.string(),
  /** When its organisation checked in; null: it has not yet. */
  checkedInAt: z.string().nullable(),
});
export type MeetingListing = z.output<typeof meetingListing>;

const meetingPair = z.strictObject({
  demandListingId: id,
  supplyListingId: id,
  /** The parts in which people have named it. */
  namedBy: z.array(z.enum(['demand', 'supply', 'coordinator'])),
  /** When it became a pair that met: a coordinator named it, or both sides did. */
  metAt: z.string().nullable(),
  /** What came of it; null where the caller may not see it, or nothing has yet. */
  engagement: z
    .strictObject({
      id,
      number: z.string(),
      level: z.number().int(),
      /** Of its claim of level 2. */
      claimState: z.string().nullable(),
    })
    .nullable(),
});

const meetingView = z.strictObject({
  id,
  number: z.string(),
  market: marketCode,
  title: z.string(),
  day: z.string(),
  starts: z.string(),
  ends: z.string(),
  place: z.string().nullable(),
  link: z.string().nullable(),
  area: z.string().nullable(),
  note: z.string(),
  state: meetingState,
  reason: z.string().nullable(),
  bodyName: z.string(),
  createdAt: z.string(),
  version: z.number().int(),
});
export type MeetingView = z.output<typeof meetingView>;

const meetingRecord = meetingView.extend({
  /** By which organisations check in; null for everyone but coordinators. */
  checkInCode: z.string().nullable(),
  listings: z.array(meetingListing),
  checkIns: z.array(
    z.strictObject({
      organisationId: id,
      organisationName: z.string(),
      at: z.string(),
      by: z.string(),
      how: z.enum(['desk', 'code']),
    }),
  ),
  pairs: z.array(meetingPair),
  history: z.array(
    z.strictObject({
      at: z.string(),
      what: z.string(),
      actorName: z.string(),
      reason: z.string().nullable(),
    }),
  ),
});
export type MeetingRecord = z.output<typeof meetingRecord>;

const tag = 'meetings';

export const createMeeting = endpoint({
  method: 'POST',
  path: '/meetings',
  tag,
  summary: '拟定对接会',
  action: 'meeting.edit',
  body: whole,
  answer: meetingRecord,
  status: 201,
});
export const listMeetings = endpoint({
  method: 'GET',
  path: '/meetings',
  tag,
  summary: '对接会（邀请了本单位的，或协调部门辖区内的）',
  action: 'meeting.read',
  query: pageQuery.extend({ state: many(meetingState), market: many(marketCode) }),
  answer: page(meetingView),
});
export const readMeeting = endpoint({
  method: 'GET',
  path: '/meetings/:id',
  tag,
  summary: '查看对接会',
  action: 'meeting.read',
  params: idParams,
  answer: meetingRecord,
});
export const editMeeting = endpoint({
  method: 'PUT',
  path: '/meetings/:id',
  tag,
  summary: '修改尚未举办的对接会',
  action: 'meeting.edit',
  params: idParams,
  body: whole,
  answer: meetingRecord,
  versioned: true,
});
export const inviteToMeeting = endpoint({
  method: 'POST',
  path: '/meetings/:id/listings',
  tag,
  summary: '按编号邀请所属供需市场的需求和供给；已邀请的不变',
  action: 'meeting.edit',
  params: idParams,
  body: z.strictObject({ numbers: z.array(text(40)).min(1).max(200) }),
  answer: meetingRecord,
});
export const leaveOutOfMeeting = endpoint({
  method: 'DELETE',
  path: '/meetings/:id/listings/:listingId',
  tag,
  summary: '取消一项邀请',
  action: 'meeting.edit',
  params: idParams.extend({ listingId: id }),
  answer: meetingRecord,
});
export const moveMeeting = endpoint({
  method: 'POST',
  path: '/meetings/:id/move',
  tag,
  summary: '发出通知、确认举办、结束或取消（取消须说明理由）',
  action: 'meeting.edit',
  params: idParams,
  body: z
    .strictObject({ to: meetingState.exclude(['draft']), reason: reason.optional() })
    .refine(({ to, reason: why }) => to !== 'cancelled' || why !== undefined, {
      path: ['reason'],
      error: '取消对接会须说明理由',
    }),
  answer: meetingRecord,
  versioned: true,
});
export const checkInAtDesk = endpoint({
  method: 'POST',
  path: '/meetings/:id/check-ins',
  tag,
  summary: '现场登记一家受邀单位到场',
  action: 'meeting.desk',
  params: idParams,
  body: z.strictObject({ organisationId: id }),
  answer: meetingRecord,
});
export const checkInByCode = endpoint({
  method: 'POST',
  path: '/meetings/:id/attend',
  tag,
  summary: '受邀单位人员凭现场签到码签到（会议当日）',
  action: 'meeting.attend',
  params: idParams,
  body: z.strictObject({ code: text(20) }),
  answer: meetingRecord,
});
export const removeCheckIn = endpoint({
  method: 'POST',
  path: '/meetings/:id/check-ins/:organisationId/remove',
  tag,
  summary: '更正登记有误的签到',
  action: 'meeting.desk',
  params: idParams.extend({ organisationId: id }),
  body: z.strictObject({ reason }),
  answer: meetingRecord,
});
export const nameMeetingPair = endpoint({
  method: 'POST',
  path: '/meetings/:id/pairs',
  tag,
  summary: '记录在会上对接的一对；协调部门记录或双方都记录的，计为会上对接，形成待核实（或待确认）的申报',
  action: 'meeting.pair',
  refusals: [409],
  params: idParams,
  body: z.strictObject({ demandListingId: id, supplyListingId: id }),
  answer: meetingRecord,
});
