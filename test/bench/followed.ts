import type { INestApplicationContext } from '@nestjs/common';
import { pino } from 'pino';
import type { ListingKind } from '#contracts';
import { listingFacts } from '#listings';
import { MatchingService } from '#matching';
import { Database, FollowerRunner, follower } from '#platform';

/** What following some approvals took, in milliseconds; `cpu…` of this process alone. */
export interface FollowedTimes {
  readonly needs: number;
  readonly noted: number;
  readonly cpuToNote: number;
  readonly cpuToRank: number;
  /** From the commit of the approvals until their lists are written. */
  readonly matched: number;
}

/** The matching follower, woken by the log as in a worker; it says what each of its steps took. */
export class Followed {
  private readonly runner: FollowerRunner;
  private finished: ((times: Omit<FollowedTimes, 'matched'>) => void) | undefined;
  private awaited = new Set<string>();

  constructor(
    private readonly matching: MatchingService,
    app: INestApplicationContext,
    url: string,
  ) {
    const own = follower('matching', {
      facts: listingFacts,
      batch: 2000,
      outside: async (facts) => {
        const published = facts.flatMap(({ fact }) => (fact.name === 'listing.published' ? [fact] : []));
        await this.follow(published.map(({ kind, listingId }) => ({ kind, id: listingId })));
      },
    });
    this.runner = new FollowerRunner(app.get(Database), url, [own], { logger: pino({ level: 'error' }) });
    this.runner.start();
  }

  static of(app: INestApplicationContext, url: string): Followed {
    return new Followed(app.get(MatchingService), app, url);
  }

  /** @param approve commits the approvals of these listings. */
  async after(ids: readonly string[], approve: () => Promise<void>): Promise<FollowedTimes> {
    this.awaited = new Set(ids);
    const done = new Promise<Omit<FollowedTimes, 'matched'>>((resolve) => {
      this.finished = resolve;
    });
    await approve();
    const committed = performance.now();
    const times = await done;
    return { ...times, matched: performance.now() - committed };
  }

  stop(): Promise<void> {
    return this.runner.stop();
  }

  private async follow(listings: readonly { readonly kind: ListingKind; readonly id: string }[]) {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const noted = await this.matching.note({ listings, left: [], decided: [] });
    const [at, atCpu, cpuToNote] = [performance.now(), process.cpuUsage(), cpuMs(cpu)];
    await this.matching.work();
    for (const { id } of listings) this.awaited.delete(id);
    if (this.awaited.size > 0) return;
    const needs = noted.reduce((sum, of) => sum + of.needs.length, 0);
    this.finished?.({ needs, noted: at - began, cpuToNote, cpuToRank: cpuMs(atCpu) });
  }
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
