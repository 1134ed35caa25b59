import { AccountsPruning, AuditService, type SessionService } from '#accounts';
import { sha256 } from '#kernel';
import { Config } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { accounts, found, invite, password, sessionsOf, signIn, uscc } from '../support/people.js';

const actor = { id: null, name: '测试' };

describe('accounts', () => {
  let suite: SuiteDatabase;
  let sessions: SessionService;
  let all: ReturnType<typeof accounts>;

  beforeAll(async () => {
    suite = await suiteDatabase();
    all = accounts(suite.db);
    sessions = sessionsOf(suite.db, {});
  });
  afterAll(() => suite.drop());

  const settle = (n: number, login: string) => found(suite.db, { login, uscc: uscc(n), kinds: ['firm'] });

  it('begin with nobody', async () => {
    expect(await suite.db.query('SELECT 1 FROM people')).toEqual([]);
  });

  it('compare a password as it was typed, in its blanks, case and length', async () => {
    const typed = `  Umlaute und Leerzeichen ${'sehr '.repeat(14)}lang  `;
    expect(typed.length).toBeGreaterThan(90);
    await all.people.signUp({ login: 'typed', name: '某人', password: typed });
    for (const other of [typed.trim(), typed.toLowerCase(), typed.slice(0, 72), typed.slice(0, -1)])
      await expect(sessions.start({ ...signIn('typed'), password: other })).rejects.toMatchObject({
        code: 'session.refused',
      });
    expect((await sessions.start({ ...signIn('typed'), password: typed })).token).toMatch(/./);
  });

  it('end a password that somebody else gave, unless its person changes it', async () => {
    const body = await all.people.createBody('新设部门', null);
    const given = { login: 'given', name: '新人', password, initial: true };
    const { id } = await all.people.addCoordinator(body.id, given);
    const { token, device } = await sessions.start(signIn('given'));
    const ends = (await sessions.resolve(token))?.passwordEndsAt?.getTime() ?? 0;
    expect(Math.round((ends - Date.now()) / 86_400_000)).toBe(7);
    await suite.db.query("UPDATE people SET password_ends_at = now() - interval '1 second' WHERE id = $1", [
      id,
    ]);
    await expect(sessions.start(signIn('given'))).rejects.toMatchObject({
      code: 'session.initial_password_ended',
    });
    await all.people.setPassword('given', `${password} once more`, { initial: true });
    const again = await sessions.start({ ...signIn('given'), password: `${password} once more` });
    await all.people.changePassword(id, `${password} once more`, `${password} my own`, { device });
    expect(again.token).not.toBe(token);
    const own = await sessions.start({ ...signIn('given'), password: `${password} my own` });
    expect((await sessions.resolve(own.token))?.passwordEndsAt).toBeNull();
  });

  it('refuse a login that is taken and a password that is weak', async () => {
    await all.people.signUp({ login: 'b-one', name: '某人', password });
    await expect(all.people.signUp({ login: 'b-one', name: '某人', password })).rejects.toMatchObject({
      code: 'person.login_taken',
    });
    await expect(
      all.people.signUp({ login: 'c', name: '某人', password: '1111111111' }),
    ).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('keep no password and no token in the clear', async () => {
    const { token } = await sessions.start(signIn('b-one'));
    const dump = JSON.stringify([
      await suite.db.query('SELECT * FROM people'),
      await suite.db.query('SELECT * FROM sessions'),
    ]);
    expect(dump).not.toContain(password);
    expect(dump).not.toContain(token);
    expect(dump).toContain('$argon2id$');
  });

  it('end all sessions but one when the password changes, and all when the organisation is suspended', async () => {
    const organisation = await settle(5, 'd-one');
    const [one, two] = await Promise.all([sessions.start(signIn('d-one')), sessions.start(signIn('d-one'))]);
    const first = await sessions.resolve(one.token);
    await all.people.changePassword(first?.personId ?? '', password, 'another horse 43', {
      sessionId: first?.sessionId ?? '',
      device: one.device,
    });
    expect(
      await suite.db.query('SELECT token_sha256 FROM known_devices WHERE person_id = $1', [first?.personId]),
    ).toEqual([{ token_sha256: sha256(one.device) }]);
    expect(await sessions.resolve(two.token)).toBeUndefined();
    expect(await sessions.resolve(one.token)).toBeDefined();
    await all.organisations.suspend(organisation, actor, '停用');
    expect(await sessions.resolve(one.token)).toBeUndefined();
  });

  describe('throttle guessing', () => {
    const code = (tried: Promise<unknown>) =>
      tried.then(
        () => 'in',
        (error: { code: string }) => error.code,
      );
    const wrong = (login: string, address: string, by = sessions) =>
      code(by.start({ ...signIn(login, address), password: 'wrong' }));

    it('by login and network, with pauses that grow, and never for its person elsewhere', async () => {
      await settle(7, 'f-one');
      const tries: string[] = [];
      for (let i = 0; i < 10; i++) tries.push(await wrong('f-one', `203.0.113.${i}`));
      expect(tries).toEqual([
        ...Array(8).fill('session.refused'),
        ...Array(2).fill('session.too_many_attempts'),
      ]);
      expect(await code(sessions.start(signIn('f-one', '203.0.113.99')))).toBe('session.too_many_attempts');
      expect(await code(sessions.start(signIn('f-one', '198.51.100.1')))).toBe('in');

      const pauses: number[] = [];
      for (let i = 0; i < 8; i++) {
        await suite.db.query('UPDATE throttle_pauses SET paused_until = now()');
        await wrong('f-one', '203.0.113.1');
        const refused = await sessions.start(signIn('f-one', '203.0.113.1')).catch((error: unknown) => error);
        pauses.push(
          Math.ceil((refused as { details: { retryAfterSeconds: number } }).details.retryAfterSeconds),
        );
      }
      expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
      await suite.db.query('UPDATE throttle_pauses SET paused_until = now()');
      expect(await code(sessions.start(signIn('f-one', '203.0.113.1')))).toBe('in');
      expect(await suite.db.query('SELECT 1 FROM throttle_pauses')).toEqual([]);
    });

    it('but never for a browser in which its person has signed in before, whatever strangers beside it do', async () => {
      await settle(910, 'known');
      const here = '203.0.114.1';
      const { device } = await sessions.start(signIn('known', here));
      for (let i = 0; i < 9; i++) await wrong('known', here);
      expect(await code(sessions.start(signIn('known', here)))).toBe('session.too_many_attempts');
      expect(await code(sessions.start(signIn('known', here, device)))).toBe('in');
      // The pause of the strangers goes on, and the browser is paused by its own failures.
      expect(await wrong('known', here)).toBe('session.too_many_attempts');
      const tries: string[] = [];
      for (let i = 0; i < 9; i++)
        tries.push(await code(sessions.start({ ...signIn('known', here, device), password: 'wrong' })));
      expect(tries).toEqual([...Array(8).fill('session.refused'), 'session.too_many_attempts']);
    });

    it('and a browser is known to those alone who signed in there, until they change the password elsewhere', async () => {
      await settle(911, 'at-home');
      await settle(912, 'a-guest');
      const here = '203.0.115.1';
      const planted = 'p'.repeat(43);
      const { device } = await sessions.start(signIn('at-home', here, planted));
      expect(device).not.toBe(planted);
      for (const login of ['at-home', 'a-guest']) for (let i = 0; i < 9; i++) await wrong(login, here);
      expect(await code(sessions.start(signIn('a-guest', here, device)))).toBe('session.too_many_attempts');
      expect((await sessions.start(signIn('at-home', here, device))).device).toBe(device);
      const guest = await sessions.start(signIn('a-guest', '198.51.100.9', device));
      expect(guest.device).toBe(device);
      expect(await code(sessions.start(signIn('a-guest', here, device)))).toBe('in');
      await accounts(suite.db).people.setPassword('at-home', `${password} anew`);
      const anew = { ...signIn('at-home', here, device), password: `${password} anew` };
      expect(await code(sessions.start(anew))).toBe('session.too_many_attempts');
    });

    it('of a login nobody has in the same way', async () => {
      const tries: string[] = [];
      for (let i = 0; i < 9; i++) tries.push(await wrong('nobody', '10.0.0.3'));
      expect(tries).toEqual([...Array(8).fill('session.refused'), 'session.too_many_attempts']);
    });

    it('sent all at once, no more than one after the other', async () => {
      const tries = await Promise.all(Array.from({ length: 30 }, () => wrong('at-once', '10.0.1.1')));
      expect(tries.filter((tried) => tried === 'session.refused')).toHaveLength(8);
    });

    it('by address over all logins, for failures alone: a hall of people behind one address all get in', async () => {
      const few = sessionsOf(suite.db, { SIGN_IN_ADDRESS_FAILURES: '5' });
      await settle(8, 'g-one');
      for (let i = 0; i < 12; i++) expect(await code(few.start(signIn('g-one', '10.0.2.1')))).toBe('in');
      for (let i = 0; i < 5; i++) expect(await wrong(`guess-${i}`, '10.0.2.1', few)).toBe('session.refused');
      expect(await wrong('guess-6', '10.0.2.1', few)).toBe('session.too_many_attempts');
      expect(await code(few.start(signIn('g-one', '10.0.2.2')))).toBe('in');
    });
  });

  it('have a new session at each sign-in, and the one that the browser had ends', async () => {
    await settle(913, 'anew');
    const [one, other] = [await sessions.start(signIn('anew')), await sessions.start(signIn('anew'))];
    const next = await sessions.start({ ...signIn('anew'), replaces: one.token });
    expect(new Set([one.token, other.token, next.token]).size).toBe(3);
    expect(await sessions.resolve(one.token)).toBeUndefined();
    expect(await sessions.resolve(other.token)).toBeDefined();
    // By the operator all of them, and the person may sign in again.
    expect(await sessions.endAll('anew', actor)).toBe(2);
    expect(await sessions.resolve(next.token)).toBeUndefined();
    expect(await sessions.resolve((await sessions.start(signIn('anew'))).token)).toBeDefined();
  });

  it('end a session that is not used, and one that is too old', async () => {
    await settle(9, 'h-one');
    const { token } = await sessions.start(signIn('h-one'));
    await suite.db.query("UPDATE sessions SET seen_at = now() - interval '11 hours'");
    expect(await sessions.resolve(token)).toBeDefined();
    expect(
      await suite.db.query("SELECT 1 FROM sessions WHERE seen_at > now() - interval '1 minute'"),
    ).toHaveLength(1);
    await suite.db.query("UPDATE sessions SET seen_at = now() - interval '13 hours'");
    expect(await sessions.resolve(token)).toBeUndefined();
    await suite.db.query("UPDATE sessions SET seen_at = now(), expires_at = now() - interval '1 second'");
    expect(await sessions.resolve(token)).toBeUndefined();
  });

  it('forget at night the sessions, tries and browsers that have ended, and no others', async () => {
    await settle(19, 'past-one');
    const before = await suite.db.query('SELECT id FROM sessions WHERE expires_at > now()');
    const ended = await sessions.start(signIn('past-one'));
    const lasting = await sessions.start(signIn('past-one'));
    await suite.db.query(
      "UPDATE sessions SET expires_at = now() - interval '1 second' WHERE token_sha256 = $1",
      [sha256(ended.token)],
    );
    await suite.db.query(
      "UPDATE known_devices SET seen_at = now() - interval '400 days' WHERE token_sha256 = $1",
      [sha256(ended.device)],
    );
    await suite.db.query(
      "INSERT INTO throttle_counts (key, points, expire) VALUES ('past', 1, 0), ('open', 1, 1e14)",
    );
    await suite.db.query(`INSERT INTO throttle_pauses (key, failures, paused_until, forgotten_at) VALUES
      ('past', 1, now(), now() - interval '1 second'), ('open', 1, now(), now() + interval '1 hour')`);
    await new AccountsPruning(suite.db, Config.parse({ DATABASE_URL: 'postgres://unused' })).prune();
    expect(await suite.db.query('SELECT id FROM sessions')).toHaveLength(before.length + 1);
    expect(await sessions.resolve(lasting.token)).toBeDefined();
    const devices = await suite.db.query<{ token_sha256: string }>('SELECT token_sha256 FROM known_devices');
    const known = devices.map((row) => row.token_sha256);
    expect([known.includes(sha256(ended.device)), known.includes(sha256(lasting.device))]).toEqual([
      false,
      true,
    ]);
    for (const table of ['throttle_counts', 'throttle_pauses']) {
      const found = await suite.db.query(`SELECT key FROM ${table} WHERE key IN ('past', 'open')`);
      expect(found).toEqual([{ key: 'open' }]);
    }
  });

  it('keep the last owner of an organisation', async () => {
    const organisationId = await settle(6, 'e-one');
    const [owner] = await all.members.list(organisationId);
    const of = (personId: string) => ({ organisationId, personId, actor });
    await expect(all.members.remove(of(owner?.id ?? ''))).rejects.toMatchObject({
      code: 'member.last_owner',
    });
    await invite(suite.db, organisationId, { login: 'e-two', role: 'owner' });
    const second = (await all.members.list(organisationId)).find(({ login }) => login === 'e-two');
    await all.members.change(of(owner?.id ?? ''), 'viewer');
    await expect(all.members.remove(of(second?.id ?? ''))).rejects.toMatchObject({
      code: 'member.last_owner',
    });
  });

  it('lose every place when the operator retires them, but for the last owner', async () => {
    const operator = { id: null, name: '运维命令行' };
    await suite.db.transaction((tx) =>
      all.people.create(tx, { login: 'r-operator', name: '运维', password }, { operator: true }),
    );
    const { token } = await sessions.start(signIn('r-operator'));
    await all.members.retire('R-operator', operator);
    expect(await sessions.resolve(token)).toBeUndefined();
    await settle(17, 'r-owner');
    await expect(all.members.retire('r-owner', operator)).rejects.toMatchObject({
      code: 'member.last_owner',
    });
    await expect(all.members.retire('r-nobody', operator)).rejects.toMatchObject({
      code: 'resource.not_found',
    });
  });

  it('write sign-ins, failures and sign-outs into the audit trail', async () => {
    await settle(10, 'i-one');
    const { token } = await sessions.start(signIn('i-one'));
    const person = await sessions.resolve(token);
    await sessions.start({ ...signIn('i-one'), password: 'wrong' }).catch(() => undefined);
    await sessions.end(person?.personId ?? '', person?.sessionId ?? '');
    const { items } = await new AuditService(suite.db).list(
      { subject: `person:${person?.personId}` },
      10,
      undefined,
    );
    expect(items.map((entry) => entry.action)).toEqual(['session.end', 'session.refuse', 'session.start']);
  });

  it('have an audit trail that the database does not let anyone change', async () => {
    await expect(suite.owner.query("UPDATE audit_entries SET reason = 'x'")).rejects.toThrow('refused');
    await expect(suite.owner.query('DELETE FROM audit_entries')).rejects.toThrow('refused');
    await expect(suite.owner.query('TRUNCATE audit_entries')).rejects.toThrow('refused');
  });
});
