import { SessionService } from '#accounts';
import { Config } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { accounts, password, uscc } from '../support/people.js';

const profile = {
  name: '示例单位',
  area: '410105',
  department: null,
  ownerKind: null,
  size: null,
  address: '',
  controllerUscc: null,
};
const actor = { id: null, name: '测试' };

describe('accounts', () => {
  let suite: SuiteDatabase;
  let sessions: SessionService;
  let all: ReturnType<typeof accounts>;

  beforeAll(async () => {
    suite = await suiteDatabase();
    all = accounts(suite.db);
    sessions = new SessionService(suite.db, Config.parse({ DATABASE_URL: suite.url }));
  });
  afterAll(() => suite.drop());

  const register = (n: number, login: string) =>
    all.organisations.register(
      { uscc: uscc(n), kinds: ['firm'], profile },
      { login, name: '某人', password },
    );

  it('let one of two win who register the same code at once', async () => {
    const both = await Promise.allSettled([register(1, 'a-one'), register(1, 'a-two')]);
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((r) => r.status === 'rejected')).toMatchObject({
      reason: { code: 'organisation.already_registered' },
    });
  });

  it('let people claim an organisation that was entered on its behalf, and keep its id', async () => {
    const unclaimed = await suite.db.transaction((tx) =>
      all.organisations.ensureUnclaimed(tx, {
        uscc: ` ${uscc(2).toLowerCase()} `,
        name: '代录',
        kinds: ['user'],
      }),
    );
    expect(unclaimed.state).toBe('unclaimed');
    const claimed = await register(2, 'b-one');
    expect(claimed).toMatchObject({
      id: unclaimed.id,
      state: 'pending',
      name: '示例单位',
      kinds: expect.arrayContaining(['user', 'firm']),
    });
  });

  it('refuse a login that is taken and a password that is weak', async () => {
    await expect(register(3, 'b-one')).rejects.toMatchObject({ code: 'person.login_taken' });
    await expect(
      all.organisations.register(
        { uscc: uscc(4), kinds: ['firm'], profile },
        { login: 'c', name: '某人', password: '1111111111' },
      ),
    ).rejects.toMatchObject({ code: 'input.invalid' });
    expect(await all.organisations.findByUscc(uscc(3))).toBeUndefined();
  });

  it('keep no password and no token in the clear', async () => {
    const { token } = await sessions.start('b-one', password, '10.0.0.1', 'test');
    const dump = JSON.stringify([
      await suite.db.query('SELECT * FROM people'),
      await suite.db.query('SELECT * FROM sessions'),
    ]);
    expect(dump).not.toContain(password);
    expect(dump).not.toContain(token);
    expect(dump).toContain('$argon2id$');
  });

  it('end all sessions but one when the password changes, and all when the organisation is suspended', async () => {
    const organisation = await register(5, 'd-one');
    await all.organisations.approve(organisation.id, actor, null);
    const [one, two] = await Promise.all([
      sessions.start('d-one', password, '10.0.0.2', 'a'),
      sessions.start('d-one', password, '10.0.0.2', 'b'),
    ]);
    const first = await sessions.resolve(one.token);
    await all.people.changePassword(
      first?.personId ?? '',
      password,
      'another horse 43',
      first?.sessionId ?? '',
    );
    expect(await sessions.resolve(two.token)).toBeUndefined();
    expect(await sessions.resolve(one.token)).toBeDefined();
    await all.organisations.suspend(organisation.id, actor, '停用');
    expect(await sessions.resolve(one.token)).toBeUndefined();
  });

  it('throttle guessing, whoever is guessed, and say when to come back', async () => {
    const tries: string[] = [];
    for (let i = 0; i < 10; i++)
      tries.push(
        await sessions.start('nobody', 'wrong', '10.0.0.3', '').then(
          () => 'in',
          (e: { code: string }) => e.code,
        ),
      );
    expect(tries.slice(0, 8)).toEqual(Array(8).fill('session.refused'));
    expect(tries.slice(8)).toEqual(Array(2).fill('session.too_many_attempts'));
  });

  it('keep the last owner of an organisation', async () => {
    const organisation = await register(6, 'e-one');
    const [owner] = await all.people.members(organisation.id);
    await expect(all.people.removeMember(organisation.id, owner?.id ?? '')).rejects.toMatchObject({
      code: 'member.last_owner',
    });
    const second = await all.people.addMember(
      organisation.id,
      { login: 'e-two', name: '二', password },
      'owner',
    );
    await all.people.changeMember(organisation.id, owner?.id ?? '', 'viewer');
    await expect(all.people.removeMember(organisation.id, second.id)).rejects.toMatchObject({
      code: 'member.last_owner',
    });
  });

  it('have an audit trail that the database does not let anyone change', async () => {
    await expect(suite.owner.query("UPDATE audit_entries SET reason = 'x'")).rejects.toThrow('refused');
    await expect(suite.owner.query('DELETE FROM audit_entries')).rejects.toThrow('refused');
  });
});
