import type { RuleWeights } from '#contracts';
import { addDays, dayOf } from '#kernel';
import { eventually, type Visitor } from '../support/app.js';
import { duringRun } from '../support/market.js';
import { RecordsMarket } from '../support/records.js';

const builtIn: RuleWeights = {
  text: 65,
  field: 10,
  chain: 6,
  area: 4,
  budget: 3,
  platforms: 4,
  advancement: 3,
  firstVersion: 5,
};
const proposed: RuleWeights = { ...builtIn, text: 55, field: 20 };

describe('the points that rules give', () => {
  let market: RecordsMarket;
  let city: Visitor;

  beforeAll(async () => {
    market = await RecordsMarket.open();
    city = market.visitor('city');
  });
  afterAll(() => market?.close());

  const propose = (who: Visitor, most: RuleWeights) =>
    who.post('/match-weights', { most, note: '领域更重要' });
  const adopt = async (version: number) => {
    const answer = await city.post(`/match-weights/${version}/adopt`, { reason: `启用第${version}版` });
    expect(answer.status).toBe(202);
    await market.ended(answer.body.job.id);
    const [run] = (await city.get('/match-runs?limit=1')).body.items;
    expect(run).toMatchObject({ state: 'completed', weightsVersion: version, job: answer.body.job });
    const stored = await market.suite.db.query(
      'SELECT DISTINCT weights_version AS v, run_id AS r FROM matches',
    );
    expect(stored).toEqual([{ v: version, r: run.id }]);
    return answer.body.weights;
  };
  /** Name, points and reasons: what a version of the weights decides. */
  const shown = async () =>
    (await market.list('plain')).map(({ name, score, reasons }) => ({ name, score, reasons }));

  it('are proposed by the city alone, as a further version that adds up to 100', async () => {
    const wrong = await propose(city, { ...proposed, area: 5 });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'match.weights_sum']);
    expect(wrong.body.errors).toEqual([expect.objectContaining({ pointer: '/most', value: 101 })]);
    expect((await propose(city, { ...proposed, text: 54.95, field: 20.05 })).body.errors).toHaveLength(2);
    for (const login of ['area', 'firm-1'])
      expect((await propose(market.visitor(login), proposed)).status).toBe(403);
    const before = await shown();
    const made = await propose(city, proposed);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ version: 2, source: 'manual', active: false, madeBy: '市级协调员' });
    const { items } = (await market.visitor('firm-1').get('/match-weights')).body;
    expect(items.map((of: Record<string, unknown>) => [of['version'], of['active']])).toEqual([
      [2, false],
      [1, true],
    ]);
    expect(await shown()).toEqual(before);
  });

  it('go by a version from its adoption on, and by the one before when that is adopted again', async () => {
    const before = await shown();
    const area = market.visitor('area');
    expect((await area.post('/match-weights/2/adopt', { reason: '越权' })).status).toBe(403);
    expect((await city.post('/match-weights/2/adopt')).status).toBe(422);
    expect((await city.post('/match-weights/9/adopt', { reason: '没有' })).status).toBe(404);

    expect(await adopt(2)).toMatchObject({ version: 2, active: true, adoptionReason: '启用第2版' });
    const after = await shown();
    for (const { score, reasons } of after) {
      const of = (rule: string) => reasons.find((reason: { rule: string }) => reason.rule === rule);
      const share = of('text').points / 55;
      expect([of('text').most, of('field').most]).toEqual([55, 20]);
      // Rules count as far as the text does: they make nothing relevant.
      expect(Math.abs(of('field').points - 20 * share)).toBeLessThan(0.11);
      expect(score).toBeCloseTo(
        reasons.reduce((sum: number, { points }: { points: number }) => sum + points, 0),
        5,
      );
    }
    expect((await market.explain('plain', 'best')).body.score).toBe(after[0]?.score);

    expect(await adopt(1)).toMatchObject({ version: 1, active: true });
    expect(await shown()).toEqual(before);
    const entries = (await city.get('/audit?subject=match-weights:1')).body.items;
    expect(entries).toEqual([
      expect.objectContaining({
        action: 'match.adoptWeights',
        detail: { market: 'software', before: 2 },
        reason: '启用第1版',
      }),
    ]);
  });

  it('prefer a first-version product where the scenario wants it, as a reason of its own', async () => {
    const preference = async (scenario: 'plain' | 'preferring') =>
      (await market.list(scenario)).map(({ name, moved, reasons }) => [
        name,
        moved,
        reasons.some(({ rule }: { rule: string }) => rule === 'firstVersion'),
      ]);
    expect(await preference('plain')).toEqual([
      ['best', 0, false],
      ['rival', 0, false],
      ['recognised', 0, false],
    ]);
    expect(await preference('preferring')).toEqual([
      ['best', 0, false],
      ['recognised', 1, true],
      ['rival', 0, false],
    ]);
    const { reasons } = (await market.explain('preferring', 'recognised')).body;
    expect(reasons.at(-1)).toMatchObject({ rule: 'firstVersion', label: '首版次优先', most: 5, marks: [] });
    expect(reasons.at(-1).text).toContain('有效期至2099-12-31');
    expect((await market.rematched()).firstVersionMoves).toBe(1);
  });

  it('are not said to have moved up what a person put on the list', async () => {
    const pinned = await city.post('/match-decisions', {
      kind: 'pin',
      demandListingId: market.ids.preferring,
      supplyListingId: market.ids.far,
      reason: '专家评审推荐',
      until: addDays(dayOf(new Date()), 7),
    });
    expect(pinned.status).toBe(201);
    const [first] = await eventually(
      () => market.list('preferring'),
      ([of]) => of?.name === 'far',
    );
    expect(first.reasons.map(({ rule }: { rule: string }) => rule)).toContain('firstVersion');
    expect(first.moved).toBe(0);
  });

  it('are those of one version for the whole of a run; another adopted meanwhile gets a run of its own', async () => {
    const { db } = market.suite;
    const { run } = await duringRun(db, city, async ({ job }) => {
      const adopted = await city.post('/match-weights/2/adopt', { reason: '边匹配边启用' });
      expect(adopted.body.job).toEqual(job);
    });
    const { items } = (
      await eventually(
        () => city.get('/match-runs?limit=2'),
        ({ body }) => body.items[1].id === run.id && body.items[0].state === 'completed',
      )
    ).body;
    expect(items.map((run: Record<string, unknown>) => [run['state'], run['weightsVersion']])).toEqual([
      ['completed', 2],
      ['completed', 1],
    ]);
    expect((await market.list('plain'))[0].reasons[0].most).toBe(55);
  });
});
