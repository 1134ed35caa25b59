import { join, resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { FolderObjects } from './folder.objects.js';
import type { Objects } from './objects.js';
import { S3Objects } from './s3.objects.js';

/** The bucket of S3_ENDPOINT, or the directory FILES_DIR. */
export function objectsOf(config: Config): Objects {
  const dataDir = config.get('DATA_DIR');
  const endpoint = config.get('S3_ENDPOINT');
  if (endpoint === undefined) return new FolderObjects(config.get('FILES_DIR') ?? join(dataDir, 'files'));
  return new S3Objects({
    endpoint,
    bucket: config.get('S3_BUCKET'),
    region: config.get('S3_REGION'),
    accessKey: config.get('S3_ACCESS_KEY') ?? '',
    secretKey: config.get('S3_SECRET_KEY') ?? '',
    timeoutMs: config.get('S3_TIMEOUT_SECONDS') * 1000,
    spool: resolve(dataDir, 'spool'),
  });
}
