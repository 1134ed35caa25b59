import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { PublishedCapability, PublishedScenario } from '#contracts';
import { newId } from '#kernel';
import { MatchingService, ReconcileService } from '#matching';
import { Config } from '#platform';
import { announce, fill } from '../bench/filling.js';
import { Listings } from '../bench/listings.js';
import { MatchingBench } from '../bench/matching.module.js';
import { Texts } from '../bench/texts.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

// Fewer than a worker leases at once, so that one alone would do all of them.
const needs = 40;

describe('matches that follow changes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'duijie-following-'));
  const listings = Listings.of(3, 30, 60);
  const texts = new Texts(5);
  let suite: SuiteDatabase;
  let app: INestApplicationContext;
  let matching: MatchingService;

  const capability = (): PublishedCapability => {
    texts.begin();
    return listings.capability({ product: texts.text(5), functions: texts.text(40) });
  };
  const scenario = (): PublishedScenario => {
    texts.begin();
    return listings.scenario({ title: texts.text(6), needs: texts.text(40) });
  };

  /** In force, and announced, as an approval leaves them. */
  async function publish(
    kind: 'capability' | 'scenario',
    of: readonly (PublishedCapability | PublishedScenario)[],
  ) {
    await fill(suite.owner, kind, of);
    await announce(suite.db, kind, of);
    return { listings: of.map(({ id }) => ({ kind, id })), left: [], decided: [] };
  }

  /** Lists by pair: tenths of a point, and when they were found. */
  async function pairs(): Promise<Map<string, { readonly score: string; readonly at: string }>> {
    const found = await suite.db.query<{ pair: string; score: string; at: string }>(
      `SELECT demand_listing_id || ' ' || supply_listing_id AS pair, score, matched_at::text AS at FROM matches`,
    );
    return new Map(found.map(({ pair, score, at }) => [pair, { score, at }]));
  }
  const scores = (of: Awaited<ReturnType<typeof pairs>>) =>
    new Map([...of].map(([pair, { score }]) => [pair, score]));
  /** A worker with leases of its own over the catalogue of this process. */
  const workerWith = (ranker: Readonly<Record<string, unknown>>): MatchingService => {
    const changed = Object.entries(ranker).map(([name, value]) => [name, { value }] as const);
    return Object.assign(Object.create(MatchingService.prototype), matching, {
      worker: newId(),
      ranker: Object.create(matching['ranker'], Object.fromEntries(changed)),
    });
  };
  const open = async () => (await suite.db.query('SELECT 1 FROM match_needs WHERE asked > done')).length;
  const askForAll = () =>
    suite.db.query('UPDATE match_needs SET asked = asked + 1, leased_by = NULL, leased_until = NULL');

  beforeAll(async () => {
    suite = await suiteDatabase();
    const settings = { DATABASE_URL: suite.url, DATA_DIR: folder, MATCH_MIN: '0' };
    app = await NestFactory.createApplicationContext(MatchingBench.of(Config.parse(settings)), {
      logger: ['error'],
      abortOnError: false,
    });
    matching = app.get(MatchingService);
    const first = Array.from({ length: 300 }, capability);
    await matching.note(await publish('capability', first));
    await matching.follow(await publish('scenario', Array.from({ length: needs }, scenario)));
  });
  afterAll(async () => {
    await app?.close();
    await suite?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are those of a ranking anew after many approvals at once, and what is as it was is not written again', async () => {
    const before = await pairs();
    await matching.follow(await publish('capability', Array.from({ length: 12 }, capability)));
    const followed = await pairs();
    const same = [...followed].filter(([pair, { at }]) => before.get(pair)?.at === at);
    expect(same.length).toBeGreaterThan(followed.size / 4);
    expect(same.length).toBeLessThan(followed.size);
    await suite.db.query('DELETE FROM matches');
    await askForAll();
    await workerWith({ known: undefined }).work(); // it searches anew
    expect(scores(await pairs())).toEqual(scores(followed));
  });

  it('are ranked by ten workers, each need by one of them', async () => {
    const ranker = matching['ranker'];
    let ranked = 0;
    const matched: typeof ranker.matched = (market, some, by) => {
      ranked += some.length;
      return ranker.matched(market, some, by);
    };
    // Eight at a time, as where a server orders each.
    const workers = Array.from({ length: 10 }, () => workerWith({ asksOfEach: true, matched }));
    await askForAll();
    const written = await Promise.all(workers.map((worker) => worker.work()));
    expect([await open(), ranked]).toEqual([0, needs]);
    expect(written.reduce((sum, one) => sum + one, 0)).toBe((await pairs()).size);
    expect(written.filter((one) => one > 0).length).toBeGreaterThan(3);
  });

  it('leave to a worker what it has leased, and take over what it has not done in time', async () => {
    const lease = (seconds: number) =>
      suite.db.query(
        `UPDATE match_needs SET asked = asked + 1, leased_by = $1, leased_until = now() + make_interval(secs => $2)`,
        [newId(), seconds],
      );
    await lease(60);
    expect([await matching.work(), await open()]).toEqual([0, needs]);
    await lease(-1);
    expect([await matching.work(), await open()]).toEqual([(await pairs()).size, 0]);
  });

  it('are repaired by a look at a sample, which says what differed', async () => {
    const before = await pairs();
    const found = await suite.db.query<{ id: string }>(
      'SELECT demand_listing_id AS id FROM matches GROUP BY 1 HAVING min(score) > 1 ORDER BY 1 LIMIT 3',
    );
    const [short, changed, lost] = found.map(({ id }) => id);
    await suite.db.query(
      `DELETE FROM matches m WHERE demand_listing_id = $1
         AND score = (SELECT max(score) FROM matches WHERE demand_listing_id = m.demand_listing_id)`,
      [short],
    );
    await suite.db.query('UPDATE matches SET score = score - 1 WHERE demand_listing_id = $1', [changed]);
    for (const table of ['matches', 'match_summaries'])
      await suite.db.query(`DELETE FROM ${table} WHERE demand_listing_id = $1`, [lost]);
    const reconcile = () => app.get(ReconcileService).reconcile();
    const repaired = { listings: 0, sampled: needs - 1, differing: 2, missing: 1, run: false };
    expect(await reconcile()).toEqual(repaired);
    expect(scores(await pairs())).toEqual(scores(before));
    expect(await reconcile()).toMatchObject({ sampled: needs, differing: 0, missing: 0 });
  });
});
