import { setTimeout as pause } from 'node:timers/promises';
import { ClaimAudit } from '#engagements';
import { LedgerService, RecountService } from '#statistics';
import { type Answer, eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { publish, settle } from '../support/market.js';
import { password, staff } from '../support/people.js';
import { freePort, type RedisServer, redisIsHere, startRedis } from '../support/redis.js';

const rounds = Number(process.env['FAULTS_ROUNDS'] ?? 200);
const seed = Number(process.env['FAULTS_SEED'] ?? 1);
const firms = 10;
const scenarios = Math.ceil(rounds / firms);
const lanes = 8;

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
    let suite: SuiteDatabase;
    let redis: RedisServer;
    let app: RunningApp;
    let port: string;
    let demand: Visitor;
    let city: Visitor;
    const owners: Visitor[] = [];
    const ids: { scenarios: string[]; capabilities: string[] } = { scenarios: [], capabilities: [] };
    const throwDice = dice(seed);

    const launch = (name: 'api' | 'worker') => app.launch(name, name, name === 'api' ? { PORT: port } : {});

    beforeAll(async () => {
      suite = await suiteDatabase();
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
      for (let n = 0; n < firms; n++) {
        await settle(suite.db, 9501 + n, { login: `firm-${n}`, kind: 'firm', area: '410172' });
        const owner = await app.visitor().signIn(`firm-${n}`, password);
        owners.push(owner);
        const capability = {
          product: `病历质控系统${n}`,
          functions: '对门诊病历文书实时智能质控，自动发现缺项、逻辑错误和诊断不一致。',
          fields: ['healthcare'],
          chains: [],
        };
        ids.capabilities.push(await publish('capabilities', capability, owner, city));
      }
    }, 120_000);
    afterAll(async () => {
      await app?.stop();
      await redis?.stop();
      await suite?.drop();
    });

    /** Sends a step until it is answered, sometimes twice at once: a server may die before it answers. */
    async function sent(step: () => Promise<Answer>): Promise<Answer> {
      for (const end = Date.now() + 90_000; ; ) {
        const twice = throwDice() < 0.3;
        const answers = await Promise.all(
          [step(), ...(twice ? [step()] : [])].map((a) => a.catch(() => undefined)),
        );
        const done = answers.find((answer) => answer && answer.status < 300);
        if (done) return done;
        const refused = answers.find((answer) => answer && answer.status < 500 && answer.status !== 409);
        if (refused || Date.now() > end)
          throw new Error(JSON.stringify(refused?.body ?? 'no answer in 90 s'));
        await pause(200);
      }
    }
    const keyed = (visitor: Visitor, path: string, body: unknown, key: string) =>
      sent(() => visitor.post(path, body, undefined, { 'idempotency-key': key }));
    /** A step that says which version it has read; the same step sent again by the same person changes nothing. */
    const versioned = async (visitor: Visitor, engagementId: unknown, path: string) =>
      sent(async () => {
        const { body } = await visitor.get(`/engagements/${engagementId}`);
        return visitor.post(path, {}, body.version);
      });

    async function round(n: number): Promise<void> {
      const firm = owners[n % firms] as Visitor;
      const body = {
        scenarioId: ids.scenarios[Math.floor(n / firms)],
        capabilityId: ids.capabilities[n % firms],
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
    };

    it(`loses none of ${rounds} engagements, counts none twice, and all is found and matched at the end`, async () => {
      const done = { rounds: 0 };
      const storm = async () => {
        const names = Object.keys(faults);
        for (let n = 0; done.rounds < rounds; n++) {
          // In turn first, at random afterwards.
          const name = names[n < names.length ? n : Math.floor(throwDice() * names.length)] as string;
          await faults[name]?.();
          await pause(500 + throwDice() * 1000);
        }
      };
      for (let n = 0; n < scenarios; n++) {
        const scenario = {
          title: `门诊病历智能质控${n}`,
          needs: '门诊病历质控依赖人工抽查，需要对病历文书实时智能质控，自动发现缺项、逻辑错误和诊断不一致。',
          fields: ['healthcare'],
          chains: [],
        };
        ids.scenarios.push(await publish('scenarios', scenario, demand, city));
      }
      let next = 0;
      const lane = async () => {
        for (let n = next++; n < rounds; n = next++) {
          await round(n);
          done.rounds++;
        }
      };
      const work = Promise.all(Array.from({ length: lanes }, lane)).finally(() => {
        done.rounds = rounds;
      });
      await Promise.all([work, storm()]);

      const recount = new RecountService(suite.db, new LedgerService());
      const counted = await eventually(
        () => recount.recount((tx) => new ClaimAudit(suite.db).decided(tx)),
        ({ ok, claims, entries }) => ok && claims === rounds && entries === rounds,
        60,
      );
      expect(counted).toMatchObject({ facts: rounds, claims: rounds, entries: rounds, waiting: 0 });
      const ladder = (await city.get('/statistics/matches?level=2')).body.ladder;
      expect(ladder[2]).toMatchObject({ count: rounds, amount: (rounds * 100.1).toFixed(2) });
      for (const id of ids.scenarios)
        await eventually(
          () => city.get(`/scenarios/${id}/matches`),
          ({ body }) => body.items?.length > 0,
          60,
        );
      await eventually(
        () => city.get('/search/scenarios?q=病历&limit=1'),
        ({ body }) => body.total === ids.scenarios.length,
        60,
      );
    }, 3_600_000);
  },
);
