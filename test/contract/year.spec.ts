import type { Principal } from '#accounts';
import { countedFacts, type DeliveredFact, labelOf } from '#contracts';
import { ClaimAudit, SampleService } from '#engagements';
import { allFacts } from '#platform';
import {
  city as everywhere,
  FigureService,
  LedgerProof,
  LedgerService,
  PeriodService,
  periodSpan,
  RecountService,
} from '#statistics';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { claimAt, Engaged, type Org } from '../support/engaged.js';

const at = (day: string) => new Date(`${day}T04:00:00Z`);
const [jinshui, gaoxin] = ['410105', '410172'];

/** Two areas, three departments, twenty firms, through the services and PostgreSQL; the figures are worked out by hand. */
describe('a year of two areas, three departments and twenty firms', () => {
  let suite: SuiteDatabase;
  let world: Engaged;
  let samples: SampleService;
  const ledger = new LedgerService();
  let figures: FigureService;
  let periods: PeriodService;
  const firms: Org[] = [];
  let owners: Record<'gxj' | 'kjj' | 'sjj', Org>;
  let verifier: Principal;
  let second: Principal;
  let followed = 0;

  beforeAll(async () => {
    suite = await suiteDatabase();
    world = new Engaged(suite);
    samples = new SampleService(suite.db, world.organisations);
    figures = new FigureService(suite.db);
    periods = new PeriodService(suite.db, figures);
    verifier = await world.coordinator();
    second = await world.coordinator();
    for (let n = 0; n < 20; n++) firms.push(await world.organisation('firm', n < 12 ? jinshui : gaoxin));
    owners = {
      gxj: await world.organisation('user', jinshui),
      kjj: await world.organisation('user', jinshui),
      sjj: await world.organisation('user', gaoxin),
    };
  });
  afterAll(() => suite.drop());

  /** The follower reads on from its place; every third fact comes twice, as after a restart. */
  async function follow(): Promise<void> {
    const all: DeliveredFact[] = [];
    for await (const fact of allFacts(suite.db.manager, countedFacts)) all.push(fact);
    const next = all.slice(followed);
    const again = all.slice(0, followed).filter((_, n) => n % 3 === 0);
    followed = all.length;
    await suite.db.transaction((tx) => ledger.record(tx, [...next, ...again]));
  }
  const freeze = (code: string, day: string) =>
    periods.freeze({
      code,
      actor: { id: verifier.personId, name: verifier.name },
      labelOf,
      now: at(day),
    });
  const engagements = new Map<number, Awaited<ReturnType<Engaged['open']>>>();
  async function meet(n: number, department: keyof typeof owners, day: string) {
    const place = { area: department === 'sjj' ? gaoxin : jinshui, department };
    const engagement = await world.open(owners[department], firms[n] as Org, place, at(day));
    engagements.set(n, engagement);
    return engagement;
  }
  const of = (n: number) => engagements.get(n) as Awaited<ReturnType<Engaged['open']>>;
  const reach = async (n: number, department: keyof typeof owners, day: string) =>
    world.verified(await meet(n, department, day), verifier, { now: at(day) });
  const value = async (measure: string, period = '2026', scope = everywhere) =>
    (
      await figures.read(
        { span: periodSpan(period), scope, by: 'department', asOf: null, now: at('2027-02-01') },
        labelOf,
      )
    ).total[measure];

  it('goes its way: meetings, contracts, a dispute of each outcome', async () => {
    for (let n = 0; n < 6; n++) await reach(n, 'gxj', '2026-02-10');
    for (let n = 6; n < 10; n++) await reach(n, 'kjj', '2026-03-20');
    for (let n = 10; n < 16; n++) await reach(n, 'sjj', '2026-05-15');
    for (const [n, amount] of [
      [0, '1000000.00'],
      [1, '500000.00'],
      [2, '300000.00'],
    ] as const)
      await world.verified(of(n), verifier, { level: 4, amount, now: at('2026-06-10') });
    for (const n of [10, 11]) await world.verified(of(n), verifier, { level: 3, now: at('2026-06-12') });

    const disputed = async (n: number) => {
      const { id } = await world.claimed(await meet(n, 'sjj', '2026-06-20'), { now: at('2026-06-20') });
      await world.claims.confirm(owners.sjj.owner, id);
      await world.claims.dispute(verifier, id, '签到表与名单不符');
      return id;
    };
    const [untrue, true_] = [await disputed(16), await disputed(17)];
    for (const decide of [
      world.claims.reject(verifier, untrue, '我认为不实'),
      world.claims.verify(verifier, true_, { reason: '我认为属实' }),
    ])
      await expect(decide).rejects.toMatchObject({ code: 'claim.second_reviewer_wanted' });
    await world.claims.reject(second, untrue, '核查后未见面');
    await world.claims.verify(second, true_, { reason: '补交签到表' }, undefined, at('2026-07-05'));
    await follow();
    expect([await value('reached2'), await value('reached2', '2026-Q1')]).toEqual(['17', '10']);
  });

  it('freezes its first half, and gives a late verification to the month that is open', async () => {
    for (const quarter of ['2026-Q1', '2026-Q2']) await freeze(quarter, '2026-07-10');
    await reach(18, 'kjj', '2026-06-28');
    await follow();
    expect([await value('reached2', '2026-Q2'), await value('reached2', '2026-07')]).toEqual(['6', '2']);
  });

  it('has a sample in which one of four is wrong: that one goes, the rest is estimated beside', async () => {
    const terms = { period: '2026-Q1', area: null, threshold: '1000000.00', percent: 100 };
    const drawn = await samples.draw(verifier, terms, at('2026-08-30'));
    expect(drawn.counts).toEqual({ population: 10, above: 0, flagged: 0, drawn: 10, rest: 0 });
    const work = (await samples.claims(second, drawn.id, 50, undefined)).items;
    const wrong = work.find((one) => one.engagementId === of(5).id);
    const three = work.filter((one) => [0, 6, 7].some((n) => of(n).id === one.engagementId));
    for (const { claimId } of three)
      await samples.check(
        second,
        { sampleId: drawn.id, claimId, outcome: 'upheld', reason: '有签到表' },
        at('2026-09-01'),
      );
    await samples.check(
      second,
      { sampleId: drawn.id, claimId: wrong?.claimId ?? '', outcome: 'wrong', reason: '双方均称未见面' },
      at('2026-09-01'),
    );
    await follow();
    const { estimate } = await samples.find(second, drawn.id);
    // Wilson for 1 of 4: 0.0456 to 0.6994; of the six that nobody looked at, 0 to 5.
    expect(estimate).toMatchObject({ checked: 4, wrong: 1, unchecked: 6, wrongInRest: { low: 0, high: 5 } });
    expect(estimate.share?.low).toBeCloseTo(0.0456, 4);
    expect(estimate.share?.high).toBeCloseTo(0.6994, 4);
    // Only what was found wrong is gone, in the month in which it was found.
    expect([await value('reached2', '2026-Q1'), await value('reached2', '2026-09')]).toEqual(['10', '-1']);
  });

  it('ends with the figures worked out by hand, and what comes after its freeze is the next year’s', async () => {
    const nineteen = await meet(19, 'sjj', '2026-10-08');
    await world.verified(nineteen, verifier, { now: at('2026-10-08') });
    await world.verified(nineteen, verifier, { level: 5, amount: '200000.00', now: at('2026-11-20') });
    await follow();
    await freeze('2026', '2027-01-03');
    await reach(12, 'gxj', '2026-12-30');
    await follow();

    // 6 + 4 + 6 met, 17 after its dispute, 18 late, 19 in October; firm 5 was found wrong.
    expect(await value('reached2')).toBe('18');
    // Contracts 0, 1, 2; agreements 10, 11; 19 accepted, which is all of these.
    expect(await value('reached3')).toBe('6');
    expect(await value('reached4')).toBe('4');
    expect(await value('reached5')).toBe('1');
    expect(await value('agreements')).toBe('2');
    // 100 + 50 + 30 万元 at contracts; the acceptance has its own 20 and none at the contract that it skipped.
    expect(await value('contractAmount')).toBe('180');
    expect(await value('acceptanceAmount')).toBe('20');
    expect([await value('reached2', '2026', jinshui), await value('reached2', '2026', gaoxin)]).toEqual([
      '10',
      '8',
    ]);
    expect([
      await value('contractAmount', '2026', jinshui),
      await value('contractAmount', '2026', gaoxin),
    ]).toEqual(['180', '0']);
    const { items } = await figures.read(
      { span: periodSpan('2026'), scope: everywhere, by: 'department', asOf: null, now: at('2027-02-01') },
      labelOf,
    );
    expect(Object.fromEntries(items.map((item) => [item.key, item.values['reached2']]))).toEqual({
      gxj: '5',
      kjj: '5',
      sjj: '8',
    });
    // Frozen: 10 and 6. Open then: 17 and 18 in July, less firm 5 in September; 19 in October.
    const quarters = await Promise.all([1, 2, 3, 4].map((q) => value('reached2', `2026-Q${q}`)));
    expect(quarters).toEqual(['10', '6', '1', '1']);
    expect(await value('reached2', '2027-01')).toBe('1');
  });

  it('can be told again from facts and claims, and its chain is whole', async () => {
    const recount = new RecountService(suite.db, ledger);
    expect(await recount.recount((tx) => new ClaimAudit(suite.db).decided(tx))).toMatchObject({
      ok: true,
      waiting: 0,
      differences: [],
    });
    const proof = new LedgerProof(suite.db);
    const { entries, headHash, broken } = await proof.verify();
    const lines: string[] = [];
    await proof.export(async (line) => void lines.push(line));
    expect([broken, lines.length, JSON.parse(lines.at(-1) ?? '').hash]).toEqual([
      undefined,
      entries,
      headHash,
    ]);
    const [claim] = (await world.engagements.find(firms[16]?.owner as Principal, of(16).id)).claims;
    expect(claim).toMatchObject({ state: 'rejected', reason: '核查后未见面' });
    expect(claimAt(await world.engagements.find(firms[5]?.owner as Principal, of(5).id), 2).state).toBe(
      'reversed',
    );
  });
});
