import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningApp, Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { read, staged } from '../support/imports.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';
import { type S3Server, startS3 } from '../support/s3.js';

const csv = '需求名称,需求内容\n病历质控,需要对病历文书实时质控\n';

describe('files in a bucket, as the processes have them', () => {
  let suite: SuiteDatabase;
  let bucket: S3Server;
  let app: RunningApp;
  let city: Visitor;
  let elsewhere: Visitor;
  let organisationId: string;
  const otherDisk = mkdtempSync(join(tmpdir(), 'duijie-other-disk-'));

  beforeAll(async () => {
    [suite, bucket] = await Promise.all([suiteDatabase(), startS3()]);
    await staff(suite.db);
    organisationId = await settle(suite.db, 971, { login: 'clinic', kind: 'user', area: '410105' });
    app = await new RunningApp({
      DATABASE_URL: suite.url,
      LOG_LEVEL: 'silent',
      S3_ENDPOINT: bucket.endpoint,
      S3_BUCKET: bucket.bucket,
      S3_ACCESS_KEY: bucket.accessKey,
      S3_SECRET_KEY: bucket.secretKey,
      S3_TIMEOUT_SECONDS: '2',
    }).start();
    city = await app.visitor().signIn('city', password);
    // A second API that shares nothing with the first but database and bucket.
    const base = await app.launch('api', 'second', { DATA_DIR: otherDisk });
    elsewhere = await new Visitor(String(base)).signIn('city', password);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await bucket?.stop();
    await suite?.drop();
    rmSync(otherDisk, { recursive: true, force: true });
  });

  const upload = () => staged(city, { kind: 'scenario', organisationId }, 'a.csv', csv);

  it('are uploaded to one API and read by another', async () => {
    const { status, body } = await upload();
    expect([status, body.valid]).toEqual([200, 1]);
    const mapping = body.mapping.map(({ column, field }: Record<string, unknown>) => ({ column, field }));
    const again = await elsewhere.send('PATCH', `/imports/${body.id}`, JSON.stringify({ mapping }), {
      'content-type': 'application/json',
      'if-match': `"${body.version}"`,
    });
    expect(again.status).toBe(200);
    expect((await read(elsewhere, body.id)).body.valid).toBe(1);
  });

  it('are told to be away while the bucket does not answer, and taken again afterwards', async () => {
    expect((await city.get('/health/ready')).body.storage).toMatchObject({ ok: true });
    bucket.silent = true;
    const refused = await upload();
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      503,
      'files.away',
      '5',
    ]);
    expect((await city.get('/health/ready')).body).toMatchObject({
      status: 'degraded',
      storage: { ok: false },
    });
    bucket.silent = false;
    expect((await city.get('/health/ready')).body.storage).toMatchObject({ ok: true });
    expect((await upload()).body).toMatchObject({ state: 'previewed', valid: 1 });
  });

  it('are refused with 507 while the bucket is full', async () => {
    bucket.refuse = { status: 507, code: 'XMinioStorageFull' };
    const refused = await upload();
    expect([refused.status, refused.body.code]).toEqual([507, 'server.disk_full']);
    bucket.refuse = undefined;
    expect((await upload()).body).toMatchObject({ state: 'previewed', valid: 1 });
  });
});
