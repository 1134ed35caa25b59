import fc from 'fast-check';
import type { DeliveredFact } from '#contracts';
import { addDays, newId, yuan } from '#kernel';
import { engagementFacts } from '../support/facts.js';
import { ledgerStage } from '../support/ledger.js';

const pairs = 4;
const areas = ['410105', '410172', '410105', null];

interface Act {
  readonly pair: number;
  readonly level: number;
  readonly reverse: boolean;
  readonly amount: number | null;
  readonly days: number;
  /** What comes before it is delivered, and how; then the month before is frozen. */
  readonly deliver: 'later' | 'as told' | 'backwards' | 'twice' | 'and freeze';
}
const act: fc.Arbitrary<Act> = fc.record({
  pair: fc.nat(pairs - 1),
  level: fc.integer({ min: 2, max: 5 }),
  reverse: fc.boolean(),
  amount: fc.option(fc.integer({ min: 1, max: 9_999_99 })),
  days: fc.integer({ min: 0, max: 45 }),
  deliver: fc.constantFrom('later', 'later', 'as told', 'backwards', 'twice', 'and freeze'),
});
const histories = fc.array(act, { minLength: 6, maxLength: 24, size: 'max' });

/** One step of a pair as the plain model keeps it. */
interface Step {
  readonly pair: number;
  readonly claim: string;
  readonly level: number;
  readonly money: bigint | null;
  readonly verified: boolean;
  /** The month in which it counts. */
  readonly month: string;
}

/** How high a pair stands by its claims, and the money of each level. It knows no ledger. */
function standing(steps: readonly Step[]) {
  const gone = new Set(steps.filter((one) => !one.verified).map((one) => one.claim));
  const money = new Map<number, bigint>();
  let reached = 1;
  for (const one of steps.filter(({ verified, claim }) => verified && !gone.has(claim)))
    reached = Math.max(reached, one.level);
  // Of two claims of a level that stand, the amount is the first one's; once that is gone, nobody enters the second's.
  const open = new Map<number, Step>();
  for (const one of steps)
    if (one.verified && one.money !== null && !open.has(one.level)) open.set(one.level, one);
    else if (!one.verified && open.get(one.level)?.claim === one.claim) open.delete(one.level);
  for (const [level, one] of open) money.set(level, one.money ?? 0n);
  return { reached, money };
}

/** The city's and the areas' figures by domain.md, in the words of the roll-ups. */
function modelled(steps: readonly Step[]): string[] {
  const sums = new Map<string, { count: number; fen: bigint }>();
  const add = (at: string, count: number, money = 0n) => {
    const sum = sums.get(at) ?? { count: 0, fen: 0n };
    sums.set(at, { count: sum.count + count, fen: sum.fen + money });
  };
  for (let pair = 0; pair < pairs; pair++) {
    const own = steps.filter((one) => one.pair === pair);
    const scopes = ['city', ...(areas[pair] ? [areas[pair]] : [])];
    for (const scope of scopes) {
      for (const [n, { month }] of own.entries()) {
        const [was, is] = [standing(own.slice(0, n)), standing(own.slice(0, n + 1))];
        for (const period of [month, month.slice(0, 4)])
          for (const level of [2, 3, 4, 5])
            add(
              `${scope} ${period} reached ${level}`,
              Number(is.reached >= level) - Number(was.reached >= level),
              (is.money.get(level) ?? 0n) - (was.money.get(level) ?? 0n),
            );
      }
      for (const period of new Set(own.flatMap(({ month }) => [month, month.slice(0, 4)]))) {
        const before = standing(own.filter(({ month }) => month < period)).reached;
        const after = standing(own.filter(({ month }) => month < period || month.startsWith(period))).reached;
        if (after !== before)
          add(`${scope} ${period} newly ${Math.max(before, after)}`, Math.sign(after - before));
      }
    }
  }
  return [...sums]
    .filter(([, { count, fen: money }]) => count !== 0 || money !== 0n)
    .map(([at, { count, fen: money }]) => `${at} ${count} ${yuan(money)}`)
    .sort();
}

