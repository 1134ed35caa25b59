import { Injectable } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Config } from '#platform';
import { CatalogueCache } from '../catalogue/catalogue.cache.js';
import { needFeatures } from '../scoring/domain/features.js';
import type { ThreadResult, ThreadTask } from './match.thread.js';

/** Threads that share the process's catalogue; made when first wanted, ended when nobody has asked for a while. */
@Injectable()
export class MatchPool {
  private pool: Piscina<ThreadTask, ThreadResult> | undefined;
  private generation = -1;
  private catalogue: unknown;

  constructor(
    private readonly cache: CatalogueCache,
    private readonly config: Config,
  ) {}

  async match(task: Omit<ThreadTask, 'needs'>): Promise<ThreadResult> {
    return this.current().run({ ...task, needs: task.scenarios.map(needFeatures) });
  }

  private current(): Piscina<ThreadTask, ThreadResult> {
    const { catalogue } = this.cache;
    if (this.pool && this.generation === catalogue.generation && this.catalogue === catalogue)
      return this.pool;
    // Threads that see tables which have been replaced finish what they have, and go.
    void this.pool?.close();
    this.generation = catalogue.generation;
    this.catalogue = catalogue;
    this.pool = new Piscina<ThreadTask, ThreadResult>({
      filename: new URL('./match.thread.js', import.meta.url).href,
      workerData: catalogue.handle,
      minThreads: 0,
      maxThreads: this.config.get('MATCH_THREADS'),
      idleTimeout: 30_000,
      concurrentTasksPerWorker: 1,
    });
    return this.pool;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }
}
