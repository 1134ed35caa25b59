import { Module } from '@nestjs/common';
import { AccountsModule } from '#accounts';
import { EngagementsModule } from '#engagements';
import { ListingsModule } from '#listings';
import { MatchingModule } from '#matching';
import { ListingsApiModule } from '../listings/listings.module.js';
import { GapsController } from './gaps.controller.js';
import { MatchAnswers } from './match.answers.js';
import { MatchingController, matchesControllers } from './matching.controller.js';
import { SteeringController } from './steering.controller.js';
import { SteeringViews } from './steering.views.js';

@Module({
  imports: [AccountsModule, EngagementsModule, ListingsModule, MatchingModule, ListingsApiModule],
  controllers: [MatchingController, ...matchesControllers, SteeringController, GapsController],
  providers: [MatchAnswers, SteeringViews],
})
export class MatchingApiModule {}
