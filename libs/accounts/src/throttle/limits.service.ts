import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { type LimitName, rateLimits } from '#contracts';
import { Config, Database, type SettingName } from '#platform';
import type { Principal } from '../domain/principal.js';
import { LimitReached } from './errors.js';
import { addressOf } from './network.js';
import { counterStore } from './store.js';

const hour = 3600;
const settingOf = {
  application: 'LIMIT_APPLICATIONS',
  invitation: 'LIMIT_INVITATIONS',
  password: 'LIMIT_PASSWORD_CHANGES',
  upload: 'LIMIT_UPLOADS',
  export: 'LIMIT_EXPORTS',
} as const satisfies Record<LimitName, SettingName>;

/** How often one person, or one address where nobody is signed in, may do what costs others: an hour's bound each. */
@Injectable()
export class LimitService {
  private readonly limiters: ReadonlyMap<LimitName, RateLimiterPostgres>;

  constructor(db: Database, config: Config) {
    const names = Object.keys(settingOf) as LimitName[];
    this.limiters = new Map(
      names.map((name) => [
        name,
        new RateLimiterPostgres({
          ...counterStore(db),
          keyPrefix: name,
          points: config.get(settingOf[name]),
          duration: hour,
        }),
      ]),
    );
  }

  /** @throws LimitReached `limit.reached` */
  async take(name: LimitName, principal: Principal | undefined, ip: string): Promise<void> {
    try {
      await this.limiters.get(name)?.consume(principal?.personId ?? addressOf(ip));
    } catch (error) {
      if (error instanceof RateLimiterRes)
        throw new LimitReached(rateLimits[name].label, error.msBeforeNext / 1000);
      throw error;
    }
  }
}
