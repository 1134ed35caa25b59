import { z } from 'zod';

/** One setting: what it is for, how it is read, what it is when nobody says. */
export interface Setting<T> {
  readonly about: string;
  readonly schema: z.ZodType<T, string>;
  readonly fallback: string | undefined;
  readonly secret: boolean;
}

function setting<T>(
  about: string,
  schema: z.ZodType<T, string>,
  fallback?: string,
  secret = false,
): Setting<T> {
  return { about, schema, fallback, secret };
}

const port = z
  .string()
  .regex(/^\d+$/, { error: 'should be a whole number' })
  .transform(Number)
  .pipe(z.number().max(65535, { error: 'should be 0 to 65535' }));
const positive = z
  .string()
  .regex(/^[1-9]\d*$/, { error: 'should be a whole number above 0' })
  .transform(Number);
const zeroTo = (max: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, { error: 'should be a number' })
    .transform(Number)
    .pipe(z.number().max(max, { error: `should be at most ${max}` }));
const onOff = z.enum(['on', 'off'], { error: 'should be on or off' }).transform((value) => value === 'on');
const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `should be a URL of ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });

/** Every setting there is. `undefined` as the fallback means: not set. */
export const settings = {
  PORT: setting('HTTP port; 0 takes a free one', port, '3000'),
  HOST: setting('address the HTTP server listens on', z.string().min(1), '127.0.0.1'),
  PUBLIC_URL: setting('address under which people reach the site', url('http:', 'https:')),
  TRUSTED_PROXIES: setting(
    'reverse proxies before the API that set X-Forwarded-*: the client is the address that the outermost of them saw',
    zeroTo(10).pipe(z.number().int({ error: 'should be a whole number' })),
    '0',
  ),
  DATA_DIR: setting('directory of the embedded database and of files', z.string().min(1), './data'),
  FILES_DIR: setting(
    'directory of uploaded files, one for all processes: shared where they run on several machines; without it DATA_DIR/files',
    z.string().min(1),
  ),
  S3_ENDPOINT: setting(
    'S3-compatible store of uploaded files instead of FILES_DIR: address of the service, or of the bucket where S3_BUCKET is not set',
    url('http:', 'https:'),
  ),
  S3_BUCKET: setting(
    'bucket, as the last part of the path',
    z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: 'should be the name of a bucket' }),
  ),
  S3_REGION: setting('region that requests are signed for', z.string().min(1), 'us-east-1'),
  S3_ACCESS_KEY: setting('id of the key for the bucket', z.string().min(1), undefined, true),
  S3_SECRET_KEY: setting('the key itself', z.string().min(1), undefined, true),
  S3_TIMEOUT_SECONDS: setting('seconds that a request to the store may take', positive, '60'),
  DATABASE_URL: setting(
    'PostgreSQL, as a role without rights over the schema; without it one is started under DATA_DIR',
    url('postgres:', 'postgresql:'),
    undefined,
    true,
  ),
  DATABASE_OWNER_URL: setting(
    'the same database as the owner of its schema, for migrations alone; without it DATABASE_URL applies them',
    url('postgres:', 'postgresql:'),
    undefined,
    true,
  ),
  DATABASE_POOL: setting(
    'connections a process keeps to PostgreSQL; three of ten of an API are for imports and reports',
    positive,
    '10',
  ),
  IMPORTS_AT_ONCE: setting(
    'imports that are worked on at a time, over all workers; the others wait, and their pages say so',
    positive,
    '2',
  ),
  DATABASE_WAIT_SECONDS: setting('seconds a request waits for a free connection, then 503', positive, '5'),
  DATABASE_STATEMENT_SECONDS: setting(
    'seconds a statement of a request may take; those of imports and reports twenty times as long',
    positive,
    '15',
  ),
  REDIS_URL: setting(
    'Redis for the queues; without it they live in PostgreSQL',
    url('redis:', 'rediss:'),
    undefined,
    true,
  ),
  QUEUE_PREFIX: setting('prefix of the queues in Redis', z.string().min(1), '{duijie}'),
  MEILI_URL: setting('Meilisearch; without it search runs on PostgreSQL', url('http:', 'https:')),
  MEILI_KEY: setting('key of Meilisearch', z.string().min(1), undefined, true),
  MEILI_PREFIX: setting('prefix of the indexes in Meilisearch', z.string().regex(/^[a-z0-9_-]+$/), 'duijie'),
  METRICS_PORT: setting('port of GET /metrics of the API, beside its own; off without it', port),
  WORKER_METRICS_PORT: setting('port of GET /metrics of a worker; off without it', port),
  METRICS_TOKEN: setting(
    'bearer token that /metrics wants; with it /metrics answers on the API port too',
    z.string().min(16, { error: 'should have at least 16 characters' }),
    undefined,
    true,
  ),
  FOLLOWER_LAG_SECONDS: setting(
    'seconds that a fact may wait for a follower before /health/ready says degraded',
    positive,
    '60',
  ),
  LOG_LEVEL: setting(
    'trace, debug, info, warn, error or silent',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'should be trace, debug, info, warn, error or silent',
    }),
    'info',
  ),
  CITY_CODE: setting(
    'code of the city, for what its own body issues',
    z.string().regex(/^[0-9A-Za-z]{1,20}$/),
    '410100',
  ),
  CHECK_ANSWERS: setting(
    'refuse to send an answer that its schema does not describe (on in the tests and in npm run dev)',
    onOff,
    'off',
  ),
  SAMPLE_DATA: setting('load sample data into an empty embedded database', onOff, 'on'),
  LIVENESS_SECONDS: setting('seconds without a sign of life after which a process is ended', positive, '60'),
  BODY_SECONDS: setting('seconds a request body, or a stretch of an upload, has to come', positive, '30'),
  DATABASE_DISK: setting(
    'data directory of a PostgreSQL on this machine: with less than 64 MiB free there, changes are refused (507) before the server must end; `duijie up` sets it for the embedded one',
    z.string().min(1),
  ),
  DISK_LEAST_MB: setting(
    'MiB free for files and for a database on this machine, below which /health/ready is degraded',
    positive,
    '200',
  ),
  WATCH_SESSION_SECONDS: setting(
    'seconds after which an open stream looks at its session again',
    positive,
    '30',
  ),
  INVITATION_DAYS: setting('days after which an unused invitation ends', positive, '7'),
  SESSION_DAYS: setting('days after which a session ends, used or not', positive, '7'),
  SESSION_IDLE_HOURS: setting('hours without use after which a session ends', positive, '12'),
  DEVICE_DAYS: setting(
    'days without a sign-in after which a browser is no longer known: tries of a known one are counted apart',
    positive,
    '180',
  ),
  SIGN_IN_FREE_FAILURES: setting(
    'failures at a login from one network before pauses begin; forgotten after a day without any',
    positive,
    '8',
  ),
  SIGN_IN_FIRST_PAUSE_SECONDS: setting('the first pause; each failure doubles it', positive, '15'),
  SIGN_IN_LONGEST_PAUSE_SECONDS: setting('the longest pause', positive, '900'),
  SIGN_IN_ADDRESS_FAILURES: setting(
    'failed sign-ins an hour from one address, over all logins; successes do not count',
    positive,
    '300',
  ),
  LIMIT_APPLICATIONS: setting('registrations and applications an hour from one address', positive, '200'),
  LIMIT_INVITATIONS: setting('people added and invited an hour by one person', positive, '100'),
  LIMIT_PASSWORD_CHANGES: setting(
    'passwords that one person gives again in an hour, to change the password or to end other sessions',
    positive,
    '10',
  ),
  LIMIT_UPLOADS: setting('files an hour from one person', positive, '200'),
  LIMIT_EXPORTS: setting('exports an hour by one person', positive, '200'),
  CLAIM_ANSWER_DAYS: setting(
    'days in which the other side may confirm a claim; after the last one it expires',
    positive,
    '30',
  ),
  CLAIM_REMIND_DAYS: setting(
    'how many days before that last one reminders are due, with commas between; empty for none',
    z
      .string()
      .regex(/^(\d{1,3}(,\d{1,3})*)?$/, { error: 'should be whole numbers with commas between' })
      .transform((text) => text.split(',').filter(Boolean).map(Number)),
    '7,1',
  ),
  EVIDENCE_SM3: setting('keep the SM3 of evidence (GB/T 32905) beside its SHA-256', onOff, 'off'),
  MATCH_THREADS: setting('worker threads of a full rematch of each market', positive, '2'),
  MATCH_KEEP: setting('matches kept for a scenario', positive, '50'),
  MATCH_PER_FIRM: setting('products of one firm among the first twenty of a scenario', positive, '3'),
  MATCH_MIN: setting('points (0–100) below which a pair is not proposed', zeroTo(100), '15'),
  MATCH_FIRST_VERSION: setting('prefer first-version products where a scenario asks for it', onOff, 'on'),
  MATCH_SUITABLE: setting('points (0–100) from which a match counts as suitable', zeroTo(100), '40'),
  EMBEDDINGS_URL: setting(
    'server that speaks /v1/embeddings; without it matching is by words alone',
    url('http:', 'https:'),
  ),
  EMBEDDINGS_MODEL: setting('name of its model', z.string().min(1), 'multilingual-e5-small'),
  EMBEDDINGS_KEY: setting('key of the embeddings server', z.string().min(1), undefined, true),
  EMBEDDINGS_QUERY_PREFIX: setting('put before what asks, as e5 wants "query: "', z.string(), ''),
  EMBEDDINGS_PASSAGE_PREFIX: setting('put before what is found, as e5 wants "passage: "', z.string(), ''),
  EMBEDDINGS_INPUT_TYPE: setting(
    'send input_type (query or passage), for servers that prefix by themselves',
    onOff,
    'off',
  ),
  EMBEDDINGS_BATCH: setting('texts in a request to the embeddings server', positive, '16'),
  EMBEDDINGS_PER_MINUTE: setting('requests a minute to the embeddings server', positive, '600'),
  EMBEDDINGS_TIMEOUT_SECONDS: setting('seconds the embeddings server has for an answer', positive, '10'),
  EMBEDDINGS_WEIGHT: setting('what nearness of meaning counts beside words, which count 1', zeroTo(10), '1'),
  RERANK_URL: setting(
    'server that speaks /v1/rerank; it puts the first 30 of a list in order, without it they stay',
    url('http:', 'https:'),
  ),
  RERANK_MODEL: setting('name of its model', z.string().min(1), 'bge-reranker-v2-m3'),
  RERANK_KEY: setting('key of the reranking server', z.string().min(1), undefined, true),
  RERANK_BATCH: setting('texts in a request to the reranking server', positive, '30'),
  RERANK_TIMEOUT_SECONDS: setting('seconds it has for a list, which then stands without it', positive, '5'),
  RERANK_WEIGHT: setting(
    'what its order counts beside the order without it, which counts 1',
    zeroTo(10),
    '1',
  ),
  UPLOAD_MAX_MB: setting('largest upload in MiB', positive, '50'),
} as const;

export type SettingName = keyof typeof settings;
type ValueOf<S> = S extends Setting<infer T> ? T : never;
type Optional =
  | 'METRICS_PORT'
  | 'WORKER_METRICS_PORT'
  | 'METRICS_TOKEN'
  | 'PUBLIC_URL'
  | 'FILES_DIR'
  | 'S3_ENDPOINT'
  | 'S3_BUCKET'
  | 'S3_ACCESS_KEY'
  | 'S3_SECRET_KEY'
  | 'DATABASE_URL'
  | 'DATABASE_OWNER_URL'
  | 'REDIS_URL'
  | 'MEILI_URL'
  | 'MEILI_KEY'
  | 'EMBEDDINGS_URL'
  | 'EMBEDDINGS_KEY'
  | 'RERANK_URL'
  | 'RERANK_KEY';

/** The parsed settings; those without a fallback may be undefined. */
export type Settings = {
  readonly [K in SettingName]: K extends Optional
    ? ValueOf<(typeof settings)[K]> | undefined
    : ValueOf<(typeof settings)[K]>;
};
