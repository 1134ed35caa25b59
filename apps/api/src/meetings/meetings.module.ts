import { Module } from '@nestjs/common';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { MeetingsModule } from '#meetings';
import { EngagementsApiModule } from '../engagements/engagements.module.js';
import { ListingsApiModule } from '../listings/listings.module.js';
import { MeetingGuests } from './meeting.guests.js';
import { MeetingViews } from './meeting.views.js';
import { MeetingsController } from './meetings.controller.js';

@Module({
  imports: [MeetingsModule, EngagementsModule, ListingsModule, ListingsApiModule, EngagementsApiModule],
  controllers: [MeetingsController],
  providers: [MeetingGuests, MeetingViews],
})
export class MeetingsApiModule {}
