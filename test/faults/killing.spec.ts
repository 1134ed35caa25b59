import { setTimeout as pause } from 'node:timers/promises';
import { ClaimAudit } from '#engagements';
import { LedgerService, RecountService } from '#statistics';
import { type Answer, eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { type Cluster, startCluster } from '../support/embedded.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';
import { freePort, type RedisServer, redisIsHere, startRedis } from '../support/redis.js';

/** `npm run faults` asks for more; the test run has two minutes. */
const long = process.env['FAULTS_ROUNDS'] !== undefined;
const rounds = Number(process.env['FAULTS_ROUNDS'] ?? 200);
const seed = Number(process.env['FAULTS_SEED'] ?? 1);
/** What the firms offer; scenario n asks for what firm n % 10 has. */
const products = [
  {
    product: '病历质控系统',
    field: 'healthcare',
    wanted: '对门诊病历文书实时质控，自动发现缺项和诊断不一致',
  },
  {
    product: '焊缝检测平台',
    field: 'industrial',
    wanted: '用机器视觉检测车身焊缝的气孔和裂纹，随产线节拍给出结果',
  },
  {
    product: '信号配时软件',
    field: 'smart-transport',
    wanted: '按路口车流自适应调整红绿灯配时，减少早高峰排队',
  },
  { product: '课堂分析工具', field: 'education', wanted: '从课堂录像统计师生互动，给教研员生成听课报告' },
  { product: '漏洞管理平台', field: 'network-security', wanted: '汇总主机漏洞扫描结果，派发整改工单并复测' },
  { product: '粮仓测温系统', field: 'smart-sensing', wanted: '在粮堆中布置温湿度传感器，虫害和霉变提前告警' },
  { product: '票据识别引擎', field: 'ai', wanted: '识别增值税发票和合同印章，自动填入报销单' },
  { product: '人口库治理套件', field: 'bigdata', wanted: '清洗比对各委办局的人口数据，消除重复和矛盾' },
  { product: '算力调度平台', field: 'cloud', wanted: '在多个机房之间调度容器和显卡，按部门计费' },
  { product: '存证溯源服务', field: 'blockchain', wanted: '为冷链食品逐环节上链存证，扫码可查产地和温度' },
];
const firms = products.length;
const scenarios = Math.ceil(rounds / firms);
const lanes = 8;
/** Engagements that go on their way for each fault: in 200 all kinds of faults come twice. */
const roundsAFault = 14;
/** In the test run faults end after so long, whatever the machine: the rest is to end within two minutes. */
const stormSeconds = long ? Number.POSITIVE_INFINITY : 60;
const mostSeconds = long ? 20 * rounds : 240;
/** What takes a moment may take so many in a long run, which is to give way to all else that the machine does. */
const patience = long ? 10 : 1;

/** The same numbers for the same seed (mulberry32). */
function dice(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

(redisIsHere ? describe : describe.skip)(
  'while servers are killed (needs `redis-server` on the PATH)',
  () => {
    let cluster: Cluster;
    let suite: SuiteDatabase;
    let redis: RedisServer;
    let app: RunningApp;
    let port: string;
    let demand: Visitor;
    let city: Visitor;
    const owners: Visitor[] = [];
    const capabilities: string[] = [];
    /** The scenarios, each published by whoever needs it first. */
    const asked: Promise<string>[] = [];
    const throwDice = dice(seed);
    /** Answers by which the platform says that it does not know what happened. */
    const surprises: unknown[] = [];

    const launch = (name: 'api' | 'worker') => app.launch(name, name, name === 'api' ? { PORT: port } : {});

    beforeAll(async () => {
      cluster = await startCluster();
      suite = await suiteDatabase(cluster.administratorUrl);
      await staff(suite.db);
      redis = await startRedis();
      port = String(await freePort());
      app = new RunningApp({
        DATABASE_URL: suite.url,
        REDIS_URL: redis.url,
        LOG_LEVEL: 'silent',
        MATCH_MIN: '1',
      });
      app.base = String(await launch('api'));
      await launch('worker');
      await settle(suite.db, 9500, { login: 'demand', kind: 'user', area: '410105' });
      demand = await app.visitor().signIn('demand', password);
      city = await app.visitor().signIn('city', password);
      for (const [n, { product, wanted, field }] of products.entries()) {
        await settle(suite.db, 9501 + n, { login: `firm-${n}`, kind: 'firm', area: '410172' });
        const owner = await app.visitor().signIn(`firm-${n}`, password);
        owners.push(owner);
        const capability = { product, functions: `${product}：${wanted}`, fields: [field], chains: [] };
        capabilities.push(await publish('capabilities', capability, owner, city));
      }
    }, 120_000 * patience);
    afterAll(async () => {
      await app?.stop();
      await redis?.stop();
      await suite?.drop();
      await cluster?.stop();
    }, 60_000 * patience);

    /** Sends a step until it is answered, sometimes twice at once: a server may die before it answers. */
    async function sent(step: () => Promise<Answer>): Promise<Answer> {
      for (const end = Date.now() + 90_000 * patience; ; ) {
        const twice = throwDice() < 0.3;
        const answers = await Promise.all(
          [step(), ...(twice ? [step()] : [])].map((a) => a.catch(() => undefined)),
        );
        for (const answer of answers) if (answer?.status === 500) surprises.push(answer.body);
        const done = answers.find((answer) => answer && answer.status < 300);
        if (done) return done;
        const refused = answers.find((answer) => answer && answer.status < 500 && answer.status !== 409);
        if (refused || Date.now() > end)
          throw new Error(JSON.stringify(refused?.body ?? `no answer in ${90 * patience} s`));
        await pause(200);
      }
    }
    const keyed = (visitor: Visitor, path: string, body: unknown, key: string) =>
      sent(() => visitor.post(path, body, undefined, { 'idempotency-key': key }));
    /** A step that says which version it has read; the same step sent again by the same person changes nothing. */
    const versioned = async (visitor: Visitor, engagementId: unknown, path: string) =>
      sent(async () => {
        const read = await visitor.get(`/engagements/${engagementId}`);
        return read.status === 200 ? visitor.post(path, {}, read.body.version) : read;
      });

    /** Published once, however often it is asked for. */
    function scenario(n: number): Promise<string> {
      asked[n] ??= (async () => {
        const { wanted, field } = products[n % firms] as (typeof products)[number];
        const content = { title: `${wanted.slice(0, 10)}${n}`, needs: wanted, fields: [field], chains: [] };
        const { id } = (await keyed(demand, '/scenarios', { content }, `scenario-${n}`)).body as {
          id: string;
        };
        const step = (visitor: Visitor, name: string, from: string) =>
          sent(async () => {
            const read = await visitor.get(`/scenarios/${id}`);
            if (read.status !== 200 || read.body.state !== from) return read; // done, and the answer was lost
            return visitor.post(`/scenarios/${id}/${name}`, {}, read.body.version);
          });
        await step(demand, 'submit', 'draft');
        await step(city, 'approve', 'submitted');
        return id;
      })();
      return asked[n];
    }

    async function round(n: number): Promise<void> {
      const firm = owners[n % firms] as Visitor;
      const body = {
        demandListingId: await scenario(Math.floor(n / firms)),
        supplyListingId: capabilities[n % firms],
      };
      const { id } = (await keyed(firm, '/engagements', body, `open-${n}`)).body as { id: string };
      const claimed = await keyed(
        firm,
        `/engagements/${id}/claims`,
        { level: 2, amount: '100.10' },
        `claim-${n}`,
      );
      const claim = (claimed.body['claims'] as { id: string }[])[0]?.id;
      await versioned(demand, id, `/claims/${claim}/confirm`);
      await versioned(city, id, `/claims/${claim}/verify`);
    }

    const faults: Record<string, () => Promise<void>> = {
      'queues emptied': async () => redis.flush(),
      'redis killed and back': async () => {
        await redis.kill();
        await pause(300);
        await redis.revive();
      },
      'worker killed': async () => {
        await app.kill('worker');
        await launch('worker');
      },
      'api killed': async () => {
        await app.kill('api');
        await launch('api');
      },
      'connections of the database cut': async () => {
        await suite.db
          .query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'duijie%'`,
          )
          .catch(() => undefined);
      },
      'postgresql killed and back': async () => {
        await cluster.kill();
        await pause(300);
        await cluster.revive();
      },
      'facts delivered again': async () => {
        await suite.db.query('UPDATE follower_positions SET place = greatest(0, place - 100)');
      },
    };
    /** What was done, in its order. */
    const struck: string[] = [];

    it(
      `loses none of ${rounds} engagements, counts none twice, and all is found and matched at the end`,
      async () => {
        const started = performance.now();
        let working = true;
        let over = false;
        const storm = async () => {
          const names = Object.keys(faults);
          const inTime = () => (performance.now() - started) / 1000 < stormSeconds;
          while (working && (inTime() || struck.length < names.length)) {
            const n = struck.length;
            // In turn first, at random afterwards.
            const name =
              names[n < 2 * names.length ? n % names.length : Math.floor(throwDice() * names.length)];
            await faults[name as string]?.();
            struck.push(name as string);
            await pause(throwDice() * 1000);
          }
          over = true;
        };
        let next = 0;
        const lane = async () => {
          for (let n = next++; n < rounds; n = next++) {
            await eventually(
              async () => struck.length,
              (faultsSoFar) => over || faultsSoFar >= Math.floor(n / roundsAFault),
              mostSeconds,
            );
            await round(n);
          }
        };
        const work = Promise.all(Array.from({ length: lanes }, lane)).finally(() => {
          working = false;
        });
        await Promise.all([work, storm()]);
        const worked = performance.now();

        const recount = new RecountService(suite.db, new LedgerService());
        const counted = await eventually(
          () => recount.recount(new ClaimAudit(suite.db)),
          ({ ok, claims, entries }) => ok && claims === rounds && entries === rounds,
          60 * patience,
        );
        expect(counted).toMatchObject({ facts: rounds, claims: rounds, entries: rounds, waiting: 0 });
        const ladder = (await city.get('/statistics/matches?level=2')).body.ladder;
        expect(ladder[2]).toMatchObject({ count: rounds, amount: (rounds * 100.1).toFixed(2) });
        for (const [n, id] of (await Promise.all(asked)).entries())
          await eventually(
            () => city.get(`/scenarios/${id}/matches`),
            ({ body }) => body.items?.[0]?.supply.id === capabilities[n % firms],
            60 * patience,
          );
        for (const [kind, total] of [
          ['scenarios', scenarios],
          ['capabilities', firms],
        ] as const)
          await eventually(
            () => city.get(`/search/${kind}?q=${products[0]?.wanted.slice(1, 5)}&limit=1`),
            ({ body }) => body.total === Math.ceil(total / firms),
            60 * patience,
          );
        const counts = Object.keys(faults).map((name) => [name, struck.filter((one) => one === name).length]);
        if (long)
          process.stderr.write(
            `${JSON.stringify({ rounds, seed, faults: Object.fromEntries(counts), workSeconds: Math.round((worked - started) / 1000), settledSeconds: Math.round((performance.now() - worked) / 1000) })}\n`,
          );
        expect(counts.filter(([, times]) => times === 0)).toEqual([]);
        expect(surprises).toEqual([]);
      },
      mostSeconds * 1000,
    );
  },
);
