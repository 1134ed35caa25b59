import { openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { S3mini, S3ServiceError } from 's3mini';
import { FilesAway, type LocalContent, type ObjectEntry, type Objects } from './objects.js';

export interface S3Options {
  /** Of the service, or of the bucket itself where `bucket` is not given. */
  readonly endpoint: string;
  readonly bucket: string | undefined;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly timeoutMs: number;
  /** Directory of this machine where content lies while it comes and while it is read. */
  readonly spool: string;
}

const page = 1000;
/** What services answer where a quota or their disks are used up. */
const full = /quota|storagefull|insufficient.?storage/i;
const insufficientStorage = 507;

/** A bucket of any service that speaks S3's protocol. */
export class S3Objects implements Objects {
  readonly place: string;
  readonly spool: string;
  private readonly client: S3mini;

  constructor({ endpoint, bucket, region, accessKey, secretKey, timeoutMs, spool }: S3Options) {
    const address = new URL(endpoint);
    if (bucket !== undefined) address.pathname = `${address.pathname.replace(/\/$/, '')}/${bucket}`;
    this.place = address.href.replace(/\/$/, '');
    this.spool = spool;
    this.client = new S3mini({
      endpoint: this.place,
      region,
      accessKeyId: accessKey,
      secretAccessKey: secretKey,
      requestAbortTimeout: timeoutMs,
      // A body that might be sent again to another address is held whole in memory; and none is signed for another.
      fetch: (input, init) => fetch(input, { ...init, redirect: 'error' }),
    });
  }

  /** Streamed from the disk; the service compares it with its hash. */
  async keep(name: string, { path, sha256 }: LocalContent): Promise<void> {
    const content = await openAsBlob(path);
    const checksum = Buffer.from(sha256, 'hex').toString('base64');
    await asked(() =>
      this.client.putObject(name, content, undefined, undefined, { 'x-amz-checksum-sha256': checksum }),
    );
  }

  async open(name: string): Promise<Readable | undefined> {
    const answer = await asked(() => this.client.getObjectResponse(name));
    if (!answer) return undefined;
    return Readable.from(contentOf(answer), { objectMode: false });
  }

  pathOf(): undefined {
    return undefined;
  }

  async keptAt(name: string): Promise<Date | undefined> {
    const found = await asked(() => this.client.listObjectsPaged('/', name, 1));
    const entry = found?.objects?.find(({ Key }) => Key === name);
    return entry && new Date(entry.LastModified);
  }

  async remove(name: string): Promise<void> {
    await asked(() => this.client.deleteObject(name));
  }

  async *list(): AsyncGenerator<ObjectEntry> {
    for (let from: string | undefined; ; ) {
      const found = await asked(() => this.client.listObjectsPaged('/', '', page, from));
      if (!found) throw new FilesAway(new Error(`no such bucket: ${this.place}`));
      for (const { Key, LastModified } of found.objects ?? [])
        yield { name: Key, at: new Date(LastModified) };
      from = found.nextContinuationToken;
      if (!from) return;
    }
  }

  async probe(): Promise<void> {
    if (!(await asked(() => this.client.bucketExists())))
      throw new Error('no such bucket, or no right to it');
  }
}

async function* contentOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (!body) return;
  try {
    for await (const chunk of body as ReadableStream<Uint8Array>) yield chunk;
  } catch (error) {
    throw new FilesAway(error);
  }
}

async function asked<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (isFull(error))
      throw Object.assign(new Error('the bucket is full', { cause: error }), { code: 'ENOSPC' });
    throw new FilesAway(error);
  }
}

function isFull(error: unknown): boolean {
  return (
    error instanceof S3ServiceError &&
    (error.status === insufficientStorage || full.test(error.serviceCode ?? ''))
  );
}
