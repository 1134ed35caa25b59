import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Principal } from '#accounts';
import { DomainError } from '#kernel';

export class TooManyWatchers extends DomainError {
  readonly code = 'job.too_many_watchers';
  readonly status = 429;

  constructor() {
    super(`同时查看进度的页面最多 ${most} 个，请关闭其他页面`, { retryAfterSeconds: 10 });
  }
}

/** Open streams that one person may have in one process. */
export const most = 5;

interface Watcher {
  readonly sessionId: string;
  readonly close: () => void;
}

/** The open streams of this process: who has them, and by which session. */
@Injectable()
export class Watchers implements BeforeApplicationShutdown {
  private readonly byPerson = new Map<string, Set<Watcher>>();

  /** @returns what is to be called when the stream has ended. @throws TooManyWatchers */
  enter({ personId, sessionId }: Principal, close: () => void): () => void {
    const own = this.byPerson.get(personId) ?? new Set();
    if (own.size >= most) throw new TooManyWatchers();
    const watcher = { sessionId, close };
    own.add(watcher);
    this.byPerson.set(personId, own);
    return () => {
      own.delete(watcher);
      if (own.size === 0) this.byPerson.delete(personId);
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
