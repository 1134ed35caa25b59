import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { type Disk, mayMount, smallDisk } from '../support/disk.js';
import { type Cluster, startCluster } from '../support/embedded.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const table = (rows: number) =>
  `需求名称,需求内容\n${Array.from({ length: rows }, (_, n) => `病历质控${n},${'对病历文书实时质控，发现缺项。'.repeat(20)}`).join('\n')}\n`;

(mayMount() ? describe : describe.skip)(
  'with a disk that is full (mounts two in memory: Linux, as root)',
  () => {
    const disks = {} as Record<'files' | 'database', Disk>;
    let cluster: Cluster;
    let suite: SuiteDatabase;
    let app: RunningApp;
    let city: Visitor;
    let operator: Visitor;
    let organisationId: string;

    beforeAll(async () => {
      disks.files = smallDisk(6) as Disk;
      disks.database = smallDisk(400) as Disk;
      cluster = await startCluster(join(disks.database.folder, 'data'));
      suite = await suiteDatabase([], cluster.administratorUrl);
      await staff(suite.db);
      organisationId = await settle(suite.db, 961, { login: 'clinic', kind: 'user', area: '410105' });
      app = await new RunningApp({
        DATABASE_URL: suite.url,
        FILES_DIR: disks.files.folder,
        DISK_LEAST_MB: '2',
        LOG_LEVEL: 'silent',
      }).start();
      city = await app.visitor().signIn('city', password);
      operator = await app.visitor().signIn('operator', password);
    }, 120_000);
    afterAll(async () => {
      for (const disk of Object.values(disks)) disk?.free();
      await app?.stop();
      await suite?.drop();
      await cluster?.stop();
      for (const disk of Object.values(disks)) disk?.unmount();
    }, 60_000);

    const upload = (rows: number) =>
      city.upload('/imports', { kind: 'scenario', organisationId }, 'a.csv', table(rows));
    const outcome = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
    const storage = async () => (await city.get('/health/ready')).body.storage;
    /** Whole and half, but for the filler. */
    const files = () =>
      (existsSync(disks.files.folder)
        ? readdirSync(disks.files.folder, { recursive: true, withFileTypes: true })
        : []
      )
        .filter((one) => one.isFile() && one.name !== 'filler')
        .map((one) => join(one.parentPath, one.name));
    const imports = async () => Number((await suite.db.query('SELECT count(*) AS n FROM imports'))[0]?.['n']);

    it('files: an upload is refused with 507, leaves nothing, and is taken when there is room again', async () => {
      expect(await storage()).toMatchObject({ ok: true });
      const before = [files(), await imports()];
      disks.files.fill(200 * kibibyte);
      expect(outcome(await upload(1500))).toEqual([507, 'server.disk_full']);
      expect([files(), await imports()]).toEqual(before);
      expect(await storage()).toMatchObject({ ok: false });
      expect((await city.get('/me')).status).toBe(200); // people still read

      disks.files.free();
      expect((await upload(1500)).status).toBe(201);
      expect(files()).toHaveLength((before[0] as string[]).length + 1);
    }, 60_000);

    it('the database: a change is refused with 507, leaves nothing, and is taken when there is room again', async () => {
      const before = [files(), await imports()];
      await freshJournal(cluster);
      await settle(suite.db, 962, { login: 'clinic2', kind: 'user', area: '410105' });
      disks.database.fill(100 * kibibyte);
      expect(outcome(await upload(1500))).toEqual([507, 'server.disk_full']);
      expect([files(), await imports()]).toEqual(before);
      expect(await storage()).toMatchObject({ ok: false });

      disks.database.free();
      expect((await upload(1500)).status).toBe(201);
      expect(await imports()).toBe((before[1] as number) + 1);
      expect(statfsSync(disks.database.folder).bavail).toBeGreaterThan(mebibyte / 4096);
    }, 60_000);

    it('is told no longer when it is over', async () => {
      expect((await operator.post('/bodies', { name: '有空间了', area: null })).status).toBe(201);
      await eventually(storage, ({ ok }) => ok, 45);
      expect((await city.get('/health/ready')).body.status).toBe('ok');
    }, 60_000);
  },
);

/** Begins a piece of the write-ahead log: what finds no room is a table then, and not the log, which ends the server. */
async function freshJournal({ administratorUrl }: Cluster): Promise<void> {
  const client = new Client({ connectionString: administratorUrl });
  await client.connect();
  await client.query('SELECT pg_switch_wal()').finally(() => client.end());
}
