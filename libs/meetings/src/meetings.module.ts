import { Module } from '@nestjs/common';
import { AttendanceService } from './attendance.service.js';
import { MeetingService } from './meeting.service.js';

@Module({
  providers: [MeetingService, AttendanceService],
  exports: [MeetingService, AttendanceService],
})
export class MeetingsModule {}
