import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { readXlsx } from 'hucre/xlsx';
import {
  type DeliveredFact,
  type FactOf,
  labelOf,
  type MarketCode,
  measureOf,
  mostShown,
  schemeContent,
} from '#contracts';
import { addDays, newId } from '#kernel';
import { allFacts, type Tx } from '#platform';
import {
  city,
  type DecidedClaim,
  FigureService,
  LedgerService,
  PaperService,
  PeriodService,
  RecountService,
  SchemeService,
  StatisticsService,
} from '#statistics';
import { claimsTold } from '../support/claims.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { engagementFacts } from '../support/facts.js';
import { office, throughOffice } from '../support/office.js';

const firm = newId();
let pairNumber = 0;

/** Facts of one pair, in the order of its sequence. */
class PairOfFacts {
  private sequence = 0;
  readonly demandListingId = newId();
  readonly number = `DJ-2026-${String(++pairNumber).padStart(6, '0')}`;
  private readonly engagementId = newId();

  constructor(
    private readonly area: string | null = '410105',
    private readonly firmId = firm,
    private readonly market: MarketCode = 'software',
  ) {}

  verified(level: number, day: string, claimId = newId(), amount: string | null = null): DeliveredFact {
    const fact: FactOf<'claim.verified'> = {
      name: 'claim.verified',
      engagementId: this.engagementId,
      number: this.number,
      market: this.market,
      demandListingId: this.demandListingId,
      demandNumber: 'CJ-2026-000001',
      demandTitle: '示例场景',
      supplyListingId: newId(),
      supplyNumber: 'NL-2026-000001',
      supplyTitle: '示例产品',
      demand: {
        organisationId: newId(),
        uscc: '91410100MA40000001',
        name: '示例单位',
        area: this.area,
        department: 'gxj',
      },
      supply: {
        organisationId: this.firmId,
        uscc: '91410100MA40000002',
        name: '示例企业',
        area: '410172',
        department: null,
      },
      field: 'ai',
      chain: 'software',
      chains: ['software'],
      firstVersion: true,
      claimId,
      sequence: ++this.sequence,
      level,
      channel: 'online',
      amount,
      verifiedAt: `${day}T02:00:00.000Z`,
      day,
      verifierId: newId(),
      bodyId: newId(),
    };
    return { id: newId(), occurredAt: fact.verifiedAt, fact, requestId: null };
  }

  reversed(claimId: string, level: number, day: string): DeliveredFact {
    const fact: FactOf<'claim.reversed'> = {
      name: 'claim.reversed',
      claimId,
      engagementId: this.engagementId,
      sequence: ++this.sequence,
      level,
      market: this.market,
      demandListingId: this.demandListingId,
      firmId: this.firmId,
      reason: '材料不实',
      reversedAt: `${day}T02:00:00.000Z`,
      day,
      reverserId: newId(),
    };
    return { id: newId(), occurredAt: fact.reversedAt, fact, requestId: null };
  }
}

