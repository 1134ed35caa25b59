import { unzipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
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
import { eventually, RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { claimAt, Engaged, type Org } from '../support/engaged.js';
import { office, throughOffice } from '../support/office.js';
import { accounts, password, staff } from '../support/people.js';

const at = (day: string) => new Date(`${day}T04:00:00Z`);
const [jinshui, gaoxin] = ['410105', '410172'];

/**
 * Two areas, three departments, twenty firms: the year through the services and PostgreSQL, at whatever day the test says;
 * its review and its papers through HTTP and the real processes. The figures are worked out by hand.
 */
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
  let app: RunningApp;
  const people = new Map<string, Visitor>();

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const zone = await accounts(suite.db).people.createBody('高新区经济发展局', gaoxin);
    await accounts(suite.db).people.addCoordinator(zone.id, {
      login: 'zone',
      name: '高新区协调员',
      password,
    });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    for (const login of ['city', 'city2', 'area', 'zone'])
      people.set(login, await app.visitor().signIn(login, password));
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
  }, 180_000);
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const as = (login: string) => people.get(login) as Visitor;
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
      await world.claims.confirm({ caller: owners.sjj.owner, id });
      await world.claims.dispute({ caller: verifier, id, reason: '签到表与名单不符' });
      return id;
    };
    const [untrue, true_] = [await disputed(16), await disputed(17)];
    for (const decide of [
      world.claims.reject({ caller: verifier, id: untrue, reason: '我认为不实' }),
      world.claims.verify({ caller: verifier, id: true_ }, { reason: '我认为属实' }),
    ])
      await expect(decide).rejects.toMatchObject({ code: 'claim.second_reviewer_wanted' });
    await world.claims.reject({ caller: second, id: untrue, reason: '核查后未见面' });
    await world.claims.verify({ caller: second, id: true_, now: at('2026-07-05') }, { reason: '补交签到表' });
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
    expect(await recount.recount(new ClaimAudit(suite.db))).toMatchObject({
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

  // Today, whatever the year of the figures: reviews have their days by the clock.
  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  const soon = new Date(Date.now() + 9 * 24 * 3600_000).toISOString().slice(0, 10);
  const adopted = async (content: unknown) => {
    const draft = await as('city').post('/schemes', content);
    const { body } = await as('city').post(`/schemes/${draft.body.id}/adopt`, {}, draft.body.revision);
    expect(body.state).toBe('adopted');
    return body.id;
  };
  // biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
  type Body = any;
  const read = async (login: string, id: string): Promise<Body> =>
    (await as(login).get(`/reviews/${id}`)).body;
  const unit = (review: Body, key: string) => review.own.find((one: Body) => one.key === key);
  const advance = async (id: string, to: string, due: string | null = null) => {
    const answer = await as('city').post(
      `/reviews/${id}/advance`,
      { to, due },
      (await read('city', id)).revision,
    );
    return answer.status === 200 ? answer.body.state : answer.body.code;
  };
  const put = async (login: string, id: string, key: string, what: 'self' | 'assessment', body: unknown) => {
    const { revision } = unit(await read(login, id), key);
    return as(login).put(`/reviews/${id}/units/${key}/${what}`, body, revision);
  };
  const marks = (reached2: string, contractAmount: string, why: [string, string] = ['', '']) => [
    { measure: 'reached2', points: reached2, reason: why[0] },
    { measure: 'contractAmount', points: contractAmount, reason: why[1] },
  ];
  let reviewId = '';
  let correctedId = '';
  let draftOf = {};

  it('is reviewed: what is computed, what each area says of itself, and nothing of the other area', async () => {
    const scheme = await adopted({
      name: '2026年度对接工作评比方案',
      units: 'area',
      indicators: [
        { measure: 'reached2', direction: 'more', weight: '60', fullMark: { kind: 'linear', target: '10' } },
        {
          measure: 'contractAmount',
          direction: 'more',
          weight: '40',
          fullMark: { kind: 'linear', target: '200' },
        },
      ],
    });
    const draft = { name: '2026年度评比', scheme, period: '2026', units: [gaoxin, jinshui] };
    draftOf = draft;
    const unfrozen = await as('city').post('/reviews', { ...draft, period: '2025' });
    expect(unfrozen.body.code).toBe('statistics.period_not_stored');
    const { body: created } = await as('city').post('/reviews', draft);
    reviewId = created.id;
    expect((await as('area').get(`/reviews/${reviewId}`)).status).toBe(404);
    expect(await advance(reviewId, 'self_assessment', soon)).toBe('self_assessment');

    // 60 × 10 of 10, 40 × 180 of 200; 60 × 8 of 10, none of 200.
    const computed = (await read('city', reviewId)).own.map((one: Body) => [one.key, one.computed.total]);
    expect(Object.fromEntries(computed)).toEqual({ [jinshui]: '96.00', [gaoxin]: '48.00' });
    const seen = await read('area', reviewId);
    expect(seen.own.map((one: Body) => [one.key, one.computed.place])).toEqual([[jinshui, null]]);
    expect((await as('area').post(`/reviews/${reviewId}/advance`, { to: 'assessment' }, 1)).status).toBe(403);

    const attached = await as('area').upload(
      `/reviews/${reviewId}/units/${jinshui}/files`,
      {},
      '自评报告.pdf',
      '%PDF-1.7 自评报告',
    );
    expect(attached.status).toBe(201);
    const script = await as('area').upload(
      `/reviews/${reviewId}/units/${jinshui}/files`,
      {},
      'a.pdf',
      '<script>',
    );
    expect(script.body.code).toBe('review.file_type_refused');
    const file = `/review-files/${attached.body.id}`;
    expect([(await as('zone').get(file)).status, (await as('city').get(file)).status]).toEqual([404, 200]);
    const [reading] = await suite.db.query(
      "SELECT actor_name FROM audit_entries WHERE action = 'review.file_read'",
    );
    expect(reading).toEqual({ actor_name: '市级协调员' });

    const own = {
      marks: marks('60', '40').map(({ reason: _, ...mark }) => mark),
      remarks: '合同另有一份未核',
    };
    expect((await put('area', reviewId, jinshui, 'self', { ...own, submit: true })).status).toBe(200);
    expect(await advance(reviewId, 'assessment')).toBe('review.running');
    await put('zone', reviewId, gaoxin, 'self', { overall: '60', remarks: '工作扎实', submit: true });
    expect((await as('area').get(`/reviews/${reviewId}/units/${gaoxin}`)).status).toBe(404);
    const foreign = await as('area').put(`/reviews/${reviewId}/units/${gaoxin}/self`, own, 1);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'resource.not_found']);
    expect(await advance(reviewId, 'assessment')).toBe('assessment');
    expect((await put('area', reviewId, jinshui, 'self', own)).body.code).toBe('review.stage');
  });

  it('is assessed with reasons, hears an objection that a second person decides, and is published', async () => {
    const assess = (key: string, body: unknown) => put('city', reviewId, key, 'assessment', body);
    const bare = await assess(jinshui, { marks: marks('60.00', '36.00') });
    expect(bare.body.errors.map((one: Body) => one.pointer)).toEqual(['/marks/1/reason']);
    await assess(jinshui, { marks: marks('60', '36', ['', '以台账核实金额为准']) });
    expect(await advance(reviewId, 'objections', soon)).toBe('review.units_not_assessed');
    await assess(gaoxin, { marks: marks('48', '0'), reason: '自评未列分项，以计算分为准' });
    expect(unit(await read('zone', reviewId), gaoxin).assessed).toBeNull();
    expect(await advance(reviewId, 'objections', soon)).toBe('objections');

    const told = unit(await read('zone', reviewId), gaoxin);
    expect([told.assessed.total, told.assessed.place]).toEqual(['48.00', null]);
    const publish = async () =>
      as('city').post(`/reviews/${reviewId}/publish`, {}, (await read('city', reviewId)).revision);
    expect((await publish()).body.blockers).toHaveLength(2);
    const proof = await as('zone').upload(
      `/reviews/${reviewId}/units/${gaoxin}/files`,
      {},
      '签到表.pdf',
      '%PDF-1.7',
    );
    const raised = await as('zone').post(`/reviews/${reviewId}/units/${gaoxin}/objections`, {
      measure: 'reached2',
      statement: '十月另有一对签到在册',
      files: [proof.body.id],
    });
    const [objection] = unit(raised.body, gaoxin).objections;
    expect([objection.files.length, objection.decidable]).toEqual([1, false]);
    await as('area').post(`/reviews/${reviewId}/units/${jinshui}/acceptance`);
    expect((await publish()).body.blockers).toEqual(['高新区有1件异议未答复']);
    const decision = { outcome: 'partly', answer: '签到属实，未及核实，酌情加3分' };
    const decide = (body: unknown) => as('city2').post(`/review-objections/${objection.id}/decision`, body);
    expect((await decide(decision)).body.errors[0].pointer).toBe('/assessment');
    const given = { marks: marks('51', '0', ['异议部分成立', '']), reason: '见异议答复' };
    expect((await decide({ ...decision, assessment: given })).status).toBe(200);
    expect((await decide({ ...decision, assessment: given })).body.code).toBe('review.objection_decided');

    const { body: preview } = await as('city').get(`/reviews/${reviewId}/preview`);
    const { body: done } = await publish();
    expect(done.published).toMatchObject({ intact: true, content: preview });
    expect(
      done.published.content.units.map((of: Body) => [of.label, of.place, of.total, of.computed]),
    ).toEqual([
      ['金水区', 1, '96.00', '96.00'],
      ['高新区', 2, '51.00', '48.00'],
    ]);
    // After publication an area reads the ranking, and still not what the other area said of itself.
    const published = await read('area', reviewId);
    expect(published.published.content.units.map((of: Body) => of.place)).toEqual([1, 2]);
    expect(JSON.stringify(published)).not.toContain('工作扎实');
  });

  it('stays as it was published, whoever writes; a correction is a version that names what changed', async () => {
    for (const statement of [
      `UPDATE reviews SET name = '改' WHERE id = '${reviewId}'`,
      `UPDATE review_units SET assessed = NULL, assessed_at = NULL WHERE review_id = '${reviewId}'`,
      `DELETE FROM review_objections WHERE review_id = '${reviewId}'`,
      `DELETE FROM review_files WHERE review_id = '${reviewId}'`,
    ])
      await expect(suite.owner.query(statement)).rejects.toThrow(/published review/);

    // Firm 12 met on the last but one day of the year, after its freeze: the amended archive has 11 for the first area.
    await periods.amend({
      code: '2026',
      reason: '补记12月30日核实的一对',
      actor: { id: verifier.personId, name: verifier.name },
      labelOf,
      now: at('2027-02-10'),
    });
    const { body: next } = await as('city').post(`/reviews/${reviewId}/corrections`, {
      reason: '按更正后的存档',
    });
    correctedId = next.id;
    expect([next.version, next.state, next.amendment]).toEqual([2, 'assessment', 1]);
    expect(unit(next, jinshui).assessed).toBeNull();
    expect(unit(next, gaoxin).assessed.total).toBe('51.00');
    expect((await as('city').post(`/reviews/${reviewId}/corrections`, { reason: '再来' })).body.code).toBe(
      'review.superseded',
    );
    // 12 met with the requirement of 10: the mark stays, the value is another one.
    await put('city', next.id, jinshui, 'assessment', {
      marks: marks('60', '36', ['', '以台账核实金额为准']),
    });
    expect(await advance(next.id, 'objections', today)).toBe('objections');
    for (const [login, key] of [
      ['area', jinshui],
      ['zone', gaoxin],
    ] as const)
      expect((await as(login).post(`/reviews/${next.id}/units/${key}/acceptance`)).status).toBe(200);
    const { body: corrected } = await as('city').post(
      `/reviews/${next.id}/publish`,
      {},
      (await read('city', next.id)).revision,
    );
    expect(corrected.published.content.changes).toEqual([
      {
        unit: jinshui,
        label: '金水区',
        figure: 'value',
        measure: 'reached2',
        from: '10',
        to: '11',
        why: '按更正后的存档',
      },
    ]);
    expect((await read('area', reviewId)).superseded).toBe(true);
    const steps = await suite.db.query<{ name: string }>(
      'SELECT name FROM facts WHERE subject = $1 ORDER BY id',
      [`review:${reviewId}`],
    );
    expect(steps.map(({ name }) => name.replace('review.', ''))).toEqual([
      ...['advanced', 'selfAssessed', 'selfAssessed', 'advanced'],
      ...[
        'assessed',
        'assessed',
        'advanced',
        'objected',
        'accepted',
        'assessed',
        'objectionDecided',
        'published',
      ],
    ]);
  });

  it('ranks three departments, ties sharing a place, with what the city wrote down for them', async () => {
    const scheme = await adopted({
      name: '部门评比',
      units: 'department',
      indicators: [
        { measure: 'reached2', direction: 'more', weight: '100', fullMark: { kind: 'linear', target: '10' } },
      ],
    });
    const units = ['gxj', 'kjj', 'sjj'];
    const { body } = await as('city').post('/reviews', {
      name: '2026年度部门评比',
      scheme,
      period: '2026',
      units,
    });
    await advance(body.id, 'self_assessment', today);
    for (const key of units) {
      const said = await put('city', body.id, key, 'self', { overall: '80', submit: true });
      expect(unit(said.body, key).self.onBehalf).toBe(true);
    }
    await advance(body.id, 'assessment');
    // The archive was amended meanwhile: firm 12 is the first department's sixth. 6, 5 and 8 of 10.
    for (const [key, points] of [
      ['gxj', '50'],
      ['kjj', '50'],
      ['sjj', '80'],
    ] as const)
      await put('city', body.id, key, 'assessment', {
        marks: [{ measure: 'reached2', points, reason: key === 'gxj' ? '补记的一对不计入本年评比' : '' }],
        reason: '以台账为准',
      });
    await advance(body.id, 'objections', today);
    for (const key of units) await as('city').post(`/reviews/${body.id}/units/${key}/acceptance`);
    const done = await as('city').post(
      `/reviews/${body.id}/publish`,
      {},
      (await read('city', body.id)).revision,
    );
    expect(done.body.published.content.units.map((of: Body) => [of.key, of.place, of.computed])).toEqual([
      ['sjj', 1, '80.00'],
      ['gxj', 2, '60.00'],
      ['kjj', 2, '50.00'],
    ]);
  });

  it('left an entry in the audit trail for each of these steps', async () => {
    const draft = await as('city').post('/reviews', { ...draftOf, name: '误建' });
    expect((await as('city').send('DELETE', `/reviews/${draft.body.id}`)).status).toBe(204);
    const steps = await suite.db.query<{ action: string; n: number }>(
      "SELECT action, count(*)::integer AS n FROM audit_entries WHERE action LIKE 'review.%' GROUP BY action",
    );
    // Three reviews: of two areas, its correction, of three departments.
    expect(Object.fromEntries(steps.map(({ action, n }) => [action.slice('review.'.length), n]))).toEqual({
      advance: 7,
      selfAssess: 5,
      assess: 6,
      object: 1,
      accept: 6,
      decide: 1,
      publish: 3,
      correct: 1,
      delete: 1,
      file_read: 1,
    });
  });

  async function paper(login: string, body: unknown): Promise<{ name: string; content: Buffer }> {
    const asked = await as(login).post('/papers', body);
    expect(asked.status).toBe(202);
    await eventually(
      () => as(login).get(`/jobs/${asked.body.job.id}`),
      (job) => job.body.state === 'completed',
    );
    const answer = await as(login).get(`/papers/${asked.body.paper}`);
    expect((await as('city2').get(`/papers/${asked.body.paper}`)).status).toBe(404);
    const [, name = ''] =
      /filename\*=UTF-8''(.*)$/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
    return { name: decodeURIComponent(name), content: answer.body };
  }
  const tables = async (content: Buffer) =>
    new Map((await readXlsx(content)).sheets.map((sheet) => [sheet.name, sheet.rows]));

  it('is filed as a workbook whose numbers the entries add up to, for a unit with its own entries alone', async () => {
    const of = { of: 'review', form: 'workbook', review: correctedId };
    const { name, content } = await paper('city', of);
    expect(name).toBe('2026年度评比（第2版）结果.xlsx');
    const whole = await tables(office ? await throughOffice(content, 'xlsx', 'xlsx') : content);
    expect(
      whole
        .get('评比结果')
        ?.slice(5, 7)
        .map((row) => row.slice(0, 4)),
    ).toEqual([
      [1, '金水区', 96, 96],
      [2, '高新区', 51, 48],
    ]);
    // Value and what the entries add up to, the late one of the amendment among them.
    const told = (sheet: string) =>
      whole
        .get(sheet)
        ?.slice(5, 8)
        .map((row) => row.slice(0, 3));
    expect(told('达到对接及以上')).toEqual([
      ['金水区', 11, 11],
      ['高新区', 8, 8],
      ['参评单位合计', 19, 19],
    ]);
    expect(told('合同金额')?.[0]).toEqual(['金水区', 180, 180]);
    const own = await tables((await paper('zone', of)).content);
    const areas = (own.get('台账明细') ?? []).slice(5).flatMap((row) => row[14] ?? []);
    expect(new Set(areas)).toEqual(new Set(['高新区']));
    expect(JSON.stringify([...own])).not.toContain('合同另有一份未核');
  }, 120_000);

  it('is reported as a document that says the same', async () => {
    const { name, content } = await paper('city', {
      of: 'year',
      form: 'report',
      year: 2026,
      number: '示例〔2027〕1号',
    });
    expect(name).toBe('2026年全市供需对接工作报告.docx');
    const review = await paper('city', { of: 'review', form: 'report', review: reviewId });
    expect(review.name).toBe('2026年度评比结果报告.docx');
    const words = Buffer.from(unzipSync(review.content)['word/document.xml'] ?? [])
      .toString()
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(words).toContain('1 金水区 96.00 96.00 2 高新区 51.00 48.00');
    if (!office) return;
    const year = (await throughOffice(content, 'docx', 'txt:Text (encoded):UTF8')).toString();
    expect(year).toContain('示例〔2027〕1号');
    expect(year).toContain(
      '达到对接及以上18对，其中达到协议及以上6对、达到合同及以上4对、达到验收应用1对；合同金额180万元，验收金额20万元',
    );
  }, 120_000);
});
