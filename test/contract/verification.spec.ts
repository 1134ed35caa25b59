import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal } from '#accounts';
import type { FlagView } from '#contracts';
import { FlagService, type OriginReader, SampleService } from '#engagements';
import { duijie } from '../support/command.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { Engaged, type Org } from '../support/engaged.js';

const on = (day: string) => new Date(`${day}T04:00:00Z`);

describe('second looks', () => {
  let suite: SuiteDatabase;
  let world: Engaged;
  const folder = mkdtempSync(join(tmpdir(), 'duijie-samples-'));
  let samples: SampleService;
  let flags: FlagService;
  let [city, second, area, elsewhere]: Principal[] = [];
  const who = () => ({ city, second, area, elsewhere }) as Record<string, Principal>;
  const origins: OriginReader = {
    listings: async (ids) =>
      new Map(ids.map((id) => [id, { importedAt: null, phone: '', email: `a@${id.slice(-6)}.cn` }])),
    organisations: async (ids) => new Map(ids.map((id) => [id, { address: '', networks: [], devices: [] }])),
  };

  beforeAll(async () => {
    suite = await suiteDatabase();
    world = new Engaged(suite);
    samples = new SampleService(suite.db, world.organisations);
    flags = new FlagService(suite.db, world.organisations);
    city = await world.coordinator();
    second = await world.coordinator();
    area = await world.coordinator('410105');
    elsewhere = await world.coordinator('410172');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await suite?.drop();
  });

  const firms: Org[] = [];
  async function verified(count: number, rest: Parameters<Engaged['verified']>[2] = {}, at = '2026-03-10') {
    const demand = await world.organisation('user');
    const supply = await world.organisation('firm');
    firms.push(supply);
    const claims: string[] = [];
    for (let n = 0; n < count; n++) {
      const engagement = await world.open(demand, supply, {}, on(at));
      claims.push(
        (await world.verified(engagement, who()['city'] as Principal, { ...rest, now: on(at) })).id,
      );
    }
    return claims;
  }
  const state = async (claimId: string) =>
    (await suite.db.query<{ state: string }>('SELECT state FROM claims WHERE id = $1', [claimId]))[0]?.state;

  it('takes all above an amount and a random part of the rest, and each claim into one population only', async () => {
    const [small, large] = [await verified(11), await verified(2, { level: 4, amount: '2000000.00' })];
    const terms = { area: null, threshold: '1000000.00', percent: 20 };
    const drawn = await samples.draw(
      who()['city'] as Principal,
      { period: '2026-03', ...terms },
      on('2026-04-02'),
    );
    expect(drawn).toMatchObject({
      counts: { population: 13, above: 2, flagged: 0, drawn: 3, rest: 8 },
      checked: 0,
      estimate: { checked: 0, share: null, unchecked: 11 },
    });
    const work = (await samples.claims(who()['second'] as Principal, drawn.id, 50, undefined)).items;
    expect(
      work
        .filter((one) => one.stratum === 'above')
        .map((one) => one.claimId)
        .sort(),
    ).toEqual([...large].sort());
    expect(work.filter((one) => one.stratum === 'drawn').every((one) => small.includes(one.claimId))).toBe(
      true,
    );
    await expect(
      samples.draw(who()['city'] as Principal, { period: '2026', ...terms }, on('2026-04-02')),
    ).rejects.toMatchObject({ code: 'sample.nothing' });
    expect(await samples.redraw(drawn.number)).toMatchObject({ population: 13, drawn: 3, differences: [] });
  });

  it('is drawn again by the operator’s command, which finds a claim that was put aside by the back door', async () => {
    const [{ id, number } = { id: '', number: '' }] = (
      await samples.list(who()['city'] as Principal, {}, 10, undefined)
    ).items;
    const verify = (name: string) =>
      duijie(['sample', '--verify', name], { DATABASE_URL: suite.url, DATA_DIR: folder });
    const good = { exit: 0, output: `${number}：总体 13 项，随机抽取 3 项\n一致\n` };
    expect(await Promise.all([verify(number), verify(id)])).toEqual([good, good]);

    const work = (await samples.claims(who()['second'] as Principal, id, 50, undefined)).items;
    const aside = work.find((one) => one.stratum === 'drawn')?.claimId ?? '';
    await suite.owner.query('ALTER TABLE verification_sample_claims DISABLE TRIGGER USER');
    const put = (stratum: 'drawn' | 'rest') =>
      suite.owner.query(
        `UPDATE verification_sample_claims SET stratum = '${stratum}' WHERE claim_id = '${aside}'`,
      );
    await put('rest');
    const changed = await verify(number);
    await put('drawn');
    await suite.owner.query('ALTER TABLE verification_sample_claims ENABLE TRIGGER USER');
    expect(changed.exit).toBe(1);
    expect(changed.output.split('\n')).toEqual([
      `${number}：总体 13 项，随机抽取 3 项`,
      expect.stringContaining(aside),
      '有 1 处不符',
      '',
    ]);
  }, 60_000);

  it('reverses what is found wrong, and puts the estimate for the rest beside it', async () => {
    const [{ id } = { id: '' }] = (await samples.list(who()['city'] as Principal, {}, 10, undefined)).items;
    const work = (await samples.claims(who()['city'] as Principal, id, 50, undefined)).items;
    const [wrong, right] = work.filter((one) => one.stratum === 'drawn');
    const found = {
      sampleId: id,
      claimId: wrong?.claimId ?? '',
      outcome: 'wrong',
      reason: '查无此会',
    } as const;
    await expect(samples.check(who()['city'] as Principal, found)).rejects.toMatchObject({
      code: 'sample.own_verification',
    });
    // Only who may look at it is offered to: not who verified it, and nobody once somebody has.
    const offered = async (login: string) =>
      (await samples.claims(who()[login] as Principal, id, 50, undefined)).items.find(
        (one) => one.claimId === found.claimId,
      )?.yoursToCheck;
    expect([await offered('city'), await offered('second')]).toEqual([false, true]);
    const checked = await samples.check(who()['second'] as Principal, found);
    expect(await offered('second')).toBe(false);
    expect(checked.finding).toMatchObject({ outcome: 'wrong', reason: '查无此会' });
    expect(await state(found.claimId)).toBe('reversed');
    await expect(samples.check(who()['second'] as Principal, found)).rejects.toMatchObject({
      code: 'sample.already_checked',
    });
    await samples.check(who()['second'] as Principal, {
      ...found,
      claimId: right?.claimId ?? '',
      outcome: 'upheld',
    });
    expect(await state(right?.claimId ?? '')).toBe('verified');
    const view = await samples.find(who()['city'] as Principal, id);
    expect(view).toMatchObject({
      checked: 2,
      wrong: 1,
      estimate: {
        checked: 2,
        wrong: 1,
        unchecked: 9,
        share: { found: 0.5 },
        wrongInRest: { low: 0, high: 9 },
      },
    });
    const facts = await suite.db.query<{ name: string; payload: object }>(
      "SELECT name, payload FROM facts WHERE name LIKE 'sample.%' OR (name = 'claim.reversed' AND payload->>'claimId' = $1) ORDER BY id",
      [found.claimId],
    );
    expect(facts.map((fact) => fact.name)).toEqual([
      'sample.drawn',
      'claim.reversed',
      'sample.checked',
      'sample.checked',
    ]);
    expect(facts[2]?.payload).toMatchObject({ outcome: 'wrong', stratum: 'drawn', area: '410105' });
    expect((await samples.redraw(id)).differences).toEqual([]);
  });

  it('shows an area its own samples, and lets nobody who has a stake look', async () => {
    const [all] = (await samples.list(who()['city'] as Principal, {}, 10, undefined)).items;
    await expect(samples.find(who()['area'] as Principal, all?.id ?? '')).rejects.toMatchObject({
      status: 404,
    });
    await verified(3, {}, '2026-05-10');
    const terms = { period: '2026-05', area: '410105', threshold: '1000000.00', percent: 100 };
    await expect(samples.draw(who()['elsewhere'] as Principal, terms)).rejects.toMatchObject({ status: 403 });
    const own = await samples.draw(who()['area'] as Principal, terms, on('2026-06-01'));
    expect((await samples.list(who()['elsewhere'] as Principal, {}, 10, undefined)).items).toEqual([]);
    expect(
      (await samples.list(who()['area'] as Principal, {}, 10, undefined)).items.map((one) => one.id),
    ).toEqual([own.id]);
    const [item] = (await samples.claims(who()['area'] as Principal, own.id, 1, undefined)).items;
    const owning = await world.coordinator(null, 'kjj');
    const given = {
      sampleId: own.id,
      claimId: item?.claimId ?? '',
      outcome: 'upheld',
      reason: '属实',
    } as const;
    await expect(samples.check(owning, given)).rejects.toMatchObject({ code: 'claim.reviewer_involved' });
    await samples.check(who()['area'] as Principal, given);
  });

  it('raises flags that change no count, once, and takes flagged claims into the next list', async () => {
    const [claimId] = (await verified(1, { level: 3 }, '2026-07-01')) as [string];
    const before = await suite.db.query('SELECT id, state FROM claims ORDER BY id');
    expect(await flags.look(origins, on('2026-12-29'))).toBe(1);
    expect(await flags.look(origins, on('2026-12-30'))).toBe(0);
    expect(await suite.db.query('SELECT id, state FROM claims ORDER BY id')).toEqual(before);
    const [flag] = (await flags.list(who()['area'] as Principal, { open: true }, 10, undefined)).items as [
      FlagView,
    ];
    expect(flag).toMatchObject({ rule: 'noContract', claimId, evidence: { days: 181 }, settled: null });
    expect((await flags.list(who()['elsewhere'] as Principal, {}, 10, undefined)).items).toEqual([]);
    const terms = { period: '2026-07', area: null, threshold: '1000000.00', percent: 10 };
    expect(await samples.draw(who()['city'] as Principal, terms, on('2026-12-31'))).toMatchObject({
      counts: { population: 1, flagged: 1 },
    });
    const settled = await flags.settle(who()['area'] as Principal, flag.id, {
      outcome: 'explained',
      reason: '项目跨年，合同待签',
    });
    expect(settled.settled).toMatchObject({ outcome: 'explained' });
    await expect(
      flags.settle(who()['city'] as Principal, flag.id, { outcome: 'confirmed', reason: '再看' }),
    ).rejects.toMatchObject({ code: 'flag.settled' });
  });

  it('keeps every version of its rules, and goes by the newest', async () => {
    const { version, parameters } = await flags.rules();
    expect(version).toBe(0);
    const off = { ...parameters, noContract: { on: false, days: 1 } };
    expect(await flags.changeRules(who()['city'] as Principal, off, '年末集中核查')).toMatchObject({
      version: 1,
    });
    await verified(1, { level: 3 }, '2026-02-01');
    expect(await flags.look(origins, on('2026-12-31'))).toBe(0);
    await flags.changeRules(who()['city'] as Principal, parameters, '恢复');
    expect(await flags.look(origins, on('2026-12-31'))).toBeGreaterThan(0);
  });

  it('keeps draws, findings and flags as they were written, from everybody', async () => {
    for (const table of [
      'verification_samples',
      'verification_sample_claims',
      'verification_findings',
      'claim_flags',
      'claim_flag_settlements',
      'flag_rules',
    ])
      for (const sql of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])
        await expect(suite.owner.query(sql)).rejects.toThrow('refused');
  });
});
