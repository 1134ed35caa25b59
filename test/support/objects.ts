import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config, FolderObjects, type Objects, S3Objects } from '#platform';
import { startS3 } from './s3.js';

/** A place where files are stored, made for a suite. */
export interface Place {
  readonly objects: Objects;
  /** The same store as another machine has it. */
  readonly elsewhere: Objects;
  age(name: string, at: Date): void;
  close(): Promise<void>;
}

export async function directory(): Promise<Place> {
  const root = mkdtempSync(join(tmpdir(), 'duijie-files-'));
  return {
    objects: new FolderObjects(root),
    elsewhere: new FolderObjects(root),
    age: (name, at) => utimesSync(join(root, name), at, at),
    close: async () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The service that the environment names, in a folder of its own of its bucket; otherwise a server of the suite's. */
export async function bucket(): Promise<Place> {
  const spool = mkdtempSync(join(tmpdir(), 'duijie-spool-'));
  const config = Config.parse(process.env);
  const given = config.get('S3_ENDPOINT');
  const server = given === undefined ? await startS3() : undefined;
  const objects = () =>
    new S3Objects({
      endpoint: server?.endpoint ?? `${given}`,
      bucket: server?.bucket ?? config.get('S3_BUCKET'),
      region: config.get('S3_REGION'),
      accessKey: server?.accessKey ?? config.get('S3_ACCESS_KEY') ?? '',
      secretKey: server?.secretKey ?? config.get('S3_SECRET_KEY') ?? '',
      timeoutMs: 60_000,
      spool,
    });
  return {
    objects: objects(),
    elsewhere: objects(),
    age: (name, at) => server?.age(name, at),
    close: async () => {
      for await (const { name } of objects().list()) await objects().remove(name);
      await server?.stop();
      rmSync(spool, { recursive: true, force: true });
    },
  };
}
