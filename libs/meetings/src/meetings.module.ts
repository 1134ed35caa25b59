import { Module } from '@nestjs/common';
import { entityModule } from '#platform';
import { AttendanceService } from './attendance.service.js';
import { meetingsEntities } from './entities/index.js';
import { MeetingService } from './meeting.service.js';

@Module({
  imports: [entityModule(meetingsEntities)],
  providers: [MeetingService, AttendanceService],
  exports: [MeetingService, AttendanceService],
})
export class MeetingsModule {}
