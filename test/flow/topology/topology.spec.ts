import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import {
  createDatabase,
  Database,
  ensureRoles,
  prepareDatabase,
  processFile,
  type Roles,
  urlFor,
} from '#platform';
import { loadedEntities } from '../../bench/entities.js';
import { eventually, RunningApp, Visitor } from '../../support/app.js';
import { read, staged } from '../../support/imports.js';
import { publish, settle } from '../../support/market.js';
import { type Nginx, nginxIsHere, startNginx } from '../../support/nginx.js';
import { password, staff } from '../../support/people.js';
import { type PostgresqlServer, postgresqlIsHere, startPostgresql } from '../../support/postgresql.js';
import { type RedisServer, redisIsHere, startRedis } from '../../support/redis.js';

const everythingIsHere = nginxIsHere && postgresqlIsHere && redisIsHere;
const roles: Roles = {
  owner: { name: 'duijie_owner', password: 'owner' },
  application: { name: 'duijie_app', password: 'app' },
};

(everythingIsHere ? describe : describe.skip)(
  'docker/compose.yml’s arrangement (needs nginx, postgresql and redis-server: apt-get install nginx postgresql redis-server)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'duijie-topology-'));
    let postgresql: PostgresqlServer;
    let redis: RedisServer;
    let source: DataSource;
    let app: RunningApp;
    let nginx: Nginx;
    let environment: Record<string, string>;
    const apis: string[] = [];
    const person = {} as Record<'city' | 'demand' | 'supply', Visitor>;
    const ids = { scenario: '', capability: '', engagement: '' };

    /** A machine of its own: it shares the directory of files with the others, and nothing else. */
    const machine = (name: string) => ({ DATA_DIR: join(folder, name) });

    beforeAll(async () => {
      [postgresql, redis] = await Promise.all([startPostgresql(), startRedis()]);
      await ensureRoles(postgresql.administratorUrl, roles);
      await createDatabase(postgresql.administratorUrl, 'duijie', roles);
      const url = urlFor(postgresql.administratorUrl, 'duijie', roles.application);
      await prepareDatabase({
        ownerUrl: urlFor(postgresql.administratorUrl, 'duijie', roles.owner),
        applicationUrl: url,
      });
      source = await new DataSource({ type: 'postgres', url, entities: loadedEntities() }).initialize();
      const db = new Database(source);
      await staff(db);
      await settle(db, 991, { login: 'demand', kind: 'user', area: '410105' });
      await settle(db, 992, { login: 'supply', kind: 'firm', area: '410172' });
      environment = {
        DATABASE_URL: url,
        REDIS_URL: redis.url,
        FILES_DIR: join(folder, 'shared'),
        TRUST_PROXY: 'on',
        MATCH_MIN: '1',
      };
      app = new RunningApp(environment);
      for (const name of ['api-1', 'api-2']) apis.push(String(await app.launch('api', name, machine(name))));
      for (const name of ['worker-1', 'worker-2']) await app.launch('worker', name, machine(name));
      nginx = await startNginx(apis);
      for (const login of ['city', 'demand', 'supply'] as const)
        person[login] = await new Visitor(nginx.base).signIn(login, password);
    }, 180_000);
    afterAll(async () => {
      await nginx?.stop();
      await app?.stop();
      await source?.destroy();
      await Promise.all([redis?.stop(), postgresql?.stop()]);
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    it('lets listings through review by the proxy, and matches them', async () => {
      ids.scenario = await publish(
        'scenarios',
        {
          title: '门诊病历智能质控',
          needs: '门诊病历质控依赖人工抽查，需要对病历文书实时智能质控，自动发现缺项和逻辑错误。',
          fields: ['healthcare'],
        },
        person.demand,
        person.city,
      );
      ids.capability = await publish(
        'capabilities',
        {
          product: '病历质控系统',
          functions: '对门诊病历文书实时智能质控，自动发现缺项、逻辑错误。',
          fields: ['healthcare'],
        },
        person.supply,
        person.city,
      );
      await eventually(
        () => person.demand.get(`/scenarios/${ids.scenario}/matches`),
        ({ body }) => body.items?.length === 1,
        60,
      );
    }, 90_000);

    it('goes on with one process of the API and one worker, the others killed', async () => {
      const opened = await person.supply.post('/engagements', {
        demandListingId: ids.scenario,
        supplyListingId: ids.capability,
      });
      ids.engagement = opened.body.id;
      await person.demand.post('/engagements', {
        demandListingId: ids.scenario,
        supplyListingId: ids.capability,
      });
      const claimed = await person.supply.post(`/engagements/${ids.engagement}/claims`, {
        level: 2,
        note: '现场交流',
      });
      await Promise.all([app.kill('api-1'), app.kill('worker-1')]);
      const [claim] = claimed.body.claims;
      const confirmed = await person.demand.post(`/claims/${claim.id}/confirm`, {}, claimed.body.version);
      expect(confirmed.status).toBe(200);
      const verified = await person.city.post(`/claims/${claim.id}/verify`, {}, confirmed.body.version);
      expect(verified.status).toBe(200);
      await eventually(
        () => person.city.get('/statistics/matches?by=area'),
        ({ body }) => body.total?.count === 1,
        60,
      );
      expect((await person.city.post('/statistics/recount')).body).toMatchObject({
        ok: true,
        differences: [],
      });
    }, 90_000);

    it('shows a file that one process has taken by each of the others', async () => {
      apis[0] = String(await app.launch('api', 'api-1', machine('api-1')));
      await app.launch('worker', 'worker-1', machine('worker-1'));
      const content = '%PDF-1.7 合同扫描件';
      const [first, second] = await Promise.all(
        apis.map((api) => new Visitor(api).signIn('supply', password)),
      );
      const path = `/engagements/${ids.engagement}/evidence`;
      const uploaded = await first?.upload(path, {}, '合同.pdf', content);
      expect(uploaded?.status).toBe(201);
      for (const visitor of [first, second, person.supply])
        expect(String((await visitor?.get(`/evidence/${uploaded?.body.id}`))?.body)).toBe(content);

      const [here, there] = await Promise.all(apis.map((api) => new Visitor(api).signIn('demand', password)));
      if (!here || !there) throw new Error('two APIs are wanted');
      const file = await staged(
        here,
        { kind: 'scenario' },
        'a.csv',
        '需求名称,需求内容\n预约挂号,需要预约\n',
      );
      const { id, mapping, version } = file.body;
      const { column, field } = mapping[0];
      const remapped = await there.send(
        'PATCH',
        `/imports/${id}`,
        JSON.stringify({ mapping: [{ column, field }] }),
        {
          'content-type': 'application/json',
          'if-match': `"${version}"`,
        },
      );
      expect(remapped.status).toBe(200);
      expect((await read(there, id)).body).toMatchObject({ total: 1 });
    }, 60_000);

    it('refuses an API whose files are a disk of its own, and says what is wanted', async () => {
      const { FILES_DIR: _, ...alone } = environment;
      const child = spawn(process.execPath, [processFile('api')], {
        env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'error', ...alone, ...machine('api-3') },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let said = '';
      child.stdout.on('data', (part: Buffer) => (said += part.toString()));
      expect(await new Promise((done) => child.once('exit', done))).toBe(1);
      expect(said).toContain('files.elsewhere');
      expect(said).toContain('FILES_DIR');
    }, 60_000);

    it('writes as a role without rights over the schema', async () => {
      await expect(source.query('CREATE TABLE mine (a integer)')).rejects.toThrow('permission denied');
      await expect(source.query('ALTER TABLE ledger_entries DISABLE TRIGGER ALL')).rejects.toThrow(
        'must be owner',
      );
    });
  },
);
