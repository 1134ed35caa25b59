import { Readable } from 'node:stream';
import type { Principal, SessionService } from '#accounts';
import type { ApplicationContent } from '#contracts';
import { newId } from '#kernel';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import {
  accounts,
  applicationContent,
  apply,
  found,
  proofFile,
  sessionsOf,
  signIn,
  signUp,
  submitApplication,
  uscc,
} from '../support/people.js';

const actor = { id: null, name: '测试' };
const content = (n: number, name = `示例单位${n}`) =>
  applicationContent({ uscc: uscc(n), kinds: ['firm'], profile: { name } });

describe('an application', () => {
  let suite: SuiteDatabase;
  let all: ReturnType<typeof accounts>;
  let sessions: SessionService;

  beforeAll(async () => {
    suite = await suiteDatabase();
    all = accounts(suite.db);
    sessions = sessionsOf(suite.db, {});
  });
  afterAll(() => suite.drop());

  const approve = (id: string, more: { ownerGone?: boolean; reason?: string; area?: string } = {}) =>
    all.decisions.approve({
      id,
      actor,
      reason: more.reason ?? null,
      ownerGone: more.ownerGone ?? false,
      decides: (area) => more.area === undefined || more.area === area,
    });

  const person = (login: string) => signUp(all, login);
  const submitted = (caller: Principal, wanted: ApplicationContent) => submitApplication(all, caller, wanted);

  const organisation = (n: number) => all.organisations.findByUscc(uscc(n));
  const placeOf = async (login: string) => {
    const { token } = await sessions.start(signIn(login));
    return (await sessions.resolve(token))?.organisation;
  };
  const facts = (n: number) =>
    suite.db.query("SELECT 1 FROM facts WHERE name = 'organisation.approved' AND payload::text LIKE $1", [
      `%${uscc(n)}%`,
    ]);

  it('gives its person nothing, and changes nothing that the public reads, before it is approved', async () => {
    const unclaimed = await suite.db.transaction((tx) =>
      all.organisations.ensureUnclaimed(tx, { uscc: uscc(1), name: '代录的名称', kinds: ['user'] }),
    );
    const caller = await person('a-one');
    const id = await submitted(caller, content(1, '另一个名称'));
    expect(await organisation(1)).toEqual(unclaimed);
    expect(await placeOf('a-one')).toBeUndefined();
    await submitted(await person('a-two'), content(2));
    expect(await organisation(2)).toBeUndefined();
    await all.decisions.reject(id, actor, '材料不符');
    expect(await organisation(1)).toEqual(unclaimed);
    expect(await placeOf('a-one')).toBeUndefined();
  });

  it('makes the organisation, its profile and the membership in one transaction, with its fact', async () => {
    const caller = await person('b-one');
    const id = await submitted(caller, content(3));
    await suite.owner.query(
      `CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stumbled'; END $$`,
    );
    await suite.owner.query(
      'CREATE TRIGGER tr_stumble BEFORE UPDATE OF member_role ON people FOR EACH ROW EXECUTE FUNCTION stumble()',
    );
    await expect(approve(id)).rejects.toThrow('stumbled');
    await suite.owner.query('DROP TRIGGER tr_stumble ON people');
    expect([await organisation(3), await facts(3)]).toEqual([undefined, []]);
    const approved = await approve(id);
    expect(approved).toMatchObject({ state: 'approved', decidedBy: '测试' });
    expect(await organisation(3)).toMatchObject({
      id: approved.organisationId,
      state: 'approved',
      name: '示例单位3',
    });
    expect(await placeOf('b-one')).toMatchObject({ id: approved.organisationId, role: 'owner' });
    expect(await facts(3)).toHaveLength(1);
  });

  it('takes an unclaimed organisation with its id and its listings’ side', async () => {
    const before = await suite.db.transaction((tx) =>
      all.organisations.ensureUnclaimed(tx, { uscc: uscc(4), name: '代录', kinds: ['user'] }),
    );
    expect((await approve(await submitted(await person('c-one'), content(4)))).organisationId).toBe(
      before.id,
    );
    const after = await organisation(4);
    expect(after).toMatchObject({ id: before.id, state: 'approved', name: '示例单位4' });
    expect([...(after?.kinds ?? [])].sort()).toEqual(['firm', 'user']);
  });

  it('stands beside others for the same code; the rejected one never becomes the owner of what is approved later', async () => {
    const [first, second, third] = [await person('d-one'), await person('d-two'), await person('d-three')];
    const [wrong, right, late] = [
      await submitted(first, content(5)),
      await submitted(second, content(5)),
      await submitted(third, content(5)),
    ];
    const { others } = await all.decisions.grounds(await all.applications.get(first, wrong));
    expect(others.map(({ id }) => id).sort()).toEqual([right, late].sort());
    await all.decisions.reject(wrong, actor, '不是本单位人员');
    const { organisationId } = await approve(right);
    expect(await placeOf('d-one')).toBeUndefined();
    expect((await all.members.list(organisationId ?? '')).map(({ login }) => login)).toEqual(['d-two']);
    expect(await all.applications.get(third, late)).toMatchObject({ state: 'submitted' });
    await expect(approve(late)).rejects.toMatchObject({ code: 'application.owner_there' });
    const { organisation: now } = await all.decisions.grounds(await all.applications.get(third, late));
    expect(now).toMatchObject({ state: 'approved', owners: [{ login: 'd-two' }] });
  });

  it('is decided once, whoever decides at the same time', async () => {
    const ids = [
      await submitted(await person('e-one'), content(6)),
      await submitted(await person('e-two'), content(6)),
    ];
    const results = await Promise.allSettled([...ids, ids[0] as string].map((id) => approve(id)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await all.members.list((await organisation(6))?.id ?? '')).toHaveLength(1);
    expect(await facts(6)).toHaveLength(1);
  });

  it('may be made again after it was withdrawn or rejected, with the reason kept, and one at a time', async () => {
    const caller = await person('f-one');
    const first = await submitted(caller, content(7));
    await expect(all.applications.create(caller, content(8))).rejects.toMatchObject({
      code: 'application.one_open',
    });
    await expect(all.applications.edit(caller, first, 3, content(8))).rejects.toMatchObject({
      code: 'application.not_draft',
    });
    await all.decisions.reject(first, actor, '授权书未盖章');
    const second = await submitted(caller, content(7));
    await all.applications.withdraw(caller, second, '填错');
    await submitted(caller, content(7));
    const { items } = await all.applications.list(caller, {}, 10, undefined);
    expect(items.map(({ state, reason }) => [state, reason])).toEqual([
      ['submitted', null],
      ['withdrawn', '填错'],
      ['rejected', '授权书未盖章'],
    ]);
    await expect(approve(first)).rejects.toMatchObject({ code: 'state.transition_refused' });
  });

  it('for an approved organisation is taken only where the owner is gone; then the owner’s place, sessions and invitations end', async () => {
    const organisationId = await found(suite.db, { login: 'g-owner', uscc: uscc(9), kinds: ['firm'] });
    const [owner] = await all.members.list(organisationId);
    const { token } = await sessions.start(signIn('g-owner'));
    const offer = {
      organisationId,
      role: 'editor',
      note: '',
      actor: { id: owner?.id ?? '', name: 'g-owner' },
    } as const;
    const invitation = await all.invitations.create(offer);
    const caller = await person('g-two');
    await expect(submitted(caller, content(9))).rejects.toMatchObject({
      code: 'organisation.already_registered',
    });
    const [{ id: draft } = { id: '' }] = (await all.applications.list(caller, {}, 1, undefined)).items;
    await all.applications.withdraw(caller, draft, null);
    const id = await submitted(caller, { ...content(9, '新的名称'), ownerGone: true });
    await expect(approve(id)).rejects.toMatchObject({ code: 'application.owner_there' });
    await expect(approve(id, { ownerGone: true })).rejects.toMatchObject({ code: 'input.invalid' });
    const before = await organisation(9);
    await approve(id, { ownerGone: true, reason: '单位来函说明' });
    expect(await organisation(9)).toEqual(before);
    expect(await all.members.list(organisationId)).toMatchObject([{ login: 'g-two', role: 'owner' }]);
    expect(await sessions.resolve(token)).toBeUndefined();
    await expect(all.invitations.read(invitation.token)).rejects.toMatchObject({ code: 'invitation.void' });
  });

  it('is not for people who have a place, nor for a suspended organisation', async () => {
    const organisationId = await found(suite.db, { login: 'h-owner', uscc: uscc(10), kinds: ['firm'] });
    const [owner] = await all.members.list(organisationId);
    const placed = { personId: owner?.id ?? '', login: 'h-owner', name: '', sessionId: '', operator: false };
    await expect(all.applications.create(placed, content(11))).rejects.toMatchObject({
      code: 'application.person_placed',
    });
    await all.organisations.suspend(organisationId, actor, '停用');
    await expect(submitted(await person('h-two'), { ...content(10), ownerGone: true })).rejects.toMatchObject(
      { code: 'application.organisation_suspended' },
    );
  });

  it('of one who joined by an invitation meanwhile is withdrawn, and cannot be approved', async () => {
    const organisationId = await found(suite.db, { login: 'i-owner', uscc: uscc(12), kinds: ['firm'] });
    const [owner] = await all.members.list(organisationId);
    const caller = await person('i-two');
    const id = await submitted(caller, content(13));
    const { token } = await all.invitations.create({
      organisationId,
      role: 'viewer',
      note: '',
      actor: { id: owner?.id ?? '', name: '' },
    });
    await all.invitations.accept(token, caller);
    expect(await all.applications.get(caller, id)).toMatchObject({
      state: 'withdrawn',
      reason: '已接受示例单位的邀请',
    });
    await expect(approve(id)).rejects.toMatchObject({ code: 'state.transition_refused' });
  });

  it('whose organisation lies in another area is for the city to approve', async () => {
    await suite.db.transaction((tx) =>
      all.organisations.ensureUnclaimed(tx, {
        uscc: uscc(14),
        name: '代录',
        kinds: ['firm'],
        area: '410172',
      }),
    );
    const id = await submitted(await person('j-one'), content(14));
    await expect(approve(id, { area: '410105' })).rejects.toMatchObject({ code: 'application.other_area' });
    expect((await approve(id)).state).toBe('approved');
  });

  it('wants a proof that is what it says; nothing stays of a file that is refused', async () => {
    const caller = await person('k-one');
    const { id } = await all.applications.create(caller, content(15));
    await expect(all.applications.submit(caller, id)).rejects.toMatchObject({
      errors: [{ code: 'application.proof_wanted' }],
    });
    const script = { name: '授权书.pdf', content: Readable.from([Buffer.from('<script>')]) };
    await expect(all.proof.upload(caller, id, script)).rejects.toMatchObject({
      code: 'application.proof_type_refused',
    });
    await all.proof.upload(caller, id, { name: '../授权书.pdf', content: Readable.from([proofFile]) });
    expect(await all.applications.submit(caller, id)).toMatchObject({
      proof: { fileName: '授权书.pdf', mediaType: 'application/pdf', size: proofFile.length },
    });
  });

  it('is seen by the same people whether one is read or all are listed', async () => {
    const caller = await person('m-one');
    const [near, far] = [await person('m-two'), await person('m-three')];
    const ids = [
      (await all.applications.create(caller, content(17))).id,
      await submitted(near, content(17)),
      await submitted(far, { ...content(17), profile: { ...content(17).profile, area: '410172' } }),
    ];
    const body = (area: string | null): Principal => ({
      ...caller,
      personId: newId(),
      body: { id: newId(), name: '', scope: area === null ? 'city' : 'area', area },
    });
    const expected: [Principal, boolean[]][] = [
      [caller, [true, false, false]],
      [near, [false, true, false]],
      [body(null), [false, true, true]],
      [body('410105'), [false, true, false]],
      [body('410172'), [false, false, true]],
      [{ ...caller, personId: newId(), operator: true }, [false, false, false]],
    ];
    for (const [who, seen] of expected) {
      const { items } = await all.applications.list(who, { q: uscc(17) }, 50, undefined);
      expect(ids.map((id) => items.some((one) => one.id === id))).toEqual(seen);
      const read = await Promise.allSettled(ids.map((id) => all.applications.get(who, id)));
      expect(read.map(({ status }) => status === 'fulfilled')).toEqual(seen);
    }
  });

  it('is kept by the database as it was submitted and as it was decided, and a place wants one', async () => {
    const id = await apply(suite.db, { login: 'l-one', uscc: uscc(16), kinds: ['firm'] });
    const change = (sql: string) => suite.db.query(`${sql} WHERE id = $1`, [id]);
    await expect(change("UPDATE applications SET uscc = '91410100MA00000012'")).rejects.toThrow('kept');
    await expect(change("UPDATE applications SET state = 'rejected', decided_at = now()")).rejects.toThrow(
      'ck_applications_reason',
    );
    await approve(id);
    await expect(change("UPDATE applications SET reason = 'x'")).rejects.toThrow('refused');
    await expect(change('DELETE FROM applications')).rejects.toThrow('permission denied');
    await expect(suite.owner.query('DELETE FROM applications')).rejects.toThrow('refused');
    await expect(suite.owner.query('TRUNCATE applications CASCADE')).rejects.toThrow('refused');
    const stranger = await person('l-two');
    await expect(
      suite.db.query(
        "UPDATE people SET member_role = 'owner', organisation_id = (SELECT organisation_id FROM applications WHERE id = $1) WHERE id = $2",
        [id, stranger.personId],
      ),
    ).rejects.toThrow('wants an approved application');
  });
});
