import { newId } from '#kernel';
import { appendFact, FollowerStates, follower, rows, type Tx } from '#platform';
import { eventually } from '../support/app.js';
import { collector, FollowedLog, followed, reasonOf, suspended, writer } from '../support/followed.js';

/** Seconds until what is waited for must have happened. */
const within = 15;

describe('followers of the log', () => {
  let log: FollowedLog;

  beforeEach(async () => {
    log = await FollowedLog.open();
  });
  afterEach(() => log.close());

  it('get what was committed, and nothing that was rolled back', async () => {
    await expect(
      log.suite.db.transaction(async (tx) => {
        await appendFact(tx, 'a', suspended('rolled back'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await log.append('a', 'committed');
    log.run(writer());
    await eventually(log.effects, (seen) => seen.length > 0, within);
    expect(await log.effects()).toEqual(['committed']);
  });

  it('lose nothing that a long transaction wrote early and committed late, and do not wait for it', async () => {
    let commit: () => void = () => undefined;
    let written: () => void = () => undefined;
    const isWritten = new Promise<void>((done) => {
      written = done;
    });
    const long = log.suite.db.transaction(async (tx) => {
      await appendFact(tx, 'long', suspended('early'));
      written();
      await new Promise<void>((done) => {
        commit = done;
      });
    });
    await isWritten;
    log.run(writer());
    await log.append('short', 'late');
    await eventually(log.effects, (seen) => seen.length === 1, within);
    expect(await log.effects()).toEqual(['late']);
    await log.append('short', 'later');
    await eventually(log.effects, (seen) => seen.length === 2, within);
    commit();
    await long;
    await eventually(log.effects, (seen) => seen.length === 3, within);
    expect(await log.effects()).toEqual(['late', 'later', 'early']);
  });

  it('keep the order of a subject whose later fact was written by the older transaction', async () => {
    await log.suite.owner.query('CREATE TABLE things (id integer PRIMARY KEY, n integer)');
    await log.suite.owner.query('GRANT ALL ON things TO PUBLIC');
    await log.suite.db.query('INSERT INTO things VALUES (1, 0)');
    const lockThing = (tx: Tx) => rows(tx, 'SELECT 1 FROM things WHERE id = 1 FOR UPDATE');
    let second: Promise<unknown> = Promise.resolve();
    await log.suite.db.transaction(async (older) => {
      await rows(older, 'INSERT INTO effects (reason) VALUES (NULL)'); // has its transaction id from here on
      await log.suite.db.transaction(async (younger) => {
        await lockThing(younger);
        second = lockThing(older);
        await appendFact(younger, 'thing', suspended('first'));
      });
      await second;
      await appendFact(older, 'thing', suspended('second'));
      await rows(older, 'DELETE FROM effects');
    });
    log.run(writer());
    await eventually(log.effects, (seen) => seen.length === 2, within);
    expect(await log.effects()).toEqual(['first', 'second']);
  });

  it('work each fact once, in the order of its subject, in however many processes', async () => {
    const [one, two, three] = [
      log.run(writer(undefined, 7)),
      log.run(writer(undefined, 7)),
      log.run(writer(undefined, 7)),
    ];
    await Promise.all(
      Array.from({ length: 10 }, (_, subject) =>
        log.append(`s${subject}`, ...Array.from({ length: 20 }, (_, i) => `${subject} ${i}`)),
      ),
    );
    await eventually(log.effects, (seen) => seen.length >= 60, within);
    await log.end(one); // whichever held it, another goes on
    await log.append('s0', '0 20');
    await eventually(log.effects, (seen) => seen.includes('0 20'), within);
    await Promise.all([log.end(two), log.end(three)]);
    const seen = await log.effects();
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
      await log.append('sick', 'one', 'two', 'three');
      await log.append('well', 'other');
      log.run(kind === 'inside' ? writer(refuse) : collector(seen, refuse));
      const got = () => (kind === 'inside' ? log.effects() : Promise.resolve(seen));
      await eventually(got, (reasons) => reasons.length === 2, within);
      await log.append('sick', 'four');
      await log.append('well', 'last');
      await eventually(got, (reasons) => reasons.includes('last'), within);
      expect([...(await got())].sort()).toEqual(['last', 'one', 'other']);
      const states = new FollowerStates(log.suite.db);
      const [held] = await eventually(
        () => states.held(10),
        ([first]) => first?.behind === 2,
        within,
      );
      expect(held).toMatchObject({
        subject: 'sick',
        reason: '没有这样的单位',
        fact: 'organisation.suspended',
      });
      expect(await states.list()).toMatchObject([{ held: 3, waiting: 3, oldest: held?.occurredAt }]);

      poisoned = false;
      expect(await states.retry(held?.follower ?? '', held?.place ?? 0)).toBe(true);
      await eventually(got, (reasons) => reasons.length === 6, within);
      const sick = (await got()).filter((reason) => !['other', 'last'].includes(reason));
      expect(sick).toEqual(['one', 'two', 'three', 'four']);
      expect(await states.list()).toMatchObject([{ held: 0, waiting: 0, oldest: null }]);
    },
  );

  it('hold a fact that nobody can read any more', async () => {
    await log.append('odd', 'before');
    await log.suite.db.query(
      `INSERT INTO facts (fact_id, subject, name, payload) VALUES ($1, 'odd', 'organisation.suspended', '{"name": "organisation.suspended"}')`,
      [newId()],
    );
    await log.append('even', 'after');
    log.run(writer());
    await eventually(log.effects, (seen) => seen.length === 2, within);
    expect(await new FollowerStates(log.suite.db).held(10)).toMatchObject([{ subject: 'odd', attempts: 1 }]);
  });

  it('hold nothing while a server is away: they stay where they are, say why, and go on', async () => {
    let away = true;
    const seen: string[] = [];
    await log.append('a', 'one', 'two');
    log.run(
      collector(seen, () => {
        if (away) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      }),
    );
    const states = new FollowerStates(log.suite.db);
    await eventually(
      () => states.list(),
      ([state]) => state?.trouble === 'ECONNREFUSED connect ECONNREFUSED',
      within,
    );
    expect(await states.list()).toMatchObject([{ waiting: 2, held: 0 }]);
    away = false;
    await eventually(
      () => states.list(),
      ([state]) => state?.trouble === null,
      within,
    );
    expect(seen).toEqual(['one', 'two']);
  });

  it('let those go first that people wait for, where there is much to do, but wait for none in trouble', async () => {
    const worked: string[] = [];
    const patient = () =>
      follower('patient', {
        facts: followed,
        givesWayTo: ['writer'],
        outside: async () => void worked.push('patient'),
      });
    await log.append('a', ...Array.from({ length: 1000 }, (_, n) => `${n}`));
    const runner = log.run(
      patient(),
      writer(() => void worked.push('writer')),
    );
    await eventually(
      () => log.position('patient'),
      (place) => place === '1000',
      within,
    );
    // In hundreds: five of them are many, the others are not.
    expect(worked.indexOf('patient')).toBeGreaterThanOrEqual(5);
    await log.end(runner);

    const before = await log.position('writer');
    log.run(
      patient(),
      writer(() => {
        throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      }),
    );
    await log.append('a', ...Array.from({ length: 1000 }, (_, n) => `${n}`));
    await eventually(
      () => log.position('patient'),
      (place) => place === '2000',
      within,
    );
    expect(await log.position('writer')).toBe(before);
  });

  it('killed between work and position have done nothing (inside), or do it again (outside)', async () => {
    await log.append('a', 'one');
    // The server ends the connection of the work, as the death of a process does.
    let killed = 0;
    const seen: string[] = [];
    log.run(
      follower('writer', {
        facts: followed,
        inside: async (tx, some) => {
          for (const fact of some)
            await rows(tx, 'INSERT INTO effects (reason) VALUES ($1)', [reasonOf(fact)]);
          if (killed++ === 0) await rows(tx, 'SELECT pg_terminate_backend(pg_backend_pid())');
        },
      }),
      follower('collector', {
        facts: followed,
        outside: async (some) => {
          seen.push(...some.map(reasonOf));
          if (seen.length === 1) throw Object.assign(new Error('killed'), { code: '57P01' });
        },
      }),
    );
    await eventually(
      () => Promise.all([log.position('writer'), log.position('collector')]),
      (places) => places.every((place) => place === '1'),
      within,
    );
    expect(await log.effects()).toEqual(['one']);
    expect(killed).toBe(2);
    expect(seen).toEqual(['one', 'one']);
  });

  it('are worked no second time by a process that still believes it holds the follower', async () => {
    await log.append('a', 'one');
    const other = new Promise<void>((done) => {
      log.run(
        follower('writer', {
          facts: followed,
          inside: async (tx, some) => {
            // Its lock is lost while it works: another process comes in between.
            await log.suite.db.query(
              `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = 'duijie followers'`,
            );
            log.run(writer());
            await new Promise((resolve) => setTimeout(resolve, 300));
            for (const fact of some)
              await rows(tx, 'INSERT INTO effects (reason) VALUES ($1)', [reasonOf(fact)]);
            done();
          },
        }),
      );
    });
    await other;
    await log.append('a', 'two');
    await eventually(log.effects, (seen) => seen.includes('two'), within);
    expect(await log.effects()).toEqual(['one', 'two']);
  });
});