describe('a recount of random histories', () => {
  const stage = ledgerStage();
  const { announce, record, claims } = stage;

  /** Lives a history in the database. @returns what the model needs to know of it. */
  async function live(acts: readonly Act[]): Promise<Step[]> {
    const told = Array.from({ length: pairs }, (_, n) => engagementFacts(areas[n] ?? null));
    const open = told.map((): { claim: string; level: number }[] => []);
    const [steps, frozen, waiting]: [Step[], Set<string>, (DeliveredFact & { step: Omit<Step, 'month'> })[]] =
      [[], new Set(), []];
    let day = '2026-01-20';
    const deliver = async (how: Act['deliver']) => {
      const facts = waiting.splice(0);
      for (const { step, fact } of facts) {
        let month = 'day' in fact ? String(fact.day).slice(0, 7) : '';
        while (frozen.has(month)) month = addDays(`${month}-28`, 4).slice(0, 7);
        steps.push({ ...step, month });
      }
      await record(
        ...(how === 'backwards' ? facts.toReversed() : how === 'twice' ? [...facts, ...facts] : facts),
      );
      if (how !== 'and freeze') return;
      const month = addDays(`${day.slice(0, 7)}-01`, -1).slice(0, 7);
      frozen.add(month);
      await stage.suite.owner.query(
        `INSERT INTO frozen_months (month, frozen_by, last_seq, last_hash) SELECT $1, gen_random_uuid(), seq, hash FROM ledger_head
         ON CONFLICT DO NOTHING`,
        [month],
      );
    };
    for (const { pair, level, reverse, amount, days, deliver: how } of acts) {
      day = addDays(day, days);
      const own = open[pair] ?? [];
      const [facts, taken] = [told[pair] as (typeof told)[number], reverse ? own.pop() : undefined];
      const money = amount === null ? null : BigInt(amount);
      const claim = taken?.claim ?? newId();
      if (!taken) own.push({ claim, level });
      const fact = taken
        ? facts.reversed(claim, taken.level, day)
        : facts.verified(level, day, claim, money === null ? null : yuan(money));
      waiting.push({
        ...fact,
        step: { pair, claim, level: taken?.level ?? level, money, verified: taken === undefined },
      });
      if (how !== 'later') await deliver(how);
    }
    await deliver('as told');
    return steps;
  }

  const kept = async () =>
    (
      await stage.suite.db.query<{ said: string }>(
        `SELECT scope || ' ' || period || ' ' || part || ' ' || bucket || ' ' || count || ' ' || amount::numeric(18,2) AS said FROM ledger_sums
         WHERE dimension = 'total' AND part IN ('reached', 'newly') AND period ~ '^[0-9]{4}(-[0-9]{2})?$' ORDER BY 1`,
      )
    )
      .map(({ said }) => said)
      .sort();

  const tables =
    'facts, ledger_facts, ledger_entries, ledger_rollups, ledger_ladders, figure_lines, frozen_months';

  /** Nothing that the database itself would refuse stops whoever tampers with it. */
  async function undefended(): Promise<string> {
    const { owner } = stage.suite;
    for (const table of tables.split(', ')) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    const constraints = await owner.query<{ name: string }>(
      `SELECT conname AS name FROM pg_constraint WHERE conrelid = 'ledger_entries'::regclass AND contype IN ('u', 'f') ORDER BY contype`,
    );
    for (const { name } of constraints)
      await owner.query(`ALTER TABLE ledger_entries DROP CONSTRAINT ${name}`);
    const [columns] = await owner.query<{ names: string }>(
      `SELECT string_agg(column_name, ', ') AS names FROM information_schema.columns
       WHERE table_name = 'ledger_entries' AND is_generated = 'NEVER'`,
    );
    return columns?.names ?? '';
  }

  it('agrees with the plain model, and finds whatever is planted, by what it is', async () => {
    const names = await undefended();
    const { owner, db } = stage.suite;
    let reversed = 0;
    const planted: Record<string, (n: number) => readonly [sql: string, back: string, what: RegExp]> = {
      'an entry missing': (n) => [
        `WITH gone AS (DELETE FROM ledger_entries WHERE seq = (SELECT seq FROM ledger_entries ORDER BY seq LIMIT 1 OFFSET ${n}) RETURNING *)
         INSERT INTO kept_entries SELECT ${names} FROM gone`,
        `INSERT INTO ledger_entries (${names}) SELECT * FROM kept_entries`,
        /fact|pair/,
      ],
      'an entry twice': (n) => [
        `INSERT INTO ledger_entries (${names}) SELECT ${names
          .replace(/\bseq\b/, '(SELECT max(seq) + 1 FROM ledger_entries)')
          .replace(/\bprev_hash\b/, "'p'")
          .replace(/\bhash\b/, "'h'")} FROM ledger_entries ORDER BY seq LIMIT 1 OFFSET ${n}`,
        `DELETE FROM ledger_entries WHERE hash = 'h'`,
        /fact|pair/,
      ],
      'another amount': (n) => [
        `UPDATE ledger_entries SET amount = coalesce(amount, 0) + 0.01, amount_occasion = coalesce(amount_occasion, 1), claimed_level = level
         WHERE seq = (SELECT seq FROM ledger_entries ORDER BY amount IS NULL, seq LIMIT 1 OFFSET ${Math.floor(n / 2)})`,
        `DELETE FROM ledger_entries; INSERT INTO ledger_entries (${names}) SELECT * FROM all_entries`,
        /fact|pair/,
      ],
      'a roll-up off by one': (n) => [
        `UPDATE ledger_ladders SET ${['reached2', 'reached4', 'newly2', 'newly5', 'agreements'][n % 5]} = ${['reached2', 'reached4', 'newly2', 'newly5', 'agreements'][n % 5]} + 1
         WHERE (market, scope, period, dimension, key) = (SELECT market, scope, period, dimension, key FROM ledger_ladders ORDER BY 1, 2, 3, 4, 5 LIMIT 1 OFFSET ${n * 7} % (SELECT count(*) FROM ledger_ladders))`,
        `DELETE FROM ledger_ladders; INSERT INTO ledger_ladders SELECT * FROM all_ladders`,
        /^count$/,
      ],
    };
    await owner.query(`CREATE TABLE kept_entries AS SELECT ${names} FROM ledger_entries`);
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.nat(1000),
        fc.constantFrom(...Object.keys(planted)),
        async (acts, at, plant) => {
          await owner.query(`TRUNCATE ${tables}, kept_entries CASCADE`);
          await owner.query(`UPDATE ledger_head SET seq = 0, hash = repeat('0', 64)`);
          const steps = await live(acts);
          expect(await kept()).toEqual(modelled(steps));
          expect(await stage.recount.recount(claims)).toMatchObject({ ok: true, differences: [] });
          const [all] = await db.query<{ n: number }>('SELECT count(*)::integer AS n FROM ledger_entries');
          const entries = all?.n ?? 0;
          reversed += steps.filter(({ verified }) => !verified).length;
          await owner.query(`DROP TABLE IF EXISTS all_entries, all_ladders`);
          await owner.query(`CREATE TABLE all_entries AS SELECT ${names} FROM ledger_entries`);
          await owner.query('CREATE TABLE all_ladders AS SELECT * FROM ledger_ladders');
          const [sql, back, what] = planted[plant]?.(at % entries) ?? ['', '', /$^/];
          await owner.query(sql);
          const found = await stage.recount.recount(claims);
          expect([plant, found.differences.filter((one) => what.test(one.what)).length > 0]).toEqual([
            plant,
            true,
          ]);
          await owner.query(back);
          expect((await stage.recount.recount(claims)).ok).toBe(true);
          // A claim that was verified, announced, and entered by nobody.
          const lost = engagementFacts('410105').verified(3, '2026-11-05', newId(), '100');
          await announce(lost);
          const { differences } = await stage.recount.recount(claims);
          expect(differences.filter(({ expected }) => expected.startsWith(lost.id))).toHaveLength(3);
        },
      ),
      { numRuns: 16 },
    );
    expect(reversed).toBeGreaterThan(25);
  }, 300_000);
});
