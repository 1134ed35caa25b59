import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { urlFor } from '#platform';
import { RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase, testServer } from '../support/database.js';
import { type Disk, mayMount, smallDisk } from '../support/disk.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';

const kibibyte = 1024;
const table = (rows: number) =>
  `需求名称,需求内容\n${Array.from({ length: rows }, (_, n) => `病历质控${n},${'对病历文书实时质控，发现缺项。'.repeat(20)}`).join('\n')}\n`;

(mayMount() ? describe : describe.skip)(
  'with a disk that is full (mounts two in memory: Linux, as root)',
  () => {
    const disks = {} as Record<'files' | 'database', Disk>;
    let suite: SuiteDatabase;
    let app: RunningApp;
    let clinic: Visitor;
    let city: Visitor;
    let organisationId: string;

    beforeAll(async () => {
      disks.files = smallDisk(6) as Disk;
      disks.database = smallDisk(8) as Disk;
      suite = await suiteDatabase();
      await staff(suite.db);
      organisationId = await settle(suite.db, 961, { login: 'clinic', kind: 'user', area: '410105' });
      await asAdministrator(async (client) => {
        const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
        const user = statSync(rows[0]?.data_directory ?? '').uid;
        await client.query(`CREATE TABLESPACE ${tablespace()} LOCATION '${disks.database.folderOf(user)}'`);
        await client.query(`ALTER TABLE listing_revisions SET TABLESPACE ${tablespace()}`);
      });
      app = new RunningApp({
        DATABASE_URL: suite.url,
        FILES_DIR: disks.files.folder,
        DISK_LEAST_MB: '2',
        LOG_LEVEL: 'silent',
      });
      app.base = String(await app.launch('api'));
      clinic = await app.visitor().signIn('clinic', password);
      city = await app.visitor().signIn('city', password);
    }, 60_000);
    afterAll(async () => {
      try {
        await app?.stop();
        const name = suite && tablespace();
        await suite?.drop();
        if (name)
          await asAdministrator((client) => client.query(`DROP TABLESPACE IF EXISTS ${name}`), 'postgres');
      } finally {
        for (const disk of Object.values(disks)) disk?.unmount();
      }
    }, 30_000);

    const database = () => new URL(suite.url).pathname.slice(1);
    const tablespace = () => `full_${database()}`;
    /** @param of the suite's database, or another of its server's */
    async function asAdministrator(
      work: (client: Client) => Promise<unknown>,
      of = database(),
    ): Promise<void> {
      const client = new Client({ connectionString: urlFor(await testServer(), of) });
      await client.connect();
      await work(client).finally(() => client.end());
    }
    const upload = () => city.upload('/imports', { kind: 'scenario', organisationId }, 'a.csv', table(1500));
    /** Of letters and digits in no order, which PostgreSQL cannot make smaller. */
    const draft = () =>
      clinic.post('/scenarios', { content: { title: '病历质控', needs: randomBytes(3000).toString('hex') } });
    const outcome = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
    const storage = async () => (await city.get('/health/ready')).body.storage;
    /** Whole and half, but for the filler. */
    const files = () =>
      readdirSync(disks.files.folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile() && one.name !== 'filler')
        .map((one) => join(one.parentPath, one.name));
    const count = async (of: 'imports' | 'listings' | 'facts') =>
      Number((await suite.db.query<{ n: string }>(`SELECT count(*) AS n FROM ${of}`))[0]?.n);

    it('files: an upload is refused with 507, leaves nothing, and is taken when there is room again', async () => {
      expect(await storage()).toMatchObject({ ok: true });
      const before = [files(), await count('imports')];
      disks.files.fill(200 * kibibyte);
      expect(outcome(await upload())).toEqual([507, 'server.disk_full']);
      expect([files(), await count('imports')]).toEqual(before);
      expect(await storage()).toMatchObject({ ok: false });
      expect((await city.get('/me')).status).toBe(200); // people still read

      disks.files.free();
      expect((await upload()).status).toBe(202);
      expect(files()).toHaveLength((before[0] as string[]).length + 1);
    });

    it('the database: a change is refused with 507, leaves nothing, and is taken when there is room again', async () => {
      expect((await draft()).status).toBe(201);
      disks.database.fill(64 * kibibyte);
      let [listings, facts] = [await count('listings'), await count('facts')];
      let last = await draft();
      for (let i = 0; last.status === 201 && i < 100; i++) {
        [listings, facts] = [await count('listings'), await count('facts')];
        last = await draft();
      }
      expect(outcome(last)).toEqual([507, 'server.disk_full']);
      expect([await count('listings'), await count('facts')]).toEqual([listings, facts]);
      expect(await storage()).toMatchObject({ ok: false });
      expect((await clinic.get('/scenarios')).status).toBe(200);

      disks.database.free();
      expect((await draft()).status).toBe(201);
      expect(await count('listings')).toBe(listings + 1);
    });
  },
);