describe('the ledger in the database', () => {
  let suite: SuiteDatabase;
  let ledger: LedgerService;
  let recount: RecountService;
  let periods: PeriodService;
  let statistics: StatisticsService;
  let papers: PaperService;

  beforeEach(async () => {
    suite = await suiteDatabase();
    ledger = new LedgerService();
    recount = new RecountService(suite.db, ledger);
    periods = new PeriodService(suite.db, new FigureService(suite.db));
    statistics = new StatisticsService(suite.db, periods);
    papers = new PaperService(suite.db, new FigureService(suite.db));
  });
  afterEach(() => suite.drop());

  /** As the change announces it: into the log. */
  const announce = async (...facts: DeliveredFact[]) => {
    for (const { id, fact, occurredAt } of facts)
      await suite.db.query(
        `INSERT INTO facts (fact_id, subject, name, payload, occurred_at) VALUES ($1, 'pair', $2, $3, $4)
         ON CONFLICT ON CONSTRAINT uq_facts_fact DO NOTHING`,
        [id, fact.name, JSON.stringify(fact), occurredAt],
      );
  };
  const record = async (...facts: DeliveredFact[]) => {
    await announce(...facts);
    return suite.db.transaction((tx) => ledger.record(tx, facts));
  };
  /** What the engagements would have decided, by the log alone. */
  const decided = async (tx: Tx): Promise<DecidedClaim[]> => {
    const found = new Map<string, DecidedClaim>();
    for await (const { fact } of allFacts(tx, ['claim.verified', 'claim.reversed'])) {
      if (fact.name === 'claim.verified')
        found.set(fact.claimId, {
          id: fact.claimId,
          state: found.has(fact.claimId) ? 'reversed' : 'verified',
          level: fact.level,
          amount: fact.amount,
          number: fact.number,
        });
      if (fact.name === 'claim.reversed')
        found.set(fact.claimId, { ...(found.get(fact.claimId) as DecidedClaim), state: 'reversed' });
    }
    return [...found.values()].filter((claim) => claim.number !== undefined);
  };
  const claims = claimsTold(decided);
  const freeze = (code: string, now?: Date) =>
    periods.freeze({ code, actor: { id: firm, name: '示例' }, labelOf, ...(now ? { now } : {}) });
  const total = async (period: string, level = 2) =>
    (await statistics.figures({ by: 'area', period, level, scope: city }, labelOf)).total.count;

  it('enters a fact once when it is delivered twenty times at once', async () => {
    const fact = new PairOfFacts().verified(2, '2026-03-05');
    const answers = await Promise.all(Array.from({ length: 20 }, () => record(fact)));
    expect(answers.filter((a) => !a.repeated)).toEqual([{ repeated: 0, entries: 1 }]);
    expect(await total('2026-03')).toBe(1);
    expect(await total('2026-Q1')).toBe(1);
    expect(await total('2026')).toBe(1);
    expect(await recount.recount(claims)).toMatchObject({
      ok: true,
      entries: 1,
      differences: [],
      waiting: 0,
    });
  });

  it('chains what many writers enter at the same time', async () => {
    const facts = Array.from({ length: 30 }, (_, i) =>
      new PairOfFacts(i % 2 ? '410105' : null).verified(2, '2026-05-01'),
    );
    await Promise.all(facts.map((fact) => record(fact)));
    expect(await recount.recount(claims)).toMatchObject({ ok: true, entries: 30 });
    const { items } = await statistics.figures(
      { by: 'area', period: '2026-05', level: 2, scope: city },
      labelOf,
    );
    expect(items.map((item) => [item.label, item.count])).toEqual([
      ['金水区', 15],
      ['未注明', 15],
    ]);
  });

  it('lets a reversal that overtakes its verification wait, and then takes the count back', async () => {
    const pair = new PairOfFacts();
    const claim = newId();
    const [first, second] = [pair.verified(2, '2026-03-05', claim), pair.reversed(claim, 2, '2026-04-02')];
    expect(await record(second)).toEqual({ repeated: 0, entries: 0 });
    expect((await recount.recount(claims)).waiting).toBe(1);
    expect(await record(first)).toEqual({ repeated: 0, entries: 2 });
    expect([await total('2026-03'), await total('2026-04'), await total('2026')]).toEqual([1, -1, 0]);
    expect(await recount.recount(claims)).toMatchObject({ ok: true, waiting: 0 });
    await record(pair.verified(2, '2026-06-01'));
    expect(await total('2026')).toBe(1);
  });

  it('refuses to change or remove what stands in it', async () => {
    await record(new PairOfFacts().verified(2, '2026-03-05'));
    for (const table of ['ledger_entries', 'ledger_facts']) {
      for (const sql of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])
        await expect(suite.owner.query(sql)).rejects.toThrow(/append-only/);
    }
    await expect(suite.owner.query("UPDATE ledger_entries SET area = '410102'")).rejects.toThrow(
      /append-only/,
    );
    await expect(suite.owner.query('UPDATE ledger_facts SET sequence = 9')).rejects.toThrow(/append-only/);
  });

  it('refuses a second counting entry of a pair in the database itself, unless a reversal stands between', async () => {
    await record(new PairOfFacts().verified(2, '2026-03-05'));
    const columns = await suite.db.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'ledger_entries' AND is_generated = 'NEVER'`,
    );
    const again = (occasion: number, kind: string) => {
      const names = columns.map((c) => c.name);
      const values = names.map((n) => {
        if (n === 'seq') return '2';
        if (n === 'hash' || n === 'prev_hash') return `'${n}'`;
        if (n === 'occasion') return String(occasion);
        if (n === 'kind') return `'${kind}'`;
        if (n === 'reason') return "'x'";
        if (n === 'fact_id') return '$1::uuid';
        return n;
      });
      return `INSERT INTO ledger_entries (${names.join(', ')}) SELECT ${values.join(', ')} FROM ledger_entries WHERE seq = 1`;
    };
    const factId = newId();
    await suite.db.query(
      `INSERT INTO ledger_facts (fact_id, demand_listing_id, firm_id, sequence, name, payload)
       SELECT $1, demand_listing_id, firm_id, 2, name, payload FROM ledger_facts`,
      [factId],
    );
    await expect(suite.db.query(again(1, 'verified'), [factId])).rejects.toThrow(
      'uq_ledger_entries_occasion',
    );
    await expect(suite.db.query(again(2, 'verified'), [factId])).rejects.toThrow('fk_ledger_entries_needed');
    await expect(suite.db.query(again(2, 'reversal'), [factId])).rejects.toThrow('fk_ledger_entries_needed');
    await suite.db.query(again(1, 'reversal'), [factId]);
  });

  it('finds every edited total and every broken link, and can fold the totals again', async () => {
    for (const day of ['2026-01-01', '2026-12-31'])
      await record(new PairOfFacts().verified(4, day, newId(), '1200000.50'));
    await suite.db.query(
      "UPDATE ledger_rollups SET count = count + 1 WHERE dimension = 'firm' AND period = '2026' AND scope = 'city' AND part = 'reached'",
    );
    await suite.db.query(
      "DELETE FROM ledger_rollups WHERE dimension = 'total' AND period = '2026-01' AND scope = 'city' AND part = 'reached' AND bucket = 2",
    );
    const found = await recount.recount(claims);
    expect(found.ok).toBe(false);
    expect(found.differences).toHaveLength(4);
    expect(found.differences).toContainEqual({
      what: 'count',
      detail: `city 2026 firm=${firm} reached 2`,
      expected: '2 0.00',
      found: '3 0.00',
    });
    expect(await recount.rebuild(claims)).toMatchObject({ ok: true, differences: [] });
    await suite.db.query("UPDATE ledger_head SET hash = 'x'");
    expect((await recount.recount(claims)).differences).toMatchObject([
      { what: 'chain', detail: '台账末条与链头不符' },
    ]);
  });

  it('shows a contract of 3 million, claimed from level 2 directly, at level 4 and nothing at level 3', async () => {
    const pair = new PairOfFacts();
    const contract = newId();
    await record(pair.verified(2, '2026-03-05'));
    await record(pair.verified(4, '2026-04-01', contract, '3000000'));
    const ladder = async () =>
      (await statistics.figures({ by: 'area', period: '2026', level: 2, scope: city }, labelOf)).ladder
        .slice(2)
        .map((s) => [s.count, s.amount]);
    expect(await ladder()).toEqual([
      [1, '0.00'],
      [1, '0.00'],
      [1, '3000000.00'],
      [0, '0.00'],
    ]);
    // The agreement is verified late: its amount is entered where the pair stands already.
    const agreement = newId();
    await record(pair.verified(3, '2026-04-02', agreement, '1000000'));
    expect((await ladder())[1]).toEqual([1, '1000000.00']);
    await record(pair.reversed(agreement, 3, '2026-05-01'));
    await record(pair.reversed(contract, 4, '2026-05-02'));
    expect(await ladder()).toEqual([
      [1, '0.00'],
      [0, '0.00'],
      [0, '0.00'],
      [0, '0.00'],
    ]);
    const { items } = await statistics.entries({ level: 3, scope: city }, 50, undefined);
    expect(items.map((e) => [e.kind, e.occasion, e.amount])).toEqual([
      ['verified', 1, null],
      ['verified', null, '1000000.00'],
      ['reversal', null, '1000000.00'],
      ['reversal', 1, null],
    ]);
    expect(await recount.recount(claims)).toMatchObject({ ok: true, entries: 7 });
  });

  it('refuses in the database itself an amount that stands already, and one taken back that was not entered so', async () => {
    await record(new PairOfFacts().verified(4, '2026-03-05', newId(), '3000000'));
    const columns = await suite.db.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'ledger_entries' AND is_generated = 'NEVER'`,
    );
    const names = columns.map((c) => c.name);
    const another = (given: Record<string, string>) =>
      suite.db.query(
        `INSERT INTO ledger_entries (${names.join(', ')})
         SELECT ${names.map((n) => ({ seq: '4', hash: "'h'", prev_hash: "'p'", occasion: 'NULL', reason: "'x'", ...given })[n] ?? n).join(', ')}
         FROM ledger_entries WHERE level = 4`,
      );
    await expect(another({})).rejects.toThrow('uq_ledger_entries_amount');
    await expect(another({ amount_occasion: '2' })).rejects.toThrow('fk_ledger_entries_amount_needed');
    for (const taken of [
      { amount: '2999999.99' },
      { claim_id: 'gen_random_uuid()' },
      { amount_occasion: '2' },
    ])
      await expect(another({ kind: "'reversal'", ...taken })).rejects.toThrow('fk_ledger_entries_money');
    await expect(another({ level: '3' })).rejects.toThrow('ck_ledger_entries_amount_level');
    await expect(another({ amount: 'NULL', amount_occasion: 'NULL' })).rejects.toThrow(
      'ck_ledger_entries_about',
    );
    await another({ kind: "'reversal'" });
  });

  it('finds every verified claim that has no entries, and records what is missing', async () => {
    const [pair, lost, other] = [new PairOfFacts(), new PairOfFacts(), new PairOfFacts('410172')];
    const contract = newId();
    await record(pair.verified(2, '2026-03-05'));
    const missed = [
      lost.verified(2, '2026-03-06'),
      lost.verified(4, '2026-04-01', contract, '3000000'),
      lost.reversed(contract, 4, '2026-05-01'),
      other.verified(2, '2026-03-07'),
      pair.verified(3, '2026-04-02', newId(), '100'),
    ];
    await announce(...missed); // and the one who should have followed never did
    const found = await recount.recount(claims);
    expect(found).toMatchObject({ ok: false, entries: 1, facts: 6, claims: 5 });
    const by = (id: string | undefined) =>
      found.differences.filter((d) => d.expected.startsWith(id ?? 'none'));
    expect(missed.map(({ id }) => by(id).length)).toEqual([1, 3, 3, 1, 2]);
    expect(by(missed[1]?.id).map((d) => d.expected.slice(37))).toEqual([
      'verified level 3 pair',
      'verified level 4 pair',
      'verified level 4 amount 3000000.00',
    ]);
    expect(await recount.repair()).toBe(7);
    expect(await recount.recount(claims)).toMatchObject({ ok: true, differences: [], entries: 8 });
    expect(await recount.repair()).toBe(0);
  });

  it('finds what is missing, too much, or in another place of the ledger than facts and freezes say', async () => {
    const [plain, taken, late] = [new PairOfFacts(), new PairOfFacts('410172'), new PairOfFacts()];
    const claim = newId();
    await record(late.verified(2, '2026-02-03'));
    await freeze('2026-02', new Date('2026-03-01T04:00:00Z'));
    await record(
      late.verified(3, '2026-02-20'),
      plain.verified(5, '2026-03-05', newId(), '4800000'),
      taken.verified(4, '2026-03-06', claim, '120000'),
      taken.reversed(claim, 4, '2026-04-07'),
    );
    expect(await recount.recount(claims)).toMatchObject({ ok: true, entries: 12 });
    const tampering = {
      'an entry missing': 'DELETE FROM ledger_entries WHERE level = 5',
      'a reversal missing': "DELETE FROM ledger_entries WHERE kind = 'reversal' AND amount IS NULL",
      'a reversal that nobody announced': `INSERT INTO ledger_entries (%columns%) SELECT %columns% FROM (SELECT (jsonb_populate_record(e,
        to_jsonb(e) || '{"seq": 99, "hash": "h", "prev_hash": "p", "kind": "reversal", "reason": "x"}' ||
        jsonb_build_object('fact_id', (SELECT fact_id FROM ledger_facts WHERE level = 3)))).*
        FROM ledger_entries e WHERE level = 5) x`,
      'another amount': 'UPDATE ledger_entries SET amount = 4800000.01 WHERE amount = 4800000',
      'another amount of what was taken back': 'UPDATE ledger_entries SET amount = 1 WHERE amount = 120000',
      'another reason': "UPDATE ledger_entries SET reason = '另有原因' WHERE kind = 'reversal' AND level = 2",
      'another hand':
        "UPDATE ledger_entries SET actor_id = gen_random_uuid() WHERE kind = 'reversal' AND level = 3",
      'an amount missing':
        'UPDATE ledger_entries SET amount = NULL, amount_occasion = NULL WHERE amount = 4800000',
      'another level': 'UPDATE ledger_entries SET level = 4, claimed_level = 4 WHERE seq = 1',
      'another period': "UPDATE ledger_entries SET posted_day = '2026-09-01' WHERE seq = 2",
      'a frozen period':
        "UPDATE ledger_entries SET posted_day = '2026-02-20', happened_day = '2026-02-20' WHERE seq = 2",
      'another area': "UPDATE ledger_entries SET area = '410172' WHERE seq = 1",
      'another department': "UPDATE ledger_entries SET department = 'wjw' WHERE seq = 2",
      'another market': "UPDATE ledger_entries SET market = 'technology' WHERE level = 5",
      'another firm': 'UPDATE ledger_entries SET firm_id = gen_random_uuid() WHERE level = 5',
      'another channel': "UPDATE ledger_entries SET channel = 'meeting' WHERE level = 5",
      'another version': 'UPDATE ledger_entries SET first_version = NOT first_version WHERE level = 5',
      'a reversal in another area': "UPDATE ledger_entries SET area = '410105' WHERE kind = 'reversal'",
    };
    const [columns] = await suite.owner.query<{ names: string }>(
      `SELECT string_agg(column_name, ', ') AS names FROM information_schema.columns
       WHERE table_name = 'ledger_entries' AND is_generated = 'NEVER'`,
    );
    const names = columns?.names ?? '';
    await suite.owner.query('ALTER TABLE ledger_entries DISABLE TRIGGER USER');
    await suite.owner.query('CREATE TABLE kept_entries AS SELECT * FROM ledger_entries');
    const unseen: string[] = [];
    const gaps: string[] = [];
    for (const [what, sql] of Object.entries(tampering)) {
      await suite.owner.query(sql.replaceAll('%columns%', names));
      // The roll-ups differ, too, and so may the chain; the facts alone must tell.
      const { differences } = await recount.recount(claims);
      if (!differences.some((one) => one.what === 'fact' || one.what === 'pair')) unseen.push(what);
      if (differences.some(({ detail }) => detail === '序号不连续')) gaps.push(what);
      await suite.owner.query('DELETE FROM ledger_entries');
      await suite.owner.query(
        `INSERT INTO ledger_entries (${names}) SELECT ${names} FROM kept_entries ORDER BY seq`,
      );
    }
    expect(unseen).toEqual([]);
    expect(gaps).toContain('an entry missing');
    expect((await recount.recount(claims)).ok).toBe(true);
  });

  it('finds a fact of the log that was changed after it had been entered', async () => {
    const pair = new PairOfFacts();
    const fact = pair.verified(4, '2026-03-05', newId(), '4800000');
    await record(fact);
    await suite.owner.query('ALTER TABLE facts DISABLE TRIGGER USER');
    await suite.owner.query(`UPDATE facts SET payload = jsonb_set(payload, '{amount}', '"1.00"')`);
    const { differences } = await recount.recount(claims);
    expect(differences).toContainEqual({
      what: 'fact',
      detail: pair.number,
      expected: `${fact.id} verified level 4 amount 1.00`,
      found: 'none',
    });
  });

  it('finds a claim that was decided and never announced, and one decided otherwise', async () => {
    const pair = new PairOfFacts();
    const claimId = newId();
    await record(pair.verified(2, '2026-03-05', claimId));
    const silent = newId();
    const also = claimsTold(async (tx) => {
      const [claim] = await decided(tx);
      if (!claim) throw new Error('no claim');
      return [
        { ...claim, state: 'reversed' },
        { ...claim, id: silent },
      ];
    });
    expect((await recount.recount(also)).differences).toEqual([
      { what: 'claim', detail: `${pair.number} ${claimId}`, expected: 'reversed 2 -', found: 'verified 2 -' },
      { what: 'claim', detail: `${pair.number} ${silent}`, expected: 'verified 2 -', found: 'none' },
    ]);
    expect((await recount.recount(claimsTold(async () => []))).differences).toMatchObject([
      { what: 'claim', expected: 'none' },
    ]);
  });

  it('finds proposed and intended pairs that were announced and stand in no month', async () => {
    const pair = {
      demandListingId: newId(),
      firmId: firm,
      area: '410105',
      department: null,
      firmArea: null,
      field: 'ai',
      chain: null,
    };
    await announce({
      id: newId(),
      occurredAt: '2026-02-01T00:00:00.000Z',
      requestId: null,
      fact: { name: 'match.proposed', market: 'software', runId: newId(), day: '2026-02-01', pairs: [pair] },
    });
    expect((await recount.recount(claims)).differences).toMatchObject([
      { what: 'fact', detail: '推荐或意向', found: 'none' },
      { what: 'fact', detail: 'match.proposed', found: 'none' },
    ]);
    await recount.repair();
    expect((await recount.recount(claims)).ok).toBe(true);
    expect(await total('2026-02', 0)).toBe(1);
  });

  it('takes no late entries into a frozen period: they count in the next open month', async () => {
    await expect(freeze('2026-11', new Date('2026-11-30T15:59:59Z'))).rejects.toMatchObject({
      code: 'statistics.period_not_over',
    });
    await record(new PairOfFacts().verified(2, '2026-09-30'));
    const frozen = await freeze('2026-Q3', new Date('2026-09-30T16:00:00Z'));
    expect(frozen.period).toMatchObject({ code: '2026-Q3', frozen: true, stored: true });
    expect((await periods.find('2026-08')).frozen).toBe(true);
    await expect(freeze('2026-Q3')).rejects.toMatchObject({ code: 'statistics.period_frozen' });
    await record(new PairOfFacts().verified(2, '2026-08-15'));
    expect([await total('2026-Q3'), await total('2026-10'), await total('2026')]).toEqual([1, 1, 2]);
    const { items } = await statistics.entries({ level: 2, period: '2026-10', scope: city }, 10, undefined);
    expect(items).toMatchObject([{ happenedDay: '2026-08-15', postedDay: '2026-10-01' }]);
    expect((await recount.recount(claims)).ok).toBe(true);
  });

  it('stores what a period was: its figures, its part of the ledger, who froze it, and a hash over it', async () => {
    const pair = new PairOfFacts();
    await record(
      new PairOfFacts('410172').verified(2, '2026-05-02'),
      pair.verified(4, '2026-07-02', newId(), '1200000'),
    );
    const { frozen } = await freeze('2026-Q3', new Date('2026-10-05T00:00:00Z'));
    expect(frozen).toMatchObject({
      by: '示例',
      firstSeq: 2,
      lastSeq: 4,
      entries: 3,
      headSeq: 4,
      intact: true,
    });
    expect(frozen?.figures.total).toMatchObject({ reached2: '1', contractAmount: '120' });
    expect(frozen?.figures.area.map(({ label, values }) => [label, values['reached4']])).toEqual([
      ['金水区', '1'],
    ]);
    // The half with the same months closed is stored by itself, and the quarter stays as it is.
    await expect(freeze('2026-H2', new Date('2026-10-05T00:00:00Z'))).rejects.toMatchObject({
      code: 'statistics.period_not_over',
    });
    await expect(suite.owner.query("UPDATE frozen_periods SET figures = '{}'")).rejects.toThrow(
      /append-only/,
    );
    await suite.owner.query('ALTER TABLE frozen_periods DISABLE TRIGGER USER');
    await suite.owner.query(
      `UPDATE frozen_periods SET figures = jsonb_set(figures, '{total,reached2}', '"9"')`,
    );
    expect((await periods.read('2026-Q3')).frozen?.intact).toBe(false);
  });

  it('marks what comes late, of every level, and tells it by amendments without thawing anything', async () => {
    await record(new PairOfFacts().verified(2, '2026-03-02'));
    const now = new Date('2026-04-03T00:00:00Z');
    const before = await freeze('2026-Q1', now);
    const amend = () =>
      periods.amend({ code: '2026-Q1', reason: '补录', actor: { id: firm, name: '示例' }, labelOf, now });
    await expect(amend()).rejects.toMatchObject({ code: 'statistics.nothing_to_amend' });
    const pair = {
      demandListingId: newId(),
      firmId: firm,
      area: '410105',
      department: null,
      firmArea: null,
      field: 'ai',
      chain: null,
    };
    await record(new PairOfFacts().verified(2, '2026-03-20'), {
      id: newId(),
      occurredAt: '2026-03-21T00:00:00.000Z',
      requestId: null,
      fact: { name: 'match.proposed', market: 'software', runId: newId(), day: '2026-03-21', pairs: [pair] },
    });
    expect([
      await total('2026-Q1'),
      await total('2026-Q1', 0),
      await total('2026-04'),
      await total('2026-04', 0),
    ]).toEqual([1, 0, 1, 1]);
    const read = await periods.read('2026-Q1');
    expect(read.late).toEqual({ entries: 1, pairs: 1, lines: 0 });
    const { amendments, frozen } = await amend();
    expect(frozen).toEqual(before.frozen);
    expect(amendments).toMatchObject([
      { number: 1, reason: '补录', intact: true, late: { entries: 1, pairs: 1 } },
    ]);
    expect(amendments[0]?.figures.total).toMatchObject({ reached2: '2', newly2: '2', proposed: '1' });
    expect(await total('2026-Q1')).toBe(1);
    expect((await periods.figuresOf('2026-Q1')).amendment).toBe(1);
    await expect(amend()).rejects.toMatchObject({ code: 'statistics.nothing_to_amend' });
    expect((await recount.recount(claims)).ok).toBe(true);
  });

  it('shows before a freeze what it will store, and stores just that', async () => {
    await record(new PairOfFacts().verified(2, '2026-03-02'));
    const now = new Date('2026-04-03T00:00:00Z');
    const preview = await periods.preview('2026-03', labelOf, now);
    expect(preview).toMatchObject({ freezable: true, entries: 1, figures: { total: { reached2: '1' } } });
    expect((await freeze('2026-03', now)).frozen?.figures).toEqual(preview.figures);
    expect((await periods.preview('2026-04', labelOf, now)).freezable).toBe(false);
  });

  it('counts proposed and intended pairs once a period, however often they are proposed', async () => {
    const pair = {
      demandListingId: newId(),
      firmId: firm,
      area: '410105',
      department: null,
      firmArea: null,
      field: 'ai',
      chain: null,
    };
    const proposed = (day: string, pairs = [pair]): DeliveredFact => ({
      id: newId(),
      occurredAt: `${day}T00:00:00.000Z`,
      requestId: null,
      fact: { name: 'match.proposed', market: 'software', runId: newId(), day, pairs },
    });
    await Promise.all(Array.from({ length: 10 }, () => record(proposed('2026-02-01'))));
    await record(proposed('2026-03-01', [pair, pair, { ...pair, firmId: newId() }]));
    expect([await total('2026-02', 0), await total('2026-03', 0), await total('2026', 0)]).toEqual([1, 2, 2]);
    expect(
      (await statistics.figures({ by: 'area', period: '2026', level: 0, scope: city }, labelOf)).items,
    ).toMatchObject([{ label: '金水区', count: 2 }]);
    expect(await total('2026', 2)).toBe(0);
    // A frozen month takes no late pair either.
    await freeze('2026-03', new Date('2026-04-02T00:00:00Z'));
    await record(proposed('2026-03-31', [{ ...pair, demandListingId: newId() }]));
    await record(engagementFacts('410105').opened('2026-03-31'));
    expect([await total('2026-03', 0), await total('2026-04', 0)]).toEqual([2, 1]);
    expect([await total('2026-03', 1), await total('2026-04', 1)]).toEqual([0, 1]);
    expect((await recount.recount(claims)).ok).toBe(true);
  });

  it('splits by no more firms than an answer holds, and says how many it leaves out', async () => {
    const pairs = Array.from({ length: mostShown + 1 }, () => ({
      demandListingId: newId(),
      firmId: newId(),
      area: '410105',
      department: null,
      firmArea: null,
      field: null,
      chain: null,
    }));
    for (const some of [pairs.slice(0, 1000), pairs.slice(1000)])
      await record({
        id: newId(),
        occurredAt: '2026-02-01T00:00:00.000Z',
        requestId: null,
        fact: { name: 'match.proposed', market: 'software', runId: newId(), day: '2026-02-01', pairs: some },
      });
    const {
      items,
      leftOut,
      total: all,
    } = await statistics.figures({ by: 'firm', period: '2026', level: 0, scope: city }, labelOf);
    expect([items.length, leftOut, all.count]).toEqual([mostShown, 1, mostShown + 1]);
  });

  it('opens every figure to the entries behind it, an area seeing its own', async () => {
    for (let i = 0; i < 5; i++)
      await record(new PairOfFacts(i < 3 ? '410105' : '410172').verified(2, '2026-03-05'));
    const page = await statistics.entries({ level: 2, by: 'area', key: '410105', scope: city }, 2, undefined);
    const rest = await statistics.entries(
      { level: 2, by: 'area', key: '410105', scope: city },
      2,
      page.next ?? '',
    );
    expect([page.items.length, rest.items.length, rest.next]).toEqual([2, 1, null]);
    expect((await statistics.entries({ level: 2, scope: '410172' }, 50, undefined)).items).toHaveLength(2);
    await expect(statistics.entries({ level: 2, scope: city }, 50, 'nonsense')).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  it('writes the workbook of a year, whose sheets agree with the figures and with each other', async () => {
    for (const area of ['410105', '410105', null]) {
      const pair = new PairOfFacts(area);
      await record(pair.verified(2, '2025-03-05'));
      await record(pair.verified(4, '2025-07-31', newId(), '1200000.50'));
    }
    const taken = new PairOfFacts('410172');
    const claim = newId();
    await record(taken.verified(2, '2025-12-31', claim));
    await record(taken.reversed(claim, 2, '2026-01-02'));
    const read = async (year: number, scope: string, calculated = false) => {
      const content = await papers.workbook(
        { year, scope, maker: '示例市工业和信息化局', asOf: null },
        labelOf,
      );
      // Where LibreOffice is at hand, the numbers are those that it calculates from the cells.
      const { sheets } = await readXlsx(
        calculated && office ? await throughOffice(content, 'xlsx', 'xlsx') : content,
      );
      const rowOf = (sheet: string, first: string) =>
        sheets.find(({ name }) => name === sheet)?.rows.find((row) => row.includes(first));
      return { sheets, rowOf };
    };
    const { sheets, rowOf } = await read(2025, city, true);
    expect(rowOf('总览', '达到对接及以上')?.slice(0, 7)).toEqual(['达到对接及以上', '对', 4, 3, 0, 0, 1]);
    expect(rowOf('总览', '达到协议及以上')?.[2]).toBe(3);
    expect(rowOf('总览', '合同金额')?.slice(2, 7)).toEqual([360.00015, 0, 0, 360.00015, 0]);
    expect(rowOf('逐月', '全年')?.[1]).toBe(4);
    expect(rowOf('达到对接及以上', '金水区')).toEqual(['统计区域', '金水区', 2, 2, 0, 0, 0]);
    expect(rowOf('达到对接及以上', '合计')).toEqual(['统计区域', '合计', 4, 3, 0, 0, 1]);
    expect(rowOf('合同金额', '合计')?.[2]).toBe(360.00015);
    expect(rowOf('金水区', '合同金额')?.[2]).toBe(240.0001);
    expect(rowOf('按统计区域', '合计')).toEqual(['合计', 4, 3, 3, 0, 0, 0, 360.00015, 0]);
    expect(rowOf('按企业', '示例企业')?.slice(0, 4)).toEqual(['示例企业', '91410100MA40000002', '高新区', 4]);
    expect(rowOf('指标口径', '合同金额')?.[2]).toBe(measureOf('contractAmount')?.definition);
    const lines = sheets.find(({ name }) => name === '台账明细')?.rows;
    // Title, who made it, header, ten entries, and the line for signatures.
    expect(lines?.filter((row) => typeof row[0] === 'number')).toHaveLength(10);
    expect(lines?.[3]?.[3]).toEqual(new Date('2025-03-05T00:00:00.000Z'));
    const own = await read(2025, '410172');
    expect(own.rowOf('总览', '达到对接及以上')?.[2]).toBe(1);
    const next = await read(2026, city);
    expect(next.rowOf('总览', '达到对接及以上')?.[2]).toBe(-1);
    expect(await total('2025')).toBe(4);
  }, 120_000);

  it('tells each market apart in every paper: those of another beside it change nothing', async () => {
    const maker = '示例市工业和信息化局';
    const cellsOf = async (content: Buffer) =>
      (await readXlsx(content)).sheets.map(({ name, rows }) => [name, rows] as const);
    const of = async (market: MarketCode) => {
      const paper = { market, year: 2025, scope: city, maker, asOf: null };
      const report = { form: 'report', number: '' } as const;
      const { name, content } = await papers.year(paper, report, labelOf);
      const { 'word/document.xml': text } = unzipSync(content);
      return {
        sheets: await cellsOf(await papers.workbook(paper, labelOf)),
        report: [
          name,
          [
            ...Buffer.from(text ?? [])
              .toString()
              .matchAll(/<w:t [^>]*>([^<]*)/g),
          ]
            .map(([, said]) => said)
            .join(),
        ],
        figures: await new FigureService(suite.db).read(
          {
            market,
            span: { code: '2025', first: '2025-01-01', last: '2025-12-31' },
            scope: city,
            by: 'firm',
          },
          labelOf,
        ),
      };
    };
    const pair = new PairOfFacts('410105');
    await record(pair.verified(2, '2025-03-05'));
    await record(pair.verified(4, '2025-07-31', newId(), '1200000.50'));
    const before = await of('software');
    const result = new PairOfFacts('410105', newId(), 'technology');
    await record(result.verified(2, '2025-03-06'));
    await record(result.verified(4, '2025-08-01', newId(), '500000.00'));
    await record(new PairOfFacts('410172', newId(), 'technology').verified(2, '2025-03-06'));
    expect(await of('software')).toEqual(before);

    const technology = await of('technology');
    const sheet = (name: string) => technology.sheets.find(([of]) => of === name)?.[1];
    expect(sheet('总览')?.[0]?.[0]).toBe('2025年技术供需对接统计表（总览）');
    expect(sheet('总览')?.find((row) => row.includes('达到对接及以上'))?.[2]).toBe(2);
    const entries = sheet('台账明细') ?? [];
    expect(entries.filter((row) => typeof row[0] === 'number')).toHaveLength(4);
    expect(entries[2]).toEqual(
      expect.arrayContaining(['难题编号', '难题名称', '成果编号', '成果名称', '成果单位名称']),
    );
    expect(entries[2]).not.toContain('首版次');
    expect(technology.sheets.map(([name]) => name)).not.toContain('首版次软件应用');
    expect(technology.report[0]).toBe('2025年全市技术供需对接工作报告.docx');
    expect(technology.report[1]).toContain('2025年技术难题供需对接工作报告');
    expect(technology.report[1]).not.toMatch(/场景|首版次/);

    // What is stored of a period tells them apart too, and a scheme says whose figures it scores.
    await freeze('2025', new Date('2026-01-02T00:00:00Z'));
    const stored = (await periods.read('2025')).frozen?.figures;
    expect(stored?.total).toMatchObject({ reached2: '1', contractAmount: '120.00005' });
    expect(stored?.others).toMatchObject([
      { market: 'technology', total: { reached2: '2', contractAmount: '50' } },
    ]);
    const schemes = new SchemeService(suite.db, periods);
    const scored = async (market: MarketCode | undefined) => {
      const content = schemeContent.parse({
        name: '示例方案',
        market,
        units: 'area',
        indicators: [
          {
            measure: 'reached2',
            direction: 'more',
            weight: '100',
            fullMark: { kind: 'linear', target: '4' },
          },
        ],
      });
      const { id } = await schemes.create(content, { id: newId(), name: '市局' });
      const { units } = await schemes.trial(id, '2025');
      return units.map(({ label, total: points }) => [label, points]);
    };
    expect(await scored(undefined)).toEqual([['金水区', '25.00']]);
    expect(await scored('technology')).toEqual([
      ['金水区', '25.00'],
      ['高新区', '25.00'],
    ]);
    const unknown = schemeContent.safeParse({
      name: '示例方案',
      market: 'technology',
      units: 'area',
      indicators: [
        { measure: 'firstVersionAdoptions', direction: 'more', weight: '100', fullMark: { kind: 'rank' } },
      ],
    });
    expect(unknown.error?.issues.map(({ path, message }) => [path.join('/'), message])).toEqual([
      ['indicators/0/measure', '所选供需市场没有这项指标'],
    ]);
    expect((await recount.recount(claims)).ok).toBe(true);
  }, 60_000);

  it('gives the same totals for any order and repetition of the facts', async () => {
    const step = fc.record({
      level: fc.integer({ min: 2, max: 5 }),
      reverse: fc.boolean(),
      days: fc.integer({ min: 0, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        async (histories, dice) => {
          const facts = histories.flatMap((steps, index) => {
            const pair = new PairOfFacts(index % 2 ? '410105' : '410172');
            const standing: [string, number][] = [];
            let day = '2026-01-10';
            return steps.map(({ level, reverse, days }) => {
              day = addDays(day, days);
              const taken = reverse ? standing.pop() : undefined;
              if (taken) return pair.reversed(taken[0], taken[1], day);
              const claim = newId();
              standing.push([claim, level]);
              return pair.verified(level, day, claim, '10.10');
            });
          });
          const figures = async (batches: readonly (readonly DeliveredFact[])[]) => {
            // Rolled back: each trial meets an empty ledger.
            let seen: unknown;
            await suite.db
              .transaction(async (tx) => {
                for (const batch of batches) await ledger.record(tx, batch);
                seen = await tx.query(
                  'SELECT * FROM ledger_rollups WHERE count <> 0 OR amount <> 0 ORDER BY 1, 2, 3, 4, 5, 6',
                );
                throw new Error('rolled back');
              })
              .catch((error: Error) => {
                if (error.message !== 'rolled back') throw error;
              });
            return seen;
          };
          const shuffled = [...facts, ...facts]
            .map((fact) => ({ fact, at: Number(dice.next().value) }))
            .sort((a, b) => a.at - b.at)
            .map(({ fact }) => fact);
          const single = await figures(facts.map((fact) => [fact]));
          expect(await figures(shuffled.map((fact) => [fact]))).toEqual(single);
          expect(await figures([shuffled.slice(0, facts.length), shuffled.slice(facts.length)])).toEqual(
            single,
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});
