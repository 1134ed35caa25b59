import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import { DomainError } from '#kernel';
import { Config, Database, JobWatches } from '#platform';

class TooManyWatchers extends DomainError {
  readonly code = 'job.too_many_watchers';
  readonly status = 429;

  constructor() {
    super(`同时查看进度的页面最多 ${mostStreams} 个，请关闭其他页面`, { retryAfterSeconds: 10 });
  }
}

/** Open streams that one person may have, in all processes together. */
const mostStreams = 5;
/** Of the time between two looks at the session: a place that missed two is free. */
const looksMissed = 3;

interface Watcher {
  readonly sessionId: string;
  readonly close: () => void;
}

/** What a stream has while it is open. */
export interface Place {
  /** @returns false where it has ended meanwhile, since nobody renewed it in time. */
  readonly renew: () => Promise<boolean>;
  readonly leave: () => Promise<void>;
}

/** The open streams of this process, by person and session, with their places among those of all processes. */
@Injectable()
export class Watchers implements BeforeApplicationShutdown {
  private readonly byPerson = new Map<string, Set<Watcher>>();
  private readonly watches: JobWatches;
  private readonly seconds: number;

  constructor(db: Database, config: Config) {
    this.watches = new JobWatches(db);
    this.seconds = looksMissed * config.get('WATCH_SESSION_SECONDS');
  }

  /** @throws TooManyWatchers `job.too_many_watchers` */
  async enter({ personId, sessionId }: Principal, close: () => void): Promise<Place> {
    const place = await this.watches.enter(personId, mostStreams, this.seconds);
    if (place === undefined) throw new TooManyWatchers();
    const watcher = { sessionId, close };
    const own = this.byPerson.get(personId) ?? new Set();
    this.byPerson.set(personId, own.add(watcher));
    return {
      renew: () => this.watches.renew(place, this.seconds),
      leave: async () => {
        own.delete(watcher);
        if (own.size === 0 && this.byPerson.get(personId) === own) this.byPerson.delete(personId);
        await this.watches.leave(place);
      },
    };
  }

  /** An open stream would keep the server from closing. */
  beforeApplicationShutdown(): void {
    for (const own of this.byPerson.values()) for (const watcher of own) watcher.close();
  }

  /** Closes what a session has open: its person has signed out. */
  endSession(personId: string, sessionId: string): void {
    for (const watcher of [...(this.byPerson.get(personId) ?? [])])
      if (watcher.sessionId === sessionId) watcher.close();
  }
}
