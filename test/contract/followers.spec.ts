import { pino } from 'pino';
import type { DeliveredFact, Fact, FactName } from '#contracts';
import { newId } from '#kernel';
import {
  appendFact,
  type Follower,
  FollowerRunner,
  FollowerStates,
  follower,
  rows,
  type Tx,
} from '#platform';
import { eventually } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

const suspended = (reason: string): Fact => ({
  name: 'organisation.suspended',
  organisationId: newId(),
  reason,
});
const reasonOf = ({ fact }: DeliveredFact) => (fact.name === 'organisation.suspended' ? fact.reason : '');
const facts: readonly FactName[] = ['organisation.suspended'];

describe('followers of the log', () => {
  let suite: SuiteDatabase;
  const silent = pino({ level: 'silent' });
  const running: FollowerRunner[] = [];

  beforeEach(async () => {
    suite = await suiteDatabase();
    await suite.owner.query('CREATE TABLE effects (n bigint GENERATED ALWAYS AS IDENTITY, reason text)');
    await suite.owner.query('GRANT ALL ON effects TO PUBLIC');
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((runner) => runner.stop()));
    await suite.drop();
  });

  function run(...followers: Follower[]): FollowerRunner {
    const runner = new FollowerRunner(suite.db, suite.url, followers, { logger: silent, pollMs: 50 });
    runner.start();
    running.push(runner);
    return runner;
  }
  async function end(runner: FollowerRunner): Promise<void> {
    running.splice(running.indexOf(runner), 1);
    await runner.stop();
  }
  const append = (subject: string, ...reasons: string[]) =>
    suite.db.transaction(async (tx) => {
      for (const reason of reasons) await appendFact(tx, subject, suspended(reason));
    });
  /** Writes what it gets into `effects`, in the transaction of its position. */
  const writer = (before: (some: readonly string[]) => void = () => undefined, batch = 100) =>
    follower('writer', {
      facts,
      batch,
      inside: async (tx, some) => {
        for (const fact of some) await rows(tx, 'INSERT INTO effects (reason) VALUES ($1)', [reasonOf(fact)]);
        before(some.map(reasonOf));
      },
    });
  /** The same for what lies elsewhere: an array. */
  const collector = (seen: string[], before: (some: readonly string[]) => void = () => undefined) =>
    follower('collector', {
      facts,
      outside: async (some) => {
        before(some.map(reasonOf));
        seen.push(...some.map(reasonOf));
      },
    });
  const effects = async () =>
    (await suite.db.query<{ reason: string }>('SELECT reason FROM effects ORDER BY n')).map((r) => r.reason);
  const position = async (name: string) =>
    (
      await suite.db.query<{ place: string }>('SELECT place FROM follower_positions WHERE follower = $1', [
        name,
      ])
    )[0]?.place;
  const end15 = 15;

  it('get what was committed, and nothing that was rolled back', async () => {
    await expect(
      suite.db.transaction(async (tx) => {
        await appendFact(tx, 'a', suspended('rolled back'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await append('a', 'committed');
    run(writer());
    await eventually(effects, (seen) => seen.length > 0, end15);
    expect(await effects()).toEqual(['committed']);
  });

  it('lose nothing that a long transaction wrote early and committed late, and do not wait for it', async () => {
    let commit: () => void = () => undefined;
    let written: () => void = () => undefined;
    const isWritten = new Promise<void>((done) => {
      written = done;
    });
    const long = suite.db.transaction(async (tx) => {
      await appendFact(tx, 'long', suspended('early'));
      written();
      await new Promise<void>((done) => {
        commit = done;
      });
    });
    await isWritten;
    run(writer());
    await append('short', 'late');
    await eventually(effects, (seen) => seen.length === 1, end15);
    expect(await effects()).toEqual(['late']);
    await append('short', 'later');
    await eventually(effects, (seen) => seen.length === 2, end15);
    commit();
    await long;
    await eventually(effects, (seen) => seen.length === 3, end15);
    expect(await effects()).toEqual(['late', 'later', 'early']);
  });

  it('keep the order of a subject whose later fact was written by the older transaction', async () => {
    await suite.owner.query('CREATE TABLE things (id integer PRIMARY KEY, n integer)');
    await suite.owner.query('GRANT ALL ON things TO PUBLIC');
    await suite.db.query('INSERT INTO things VALUES (1, 0)');
    const lockThing = (tx: Tx) => rows(tx, 'SELECT 1 FROM things WHERE id = 1 FOR UPDATE');
    let second: Promise<unknown> = Promise.resolve();
    await suite.db.transaction(async (older) => {
      await rows(older, 'INSERT INTO effects (reason) VALUES (NULL)'); // has its transaction id from here on
      await suite.db.transaction(async (younger) => {
        await lockThing(younger);
        second = lockThing(older);
        await appendFact(younger, 'thing', suspended('first'));
      });
      await second;
      await appendFact(older, 'thing', suspended('second'));
      await rows(older, 'DELETE FROM effects');
    });
    run(writer());
    await eventually(effects, (seen) => seen.length === 2, end15);
    expect(await effects()).toEqual(['first', 'second']);
  });

  it('work each fact once, in the order of its subject, in however many processes', async () => {
    const [one, two, three] = [
      run(writer(undefined, 7)),
      run(writer(undefined, 7)),
      run(writer(undefined, 7)),
    ];
    await Promise.all(
      Array.from({ length: 10 }, (_, subject) =>
        append(`s${subject}`, ...Array.from({ length: 20 }, (_, i) => `${subject} ${i}`)),
      ),
    );
    await eventually(effects, (seen) => seen.length >= 60, end15);
    await end(one); // whichever held it, another goes on
    await append('s0', '0 20');
    await eventually(effects, (seen) => seen.includes('0 20'), end15);
    await Promise.all([end(two), end(three)]);
    const seen = await effects();
    expect(seen).toHaveLength(201);
    for (let subject = 0; subject < 10; subject++) {
      const own = seen.filter((reason) => reason.startsWith(`${subject} `));
      expect(own).toEqual(own.map((_, i) => `${subject} ${i}`));
    }
  });

  it.each(['inside', 'outside'] as const)(
    'hold a fact that cannot be worked and its own subject only, say why, and go on when it can (%s)',
    async (kind) => {
      let poisoned = true;
      const seen: string[] = [];
      const refuse = (some: readonly string[]) => {
        if (poisoned && some.includes('two')) throw new Error('没有这样的单位');
      };
      await append('sick', 'one', 'two', 'three');
      await append('well', 'other');
      run(kind === 'inside' ? writer(refuse) : collector(seen, refuse));
      const got = () => (kind === 'inside' ? effects() : Promise.resolve(seen));
      await eventually(got, (reasons) => reasons.length === 2, end15);
      await append('sick', 'four');
      await append('well', 'last');
      await eventually(got, (reasons) => reasons.includes('last'), end15);
      expect([...(await got())].sort()).toEqual(['last', 'one', 'other']);
      const states = new FollowerStates(suite.db);
      const [held] = await eventually(
        () => states.held(10),
        ([first]) => first?.behind === 2,
        end15,
      );
      expect(held).toMatchObject({
        subject: 'sick',
        reason: '没有这样的单位',
        fact: 'organisation.suspended',
      });
      expect(await states.list()).toMatchObject([{ held: 3, waiting: 3, oldest: held?.occurredAt }]);

      poisoned = false;
      expect(await states.retry(held?.follower ?? '', held?.place ?? 0)).toBe(true);
      await eventually(got, (reasons) => reasons.length === 6, end15);
      const sick = (await got()).filter((reason) => !['other', 'last'].includes(reason));
      expect(sick).toEqual(['one', 'two', 'three', 'four']);
      expect(await states.list()).toMatchObject([{ held: 0, waiting: 0, oldest: null }]);
    },
  );

  it('hold a fact that nobody can read any more', async () => {
    await append('odd', 'before');
    await suite.db.query(
      `INSERT INTO facts (fact_id, subject, name, payload) VALUES ($1, 'odd', 'organisation.suspended', '{"name": "organisation.suspended"}')`,
      [newId()],
    );
    await append('even', 'after');
    run(writer());
    await eventually(effects, (seen) => seen.length === 2, end15);
    expect(await new FollowerStates(suite.db).held(10)).toMatchObject([{ subject: 'odd', attempts: 1 }]);
  });

  it('hold nothing while a server is away: they stay where they are, say why, and go on', async () => {
    let away = true;
    const seen: string[] = [];
    await append('a', 'one', 'two');
    run(
      collector(seen, () => {
        if (away) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      }),
    );
    const states = new FollowerStates(suite.db);
    await eventually(
      () => states.list(),
      ([state]) => state?.trouble === 'ECONNREFUSED connect ECONNREFUSED',
      end15,
    );
    expect(await states.list()).toMatchObject([{ waiting: 2, held: 0 }]);
    away = false;
    await eventually(
      () => states.list(),
      ([state]) => state?.trouble === null,
      end15,
    );
    expect(seen).toEqual(['one', 'two']);
  });

  it('let those go first that people wait for, where there is much to do, but wait for none in trouble', async () => {
    const worked: string[] = [];
    const patient = () =>
      follower('patient', {
        facts,
        givesWayTo: ['writer'],
        outside: async () => void worked.push('patient'),
      });
    await append('a', ...Array.from({ length: 1000 }, (_, n) => `${n}`));
    const runner = run(
      patient(),
      writer(() => void worked.push('writer')),
    );
    await eventually(
      () => position('patient'),
      (place) => place === '1000',
      end15,
    );
    // In hundreds: five of them are many, the others are not.
    expect(worked.indexOf('patient')).toBeGreaterThanOrEqual(5);
    await end(runner);

    const before = await position('writer');
    run(
      patient(),
      writer(() => {
        throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      }),
    );
    await append('a', ...Array.from({ length: 1000 }, (_, n) => `${n}`));
    await eventually(
      () => position('patient'),
      (place) => place === '2000',
      end15,
    );
    expect(await position('writer')).toBe(before);
  });

  it('killed between work and position have done nothing (inside), or do it again (outside)', async () => {
    await append('a', 'one');
    // The server ends the connection of the work, as the death of a process does.
    let killed = 0;
    const seen: string[] = [];
    run(
      follower('writer', {
        facts,
        inside: async (tx, some) => {
          for (const fact of some)
            await rows(tx, 'INSERT INTO effects (reason) VALUES ($1)', [reasonOf(fact)]);
          if (killed++ === 0) await rows(tx, 'SELECT pg_terminate_backend(pg_backend_pid())');
        },
      }),
      follower('collector', {
        facts,
        outside: async (some) => {
          seen.push(...some.map(reasonOf));
          if (seen.length === 1) throw Object.assign(new Error('killed'), { code: '57P01' });
        },
      }),
    );
    await eventually(
      () => Promise.all([position('writer'), position('collector')]),
      (places) => places.every((place) => place === '1'),
      end15,
    );
    expect(await effects()).toEqual(['one']);
    expect(killed).toBe(2);
    expect(seen).toEqual(['one', 'one']);
  });

  it('are worked no second time by a process that still believes it holds the follower', async () => {
    await append('a', 'one');
    const other = new Promise<void>((done) => {
      run(
        follower('writer', {
          facts,
          inside: async (tx, some) => {
            // Its lock is lost while it works: another process comes in between.
            await suite.db.query(
              `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = 'duijie followers'`,
            );
            run(writer());
            await new Promise((resolve) => setTimeout(resolve, 300));
            for (const fact of some)
              await rows(tx, 'INSERT INTO effects (reason) VALUES ($1)', [reasonOf(fact)]);
            done();
          },
        }),
      );
    });
    await other;
    await append('a', 'two');
    await eventually(effects, (seen) => seen.includes('two'), end15);
    expect(await effects()).toEqual(['one', 'two']);
  });
});

describe('the log of facts', () => {
  let suite: SuiteDatabase;
  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(() => suite.drop());

  it('is changed by nobody, and keeps what the ledger is counted from', async () => {
    await suite.db.transaction((tx) => appendFact(tx, 'a', suspended('kept')));
    const refused = /a fact stays as it was announced/;
    await expect(suite.owner.query("UPDATE facts SET payload = '{}'")).rejects.toThrow(refused);
    await expect(suite.owner.query('TRUNCATE facts CASCADE')).rejects.toThrow(refused);
    await expect(suite.owner.query('DELETE FROM facts')).rejects.toThrow(refused); // not placed: not worked
    await suite.owner.query('UPDATE facts SET place = 1');
    await expect(suite.owner.query('UPDATE facts SET place = 2')).rejects.toThrow(refused);
  });

  it('forgets old facts that all have worked, never those that are counted or held', async () => {
    await suite.db.query(
      "UPDATE fact_head SET place = 10; INSERT INTO follower_positions (follower, place) VALUES ('a', 5), ('b', 4)",
    );
    const old = (place: number, name: string) =>
      suite.db.query(
        `INSERT INTO facts (fact_id, subject, name, payload, place, occurred_at) VALUES ($1, 's', $2, '{}', $3, now() - interval '31 days')`,
        [newId(), name, place],
      );
    for (const [place, name] of [
      [2, 'organisation.changed'],
      [3, 'claim.verified'],
      [4, 'organisation.suspended'],
      [5, 'organisation.changed'],
    ] as const)
      await old(place, name);
    await suite.db.query("INSERT INTO follower_held (follower, place, subject) VALUES ('a', 4, 's')");
    const states = new FollowerStates(suite.db);
    expect(await states.prune()).toBe(1);
    const places = await suite.db.query<{ place: string }>('SELECT place FROM facts ORDER BY place');
    expect(places.map((row) => row.place)).toEqual(['1', '3', '4', '5']);
    await expect(suite.db.query('DELETE FROM facts WHERE place = 3')).rejects.toThrow(/stays/);
  });
});
