import type { Principal } from '#accounts';
import { labelOf } from '#contracts';
import { ClaimAudit, MeetingClaims } from '#engagements';
import { AttendanceService, MeetingService } from '#meetings';
import { city as everywhere, LedgerProof, periodSpan, RecountService } from '#statistics';
import { claimAt, type Org } from '../../support/engaged.js';
import { at, gaoxin, jinshui, type Year } from './world.js';

/** What happens in the year, through the services and PostgreSQL, at whatever day the test says. */
export function livesItsYear(begun: () => Year): void {
  let year: Year;
  beforeAll(() => {
    year = begun();
  });

  it('goes its way: meetings, contracts, a dispute of each outcome', async () => {
    for (let n = 0; n < 6; n++) await year.reach(n, 'gxj', '2026-02-10');
    for (let n = 6; n < 10; n++) await year.reach(n, 'kjj', '2026-03-20');
    for (let n = 10; n < 16; n++) await year.reach(n, 'sjj', '2026-05-15');
    for (const [n, amount] of [
      [0, '1000000.00'],
      [1, '500000.00'],
      [2, '300000.00'],
    ] as const)
      await year.world.verified(year.of(n), year.verifier, { level: 4, amount, now: at('2026-06-10') });
    for (const n of [10, 11])
      await year.world.verified(year.of(n), year.verifier, { level: 3, now: at('2026-06-12') });

    const disputed = async (n: number) => {
      const { id } = await year.world.claimed(await year.open(n, 'sjj', '2026-06-20'), {
        now: at('2026-06-20'),
      });
      await year.world.claims.confirm({ caller: year.owners.sjj.owner, id });
      await year.world.claims.dispute({ caller: year.verifier, id, reason: '签到表与名单不符' });
      return id;
    };
    const [untrue, true_] = [await disputed(16), await disputed(17)];
    for (const decide of [
      year.world.claims.reject({ caller: year.verifier, id: untrue, reason: '我认为不实' }),
      year.world.claims.verify({ caller: year.verifier, id: true_ }, { reason: '我认为属实' }),
    ])
      await expect(decide).rejects.toMatchObject({ code: 'claim.second_reviewer_wanted' });
    await year.world.claims.reject({ caller: year.second, id: untrue, reason: '核查后未见面' });
    await year.world.claims.verify(
      { caller: year.second, id: true_, now: at('2026-07-05') },
      { reason: '补交签到表' },
    );
    await year.follow();
    expect([await year.value('reached2'), await year.value('reached2', '2026-Q1')]).toEqual(['17', '10']);
  });

  it('freezes its first half, and gives a late verification to the month that is open', async () => {
    for (const quarter of ['2026-Q1', '2026-Q2']) await year.freeze(quarter, '2026-07-10');
    await year.reach(18, 'kjj', '2026-06-28');
    await year.follow();
    expect([await year.value('reached2', '2026-Q2'), await year.value('reached2', '2026-07')]).toEqual([
      '6',
      '2',
    ]);
  });

  it('has a sample in which one of four is wrong: that one goes, the rest is estimated beside', async () => {
    const terms = { period: '2026-Q1', area: null, threshold: '1000000.00', percent: 100 };
    const drawn = await year.samples.draw(year.verifier, terms, at('2026-08-30'));
    expect(drawn.counts).toEqual({ population: 10, above: 0, flagged: 0, drawn: 10, rest: 0 });
    const work = (await year.samples.claims(year.second, drawn.id, 50, undefined)).items;
    const wrong = work.find((one) => one.engagementId === year.of(5).id);
    const three = work.filter((one) => [0, 6, 7].some((n) => year.of(n).id === one.engagementId));
    for (const { claimId } of three)
      await year.samples.check(
        year.second,
        { sampleId: drawn.id, claimId, outcome: 'upheld', reason: '有签到表' },
        at('2026-09-01'),
      );
    await year.samples.check(
      year.second,
      { sampleId: drawn.id, claimId: wrong?.claimId ?? '', outcome: 'wrong', reason: '双方均称未见面' },
      at('2026-09-01'),
    );
    await year.follow();
    const { estimate } = await year.samples.find(year.second, drawn.id);
    // Wilson for 1 of 4: 0.0456 to 0.6994; of the six that nobody looked at, 0 to 5.
    expect(estimate).toMatchObject({ checked: 4, wrong: 1, unchecked: 6, wrongInRest: { low: 0, high: 5 } });
    expect(estimate.share?.low).toBeCloseTo(0.0456, 4);
    expect(estimate.share?.high).toBeCloseTo(0.6994, 4);
    // Only what was found wrong is gone, in the month in which it was found.
    expect([await year.value('reached2', '2026-Q1'), await year.value('reached2', '2026-09')]).toEqual([
      '10',
      '-1',
    ]);
  });

  it('holds a meeting that confirms what was claimed online, and counts nobody twice', async () => {
    const { suite, world, owners, firms } = year;
    const now = at('2026-10-08');
    const claimed = await world.claimed(await year.open(19, 'sjj', '2026-10-07'), { now: at('2026-10-07') });
    const zone = await world.coordinator(gaoxin);
    const [meetings, attendance] = [new MeetingService(suite.db), new AttendanceService(suite.db)];
    const { id } = await meetings.create(
      zone,
      {
        market: 'software',
        title: '高新区专场',
        day: '2026-10-08',
        starts: '09:00',
        ends: '11:30',
        place: '高新区会展中心',
        link: null,
        area: gaoxin,
        note: '',
      },
      now,
    );
    // Firm 10 has an agreement with the same organisation already.
    const guests = [10, 19].flatMap((n) => {
      const { subject } = year.of(n);
      return (['demand', 'supply'] as const).map((side) => ({
        side,
        listingId: subject[side].id,
        number: subject[side].number,
        title: subject[side].title,
        organisationId: subject[side].organisationId,
        organisationName: side,
      }));
    });
    await meetings.invite(zone, id, guests);
    const move = async (to: 'announced' | 'held' | 'closed') =>
      meetings.move(zone, { id, version: (await meetings.find(zone, id)).version, to }, now);
    const { checkInCode } = await move('announced');
    const [ten, nineteen] = [firms[10] as Org, firms[19] as Org];
    for (const { owner } of [owners.sjj, ten, nineteen])
      await attendance.byCode(owner, id, checkInCode ?? '', now);
    await move('held');
    for (const [n, firm] of [
      [10, ten],
      [19, nineteen],
    ] as const) {
      const { subject } = year.of(n);
      const pair = { demandListingId: subject.demand.id, supplyListingId: subject.supply.id };
      expect(await attendance.name(firm.owner, id, pair)).toBeUndefined();
      const met = await attendance.name(owners.sjj.owner, id, pair);
      if (!met) throw new Error('both sides named it');
      const engagement = await new MeetingClaims(suite.db, world.organisations).meet(
        { ...met, subject },
        now,
      );
      expect(engagement).toBe(year.of(n).id);
    }
    await move('closed');
    await world.claims.verify({ caller: year.verifier, id: claimed.id, now }, {});
    await year.follow();
    const claimsOf = async (n: number, { owner }: Org) =>
      (await world.engagements.find(owner, year.of(n).id)).claims.map(({ level, state, channel }) => [
        level,
        state,
        channel,
      ]);
    expect(await claimsOf(19, nineteen)).toEqual([[2, 'verified', 'online']]);
    expect(await claimsOf(10, ten)).toEqual([
      [2, 'verified', 'online'],
      [3, 'verified', 'online'],
    ]);
    const held = [everywhere, gaoxin, jinshui].map((scope) => year.value('meetingsHeld', '2026', scope));
    expect(await Promise.all(held)).toEqual(['1', '1', '0']);
    expect(await year.value('reached2', '2026-10')).toBe('1');
  });

  it('ends with the figures worked out by hand, and what comes after its freeze is the next year’s', async () => {
    await year.world.verified(year.of(19), year.verifier, {
      level: 5,
      amount: '200000.00',
      now: at('2026-11-20'),
    });
    await year.follow();
    await year.freeze('2026', '2027-01-03');
    await year.reach(12, 'gxj', '2026-12-30');
    await year.follow();

    // 6 + 4 + 6 met, 17 after its dispute, 18 late, 19 in October; firm 5 was found wrong.
    expect(await year.value('reached2')).toBe('18');
    // Contracts 0, 1, 2; agreements 10, 11; 19 accepted, which is all of these.
    expect(await year.value('reached3')).toBe('6');
    expect(await year.value('reached4')).toBe('4');
    expect(await year.value('reached5')).toBe('1');
    expect(await year.value('agreements')).toBe('2');
    // 100 + 50 + 30 万元 at contracts; the acceptance has its own 20 and none at the contract that it skipped.
    expect(await year.value('contractAmount')).toBe('180');
    expect(await year.value('acceptanceAmount')).toBe('20');
    expect([
      await year.value('reached2', '2026', jinshui),
      await year.value('reached2', '2026', gaoxin),
    ]).toEqual(['10', '8']);
    expect([
      await year.value('contractAmount', '2026', jinshui),
      await year.value('contractAmount', '2026', gaoxin),
    ]).toEqual(['180', '0']);
    const { items } = await year.figures.read(
      { span: periodSpan('2026'), scope: everywhere, by: 'department', asOf: null, now: at('2027-02-01') },
      labelOf,
    );
    expect(Object.fromEntries(items.map((item) => [item.key, item.values['reached2']]))).toEqual({
      gxj: '5',
      kjj: '5',
      sjj: '8',
    });
    // Frozen: 10 and 6. Open then: 17 and 18 in July, less firm 5 in September; 19 in October.
    const quarters = await Promise.all([1, 2, 3, 4].map((q) => year.value('reached2', `2026-Q${q}`)));
    expect(quarters).toEqual(['10', '6', '1', '1']);
    expect(await year.value('reached2', '2027-01')).toBe('1');
  });

  it('can be told again from facts and claims, and its chain is whole', async () => {
    const recount = new RecountService(year.suite.db, year.ledger);
    expect(await recount.recount(new ClaimAudit(year.suite.db))).toMatchObject({
      ok: true,
      waiting: 0,
      differences: [],
    });
    const proof = new LedgerProof(year.suite.db);
    const { entries, headHash, broken } = await proof.verify();
    const lines: string[] = [];
    await proof.export(async (line) => void lines.push(line));
    expect([broken, lines.length, JSON.parse(lines.at(-1) ?? '').hash]).toEqual([
      undefined,
      entries,
      headHash,
    ]);
    const [claim] = (await year.world.engagements.find(year.firms[16]?.owner as Principal, year.of(16).id))
      .claims;
    expect(claim).toMatchObject({ state: 'rejected', reason: '核查后未见面' });
    expect(
      claimAt(await year.world.engagements.find(year.firms[5]?.owner as Principal, year.of(5).id), 2).state,
    ).toBe('reversed');
  });
}
