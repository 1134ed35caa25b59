import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Config, Database } from '#platform';
import { Session } from './entities/session.js';

/** What of this lib nobody needs any more: sessions that have ended, tries and browsers that are forgotten. */
@Injectable()
export class AccountsPruning {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  async prune(): Promise<void> {
    await this.db.manager.delete(Session, { expiresAt: LessThan(new Date()) });
    await this.db.query('DELETE FROM throttle_counts WHERE expire < extract(epoch FROM now()) * 1000');
    await this.db.query('DELETE FROM throttle_pauses WHERE forgotten_at < now()');
    await this.db.query('DELETE FROM known_devices WHERE seen_at < now() - make_interval(days => $1)', [
      this.config.get('DEVICE_DAYS'),
    ]);
  }
}
