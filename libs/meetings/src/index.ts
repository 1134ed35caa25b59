export { AttendanceService, type MetPair, type NamedPair } from './attendance.service.js';
export { meetingStates, type Witness } from './domain/meeting.js';
export { meetingSeen } from './domain/sight.js';
export {
  CheckInClosed,
  InvitationUsed,
  MeetingHasPairs,
  MeetingMarketFixed,
  MeetingNotHeld,
  MeetingNotOpen,
  NotCheckedIn,
  WrongCheckInCode,
} from './errors.js';
export { type Guest, type KnownMeeting, MeetingService, type Move } from './meeting.service.js';
export { MeetingsModule } from './meetings.module.js';
