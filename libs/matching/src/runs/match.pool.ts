import { Injectable } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { MarketCode } from '#contracts';
import { Config } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { ThreadResult, ThreadTask } from './match.thread.js';

type Threads = Piscina<ThreadTask, ThreadResult>;

/** Threads that see a market's tables as they were at a generation of them. */
interface Pool {
  readonly threads: Threads;
  readonly catalogue: Catalogue;
  readonly generation: number;
}

/** Threads that share a market's catalogue; made when first wanted, ended when nobody has asked for a while. */
@Injectable()
export class MatchPool {
  private readonly pools = new Map<MarketCode, Pool>();

  constructor(
    private readonly cache: CatalogueCache,
    private readonly config: Config,
  ) {}

  async match(market: MarketCode, task: Omit<ThreadTask, 'features'>): Promise<ThreadResult> {
    const { catalogue } = this.cache.of(market);
    const features = task.demands.map((demand) => catalogue.rules.demandFeatures(demand));
    return this.current(market, catalogue).run({ ...task, features });
  }

  private current(market: MarketCode, catalogue: Catalogue): Threads {
    const known = this.pools.get(market);
    if (known?.generation === catalogue.generation && known.catalogue === catalogue) return known.threads;
    // Threads that see tables which have been replaced finish what they have, and go.
    void known?.threads.close();
    const threads: Threads = new Piscina({
      filename: new URL('./match.thread.js', import.meta.url).href,
      workerData: catalogue.handle,
      minThreads: 0,
      maxThreads: this.config.get('MATCH_THREADS'),
      idleTimeout: 30_000,
      concurrentTasksPerWorker: 1,
    });
    this.pools.set(market, { threads, catalogue, generation: catalogue.generation });
    return threads;
  }

  async onApplicationShutdown(): Promise<void> {
    for (const { threads } of this.pools.values()) await threads.destroy();
  }
}
