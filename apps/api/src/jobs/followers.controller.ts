import { Controller } from '@nestjs/common';
import { type AnswerOf, type InputOf, listFollowers, retryFact } from '#contracts';
import { NotFound } from '#kernel';
import { FollowerStates } from '#platform';
import { Endpoint, Input } from '../http/endpoint.decorator.js';

const mostHeld = 200;

/** How far those are who follow the log of facts, and what they could not work. */
@Controller()
export class FollowersController {
  constructor(private readonly states: FollowerStates) {}

  @Endpoint(listFollowers)
  async list(): Promise<AnswerOf<typeof listFollowers>> {
    const [followers, held] = await Promise.all([this.states.list(), this.states.held(mostHeld)]);
    return {
      followers: followers.map(({ oldest, movedAt, troubleSince, ...state }) => ({
        ...state,
        behindSeconds: oldest === null ? null : Math.max(0, Math.floor((Date.now() - +oldest) / 1000)),
        movedAt: movedAt.toISOString(),
        troubleSince: troubleSince?.toISOString() ?? null,
      })),
      held: held.map(({ factId: _, occurredAt, heldSince, nextAttemptAt, ...fact }) => ({
        ...fact,
        occurredAt: occurredAt.toISOString(),
        heldSince: heldSince.toISOString(),
        nextAttemptAt: nextAttemptAt.toISOString(),
      })),
    };
  }

  @Endpoint(retryFact)
  async retry(@Input() { params }: InputOf<typeof retryFact>): Promise<AnswerOf<typeof retryFact>> {
    if (!(await this.states.retry(params.follower, params.place)))
      throw new NotFound('处理不了的事实', `${params.follower} ${params.place}`);
    return this.list();
  }
}
