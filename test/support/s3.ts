import { createHash, createHmac } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * A server for tests that speaks as much of S3's protocol as the platform's client asks for: PUT, GET, HEAD and DELETE
 * of an object, HEAD of the bucket and ListObjectsV2, in path style, with signatures of version 4 that are computed
 * anew and compared, and checksums that are compared with what has come. It is no store for anything else.
 */
export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** What objects are answered with meanwhile, instead of being kept: a code and a status of S3's. */
  refuse?: { readonly status: number; readonly code: string } | undefined;
  /** Answers nothing at all meanwhile. */
  silent: boolean;
  /** The largest piece that was written at once, in bytes: content came as a stream. */
  largestPiece: number;
  /** Makes an object look as if it had been kept then. */
  age(name: string, at: Date): void;
  stop(): Promise<void>;
}

const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

export async function startS3(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-s3-'));
  const ages = new Map<string, Date>();
  const [bucket, accessKey, secretKey] = ['duijie-files', 'suite', 'a secret of the suite'];
  const objects = join(folder, bucket);
  await mkdir(objects);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://store');
    const fail = (status: number, code: string) => {
      request.resume();
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(request.method === 'HEAD' ? undefined : xml(`<Error><Code>${code}</Code></Error>`));
    };
    if (signatureOf(request, url, secretKey) !== request.headers.authorization)
      return fail(403, 'SignatureDoesNotMatch');
    const [, of, ...rest] = url.pathname.split('/').map(decodeURIComponent);
    if (of !== bucket) return fail(404, 'NoSuchBucket');
    const name = rest.join('/');
    if (name === '') {
      if (request.method === 'HEAD') return void response.end();
      return void response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(await listing(objects, ages, url.searchParams));
    }
    const path = join(objects, name);
    if (request.method === 'PUT') {
      if (server.refuse) return fail(server.refuse.status, server.refuse.code);
      const half = join(folder, `${process.hrtime.bigint()}`);
      const hash = createHash('sha256');
      request.on('data', (piece: Buffer) => {
        hash.update(piece);
        server.largestPiece = Math.max(server.largestPiece, piece.length);
      });
      await pipeline(request, createWriteStream(half));
      if (hash.digest('base64') !== request.headers['x-amz-checksum-sha256']) return fail(400, 'BadDigest');
      await mkdir(dirname(path), { recursive: true });
      await rename(half, path);
      ages.delete(name);
      return void response.end();
    }
    if (request.method === 'DELETE') {
      await rm(path, { force: true });
      return void response.writeHead(204).end();
    }
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return fail(404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': found.size });
    if (request.method === 'HEAD') return void response.end();
    await pipeline(createReadStream(path), response);
  };
  const http = createServer((request, response) => {
    if (server.silent) return;
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const address = http.address();
  const server: S3Server = {
    endpoint: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    bucket,
    accessKey,
    secretKey,
    silent: false,
    largestPiece: 0,
    age: (name, at) => void ages.set(name, at),
    stop: async () => {
      http.closeAllConnections();
      await new Promise((closed) => http.close(closed));
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

async function listing(
  root: string,
  ages: ReadonlyMap<string, Date>,
  query: URLSearchParams,
): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter(
      (name) => name.startsWith(query.get('prefix') ?? '') && name > (query.get('continuation-token') ?? ''),
    )
    .sort();
  const most = Number(query.get('max-keys') ?? 1000);
  const page = names.slice(0, most);
  const contents = await Promise.all(
    page.map(async (name) => {
      const { size, mtime } = await stat(join(root, name));
      const at = (ages.get(name) ?? mtime).toISOString();
      return `<Contents><Key>${name}</Key><LastModified>${at}</LastModified><ETag>"0"</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
    }),
  );
  const more = names.length > most;
  return xml(
    `<ListBucketResult><KeyCount>${page.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${more}</IsTruncated>${contents.join('')}${
      more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
    }</ListBucketResult>`,
  );
}

/** What the Authorization header has to be: AWS Signature Version 4 of the headers that it names. */
function signatureOf({ method, headers }: IncomingMessage, url: URL, secretKey: string): string | undefined {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/((\d{8})\/([^/]+)\/s3\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=/.exec(
      headers.authorization ?? '',
    );
  if (!given || headers['x-amz-date'] === undefined) return 'unsigned';
  const [, key, scope = '', day = '', region = '', signed = ''] = given;
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const canonical = [
    method,
    url.pathname,
    query,
    ...signed.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    signed,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const signing = [region, 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    hmac(`AWS4${secretKey}`, day),
  );
  return `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=${signed}, Signature=${hmac(signing, toSign).toString('hex')}`;
}
