import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Database, EmbeddedPostgres } from '#platform';
import { loadedEntities } from './entities.js';

export interface TemporaryDatabase {
  readonly url: string;
  readonly db: Database;
  /** A data directory, gone with the rest. */
  readonly folder: string;
  close(): Promise<void>;
}

/** The project's embedded PostgreSQL in a folder that goes with the bench, as the owner of its schema. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-bench-'));
  const cluster = new EmbeddedPostgres(folder);
  const { ownerUrl: url } = await cluster.start();
  const source = await new DataSource({
    type: 'postgres',
    url,
    poolSize: 2,
    entities: loadedEntities(),
  }).initialize();
  return {
    url,
    folder,
    db: new Database(source),
    close: async () => {
      await source.destroy();
      await cluster.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
