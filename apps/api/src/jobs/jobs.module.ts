import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { FollowersController } from './followers.controller.js';
import { JobsController } from './jobs.controller.js';
import { Watchers } from './watchers.js';

@Module({
  imports: [AccountsModule],
  controllers: [JobsController, FollowersController],
  providers: [Watchers],
  exports: [Watchers],
})
export class JobsApiModule {}
