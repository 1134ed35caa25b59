import { SessionService } from '#accounts';
import { Config } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { accounts, found, invite, password, uscc } from '../support/people.js';

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

  const settle = (n: number, login: string) => found(suite.db, { login, uscc: uscc(n), kinds: ['firm'] });

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
    const organisation = await settle(5, 'd-one');
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
    await all.organisations.suspend(organisation, actor, '停用');
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
    const { token } = await sessions.start('r-operator', password, '10.0.0.4', '');
    await all.members.retire('R-operator', operator);
    expect(await sessions.resolve(token)).toBeUndefined();
    await settle(7, 'r-owner');
    await expect(all.members.retire('r-owner', operator)).rejects.toMatchObject({
      code: 'member.last_owner',
    });
    await expect(all.members.retire('r-nobody', operator)).rejects.toMatchObject({
      code: 'resource.not_found',
    });
  });

  it('have an audit trail that the database does not let anyone change', async () => {
    await expect(suite.owner.query("UPDATE audit_entries SET reason = 'x'")).rejects.toThrow('refused');
    await expect(suite.owner.query('DELETE FROM audit_entries')).rejects.toThrow('refused');
  });
});
