export { AttendanceService, type MetPair, type NamedPair } from './attendance.service.js';
export type { Witness } from './domain/meeting.js';
export { type Guest, type KnownMeeting, MeetingService, type Move } from './meeting.service.js';
export { MeetingsModule } from './meetings.module.js';
