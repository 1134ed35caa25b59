import type { SessionService } from '#accounts';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { accounts, found, password, sessionsOf, signIn, uscc } from '../support/people.js';

const newcomer = (login: string) => ({ login, name: login, password });

describe('an invitation', () => {
  let suite: SuiteDatabase;
  let all: ReturnType<typeof accounts>;
  let sessions: SessionService;
  let n = 0;

  beforeAll(async () => {
    suite = await suiteDatabase();
    all = accounts(suite.db);
    sessions = sessionsOf(suite.db, {});
  });
  afterAll(() => suite.drop());

  /** An organisation with an owner who invites. */
  async function inviting(role: 'owner' | 'editor' | 'viewer' = 'editor') {
    n++;
    const login = `owner-${n}`;
    const organisationId = await found(suite.db, { login, uscc: uscc(n), kinds: ['firm'] });
    const [owner] = await all.members.list(organisationId);
    const actor = { id: owner?.id ?? '', name: login };
    const made = await all.invitations.create({ organisationId, role, note: '财务科', actor });
    return { organisationId, actor, login, ...made };
  }
  const rolesIn = async (organisationId: string) =>
    (await all.members.list(organisationId)).map(({ login, role }) => `${login} ${role}`);

  it('makes an account with the place that it names, once', async () => {
    const { organisationId, token, login } = await inviting();
    expect(await all.invitations.read(token)).toMatchObject({
      organisation: { id: organisationId },
      role: 'editor',
    });
    const both = await Promise.allSettled([
      all.invitations.accept(token, newcomer('a-one')),
      all.invitations.accept(token, newcomer('a-two')),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'invitation.void' },
    });
    const [winner] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.login] : []));
    expect(await rolesIn(organisationId)).toEqual([`${login} owner`, `${winner} editor`]);
    expect(await all.invitations.list(organisationId)).toMatchObject([
      { state: 'accepted', acceptedBy: winner },
    ]);
    // Of the account that lost nothing is left either.
    expect(await suite.db.query("SELECT 1 FROM people WHERE login LIKE 'a-%'")).toHaveLength(1);
  });

  it('lies in the database only as a hash', async () => {
    const { token } = await inviting();
    const dump = JSON.stringify([
      await suite.db.query('SELECT * FROM invitations'),
      await suite.db.query('SELECT * FROM audit_entries'),
    ]);
    expect(dump).not.toContain(token);
  });

  it('lets an account join that belongs nowhere, and no other', async () => {
    const { organisationId, token } = await inviting('viewer');
    const other = await inviting();
    const placed = { personId: other.actor.id, login: other.login, name: '', sessionId: '', operator: false };
    await expect(all.invitations.accept(token, placed)).rejects.toMatchObject({
      code: 'application.person_placed',
    });
    const { id } = await all.people.signUp(newcomer('c-free'));
    await all.invitations.accept(token, { ...placed, personId: id, login: 'c-free' });
    expect(await rolesIn(organisationId)).toContain('c-free viewer');
  });

  it('ends when it expires, is revoked, or its organisation is suspended', async () => {
    const [late, revoked, suspended] = [await inviting(), await inviting(), await inviting()];
    await suite.db.query("UPDATE invitations SET expires_at = now() - interval '1 second' WHERE id = $1", [
      late.invitation.id,
    ]);
    await all.invitations.revoke(revoked.organisationId, revoked.invitation.id, revoked.actor);
    await all.organisations.suspend(suspended.organisationId, { id: null, name: '测试' }, '停用');
    for (const { token } of [late, revoked, suspended])
      await expect(all.invitations.accept(token, newcomer('d-one'))).rejects.toMatchObject({
        code: 'invitation.void',
      });
    expect(await suite.db.query("SELECT 1 FROM people WHERE login = 'd-one'")).toEqual([]);
    await expect(
      all.invitations.revoke(revoked.organisationId, revoked.invitation.id, revoked.actor),
    ).rejects.toMatchObject({ code: 'invitation.void' });
    await expect(
      all.invitations.revoke(late.organisationId, revoked.invitation.id, late.actor),
    ).rejects.toMatchObject({ code: 'resource.not_found' });
  });

  it.each(['removed', 'an editor'] as const)('ends with its owner being %s, for good', async (fate) => {
    const { organisationId, actor, login, token } = await inviting();
    const second = await all.invitations.create({ organisationId, role: 'owner', note: '', actor });
    const joined = await all.invitations.accept(second.token, newcomer(`e-${fate}`));
    const of = { organisationId, personId: actor.id, actor: { id: null, name: joined.login } };
    const session = await sessions.start(signIn(login));
    await (fate === 'removed' ? all.members.remove(of) : all.members.change(of, 'editor'));
    await expect(all.invitations.read(token)).rejects.toMatchObject({ code: 'invitation.void' });
    const principal = await sessions.resolve(session.token);
    if (fate === 'removed') expect(principal).toBeUndefined();
    else expect(principal?.organisation?.role).toBe('editor');
    if (fate === 'an editor') await all.members.change(of, 'owner');
    await expect(all.invitations.accept(token, newcomer('e-late'))).rejects.toMatchObject({
      code: 'invitation.void',
    });
  });

  it('does not outlive its owner’s removal at the same moment', async () => {
    const { organisationId, actor, token } = await inviting('owner');
    const second = await all.invitations.create({ organisationId, role: 'owner', note: '', actor });
    await all.invitations.accept(second.token, newcomer('f-second'));
    const remove = () =>
      all.members.remove({ organisationId, personId: actor.id, actor: { id: null, name: '' } });
    const [accepted] = await Promise.allSettled([
      all.invitations.accept(token, newcomer('f-late')),
      remove(),
    ]);
    const [state] = (await all.invitations.list(organisationId)).filter(
      ({ role, acceptedBy }) => role === 'owner' && acceptedBy !== 'f-second',
    );
    expect(state?.state).toBe(accepted.status === 'fulfilled' ? 'accepted' : 'revoked');
    expect((await rolesIn(organisationId)).includes('f-late owner')).toBe(accepted.status === 'fulfilled');
  });

  it('waits with at most a hundred others', async () => {
    const { organisationId, actor } = await inviting();
    const more = { organisationId, role: 'viewer', note: '', actor } as const;
    for (let i = 1; i < 100; i++) await all.invitations.create(more);
    await expect(all.invitations.create(more)).rejects.toMatchObject({ code: 'invitation.too_many' });
  });
});
