import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { Database, EmbeddedPostgres } from '#platform';
import { loadedEntities } from '../bench/entities.js';
import { eventually, Visitor } from '../support/app.js';
import { type Disk, mayMount, smallDisk } from '../support/disk.js';
import { settle } from '../support/market.js';
import { password, staff } from '../support/people.js';
import { freePort } from '../support/redis.js';
import { Up } from '../support/up.js';

const mebibyte = 1024 * 1024;

(mayMount() ? describe : describe.skip)(
  'with a full disk under the embedded database’s log (mounts one in memory: Linux, as root)',
  () => {
    const outer = mkdtempSync(join(tmpdir(), 'duijie-log-disk-'));
    const dataDir = join(outer, 'data');
    const cluster = new EmbeddedPostgres(dataDir);
    let disk: Disk;
    let started: Up;
    let clinic: Visitor;

    beforeAll(async () => {
      disk = smallDisk(160) as Disk;
      await cluster.start();
      await cluster.stop();
      const log = join(cluster.data, 'pg_wal');
      const folder = disk.folderOf(statSync(log).uid);
      execFileSync('cp', ['-a', `${log}/.`, folder]); // with its owner
      rmSync(log, { recursive: true });
      symlinkSync(folder, log);
      const port = await freePort();
      started = new Up(dataDir, port);
      await started.says('已启动');
      await asAdministrator(async (url) => {
        const source = new DataSource({ type: 'postgres', url, entities: loadedEntities() });
        const db = new Database(await source.initialize());
        await staff(db);
        await settle(db, 966, { login: 'clinic', kind: 'user', area: '410105' });
        await source.destroy();
      });
      clinic = await new Visitor(`http://127.0.0.1:${port}`).signIn('clinic', password);
    }, 120_000);
    afterAll(async () => {
      disk?.free();
      started?.signal('SIGTERM');
      await started?.exit;
      await cluster.remove();
      disk?.unmount();
      rmSync(outer, { recursive: true, force: true });
    }, 120_000);

    async function asAdministrator(work: (url: string) => Promise<unknown>): Promise<void> {
      const { administratorUrl } = await cluster.start(); // it runs: its address alone
      await work(administratorUrl.replace(/\/postgres$/, '/duijie'));
    }
    const draft = () => clinic.post('/scenarios', { content: { title: '病历质控', needs: '实时质控' } });
    const outcome = async (answer: ReturnType<typeof draft>) => {
      const { status, body } = await answer;
      return [status, body.code];
    };
    const storage = async () => (await clinic.get('/health/ready')).body.storage.ok;
    const titles = async () => (await clinic.get('/scenarios')).body.items.length;

    it('refuses changes while the server still runs, and takes them when there is room again', async () => {
      expect((await draft()).status).toBe(201);
      disk.fill(40 * mebibyte);
      const refused = await eventually(
        () => outcome(draft()),
        ([status]) => status !== 201,
      );
      expect(refused).toEqual([507, 'server.disk_full']);
      expect([await storage(), (await clinic.get('/me')).status]).toEqual([false, 200]);
      const kept = await titles();
      disk.free();
      await eventually(draft, ({ status }) => status === 201);
      expect(await titles()).toBe(kept + 1);
    });

    it('waits for room where the server had to end, and then goes on with all that was kept', async () => {
      const kept = await titles();
      disk.fill(0);
      await asAdministrator(async (connectionString) => {
        const client = new Client({ connectionString });
        client.on('error', () => undefined); // the server ends under it
        await client.connect();
        const filling = client.query(
          'CREATE TABLE filling AS SELECT repeat(md5(n::text), 8) FROM generate_series(1, 2000000) AS n',
        );
        await expect(filling).rejects.toThrow();
        await client.end().catch(() => undefined);
      });
      await started.says('内置数据库因磁盘已满而停止');
      expect(await outcome(draft())).toEqual([507, 'server.disk_full']);
      expect((await clinic.get('/scenarios')).status).toBe(503);
      expect((await new Visitor(clinic.base).get('/health/live')).status).toBe(200);

      disk.free();
      await started.says('内置数据库已恢复运行');
      await eventually(draft, ({ status }) => status === 201, 60);
      expect(await titles()).toBe(kept + 1);
      expect(started.output).not.toContain('已放弃');
    }, 120_000);
  },
);
