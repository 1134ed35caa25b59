import { addDays, dayOf, NotFound, newId, Stale, TransitionRefused } from '#kernel';
import { OrganisationInactive, ReviewerInvolved, RevisionUnderReview, WrongSide } from '#listings';
import {
  capability,
  coordinator,
  editor,
  ListingsStage,
  organisation,
  scenario,
} from '../support/listing-stage.js';

const today = dayOf(new Date());

describe('listings', () => {
  let suite: ListingsStage['suite'];
  let writer: ListingsStage['writer'];
  let service: ListingsStage['service'];
  let queries: ListingsStage['queries'];
  let reader: ListingsStage['reader'];
  let owner: ListingsStage['owner'];
  let facts: ListingsStage['facts'];
  let published: ListingsStage['published'];

  beforeAll(async () => {
    ({ suite, writer, service, queries, reader, owner, facts, published } = await ListingsStage.begin());
  });
  afterAll(() => suite.drop());

  it('goes from draft to in force, with every step in its history and one fact', async () => {
    const view = await published({ budgetMin: '100000', budgetMax: '250000.5' });
    expect(view).toMatchObject({ state: 'published', revision: 1, publishedRevision: 1, version: 3 });
    expect(view.number).toMatch(/^CJ-\d{4}-\d{6}$/);
    expect(view.content).toMatchObject({ budgetMin: '100000.00', budgetMax: '250000.50' });
    const history = await queries.history('scenario', view.id);
    expect(history.map((h) => [h.from, h.to, h.actorName, h.reason])).toEqual([
      [null, 'draft', '编辑', null],
      ['draft', 'submitted', '编辑', null],
      ['submitted', 'approved', '市级审核', '同意'],
      ['approved', 'published', '市级审核', null],
    ]);
    expect(await facts('scenario', view.id)).toEqual([
      {
        name: 'listing.published',
        kind: 'scenario',
        listingId: view.id,
        number: view.number,
        revision: 1,
        organisationId: owner,
        area: '410105',
        department: 'gxj',
        fields: ['ai', 'industrial'],
        chains: [],
      },
    ]);
  });

  it('keeps every field of a capability as it was entered', async () => {
    const content = capability({
      version: 'V3.2',
      productClass: 'industrial-rd',
      industries: ['C', 'G'],
      chains: ['nev', 'equipment'],
      advancement: '发明专利',
      patents: 12,
      standards: 2,
      awards: 1,
      copyrightNo: '2024SR0000001',
      certificates: 'CMMI5',
      cases: '某厂',
      area: '410172',
      visibility: 'members',
      validUntil: addDays(today, 30),
      contact: { name: '李四', phone: '13800000000', email: 'l@example.com' },
    });
    const made = await service.create('capability', owner, content, editor);
    expect((await queries.find('capability', made.number)).content).toEqual(content);
  });

  it('keeps the published revision in force while an edit is written and reviewed, then supersedes it', async () => {
    const first = await published();
    const edited = await service.edit(
      { kind: 'scenario', id: first.id, version: first.version, actor: editor },
      scenario({ title: '电机质检（二期）' }),
    );
    expect(edited).toMatchObject({ state: 'draft', revision: 2, publishedRevision: 1 });
    expect(await reader.published('scenario', first.id)).toMatchObject({ title: '电机质检', revision: 1 });
    const submitted = await service.submit({
      kind: 'scenario',
      id: first.id,
      version: edited.version,
      actor: editor,
      reason: null,
    });
    const back = await service.requestChanges({
      kind: 'scenario',
      id: first.id,
      version: submitted.version,
      actor: coordinator,
      reason: '请补充指标',
    });
    expect(back).toMatchObject({ state: 'changes_requested', reviewReason: '请补充指标' });
    const again = await service.submit({
      kind: 'scenario',
      id: first.id,
      version: back.version,
      actor: editor,
      reason: '已补充',
    });
    const approved = await service.approve({
      kind: 'scenario',
      id: first.id,
      version: again.version,
      actor: coordinator,
      reason: null,
    });
    expect(approved).toMatchObject({ state: 'published', revision: 2, publishedRevision: 2 });
    expect(await reader.published('scenario', first.id)).toMatchObject({
      title: '电机质检（二期）',
      revision: 2,
    });
    expect((await facts('scenario', first.id)).map((f) => 'revision' in f && f.revision)).toEqual([1, 2]);
    expect((await queries.history('scenario', first.id)).map((h) => h.to)).toContain('superseded');
  });

  it('leaves the published revision in force when the edit of it is rejected', async () => {
    const first = await published();
    const edited = await service.edit(
      { kind: 'scenario', id: first.id, version: first.version, actor: editor },
      scenario({ title: '改' }),
    );
    const submitted = await service.submit({
      kind: 'scenario',
      id: first.id,
      version: edited.version,
      actor: editor,
      reason: null,
    });
    const rejected = await service.reject({
      kind: 'scenario',
      id: first.id,
      version: submitted.version,
      actor: coordinator,
      reason: '不符合范围',
    });
    expect(rejected).toMatchObject({ state: 'rejected', publishedRevision: 1 });
    expect(await reader.published('scenario', first.id)).toMatchObject({ revision: 1 });
    expect(await facts('scenario', first.id)).toHaveLength(1);
  });

  it('lets one of two editors save, and tells the other the current version', async () => {
    const draft = await service.create('scenario', owner, scenario(), editor);
    const saves = await Promise.allSettled(
      ['甲', '乙', '丙'].map((title) =>
        service.edit(
          { kind: 'scenario', id: draft.id, version: draft.version, actor: editor },
          scenario({ title }),
        ),
      ),
    );
    expect(saves.filter((s) => s.status === 'fulfilled')).toHaveLength(1);
    for (const save of saves) {
      if (save.status === 'fulfilled') continue;
      expect(save.reason).toBeInstanceOf(Stale);
      expect((save.reason as Stale).details).toEqual({ currentVersion: 2 });
    }
  });

  it('refuses an approval of what the reviewer has not read', async () => {
    const draft = await service.create('scenario', owner, scenario(), editor);
    const submitted = await service.submit({
      kind: 'scenario',
      id: draft.id,
      version: draft.version,
      actor: editor,
      reason: null,
    });
    const back = await service.requestChanges({
      kind: 'scenario',
      id: draft.id,
      version: submitted.version,
      actor: coordinator,
      reason: '改',
    });
    await service.edit(
      { kind: 'scenario', id: draft.id, version: back.version, actor: editor },
      scenario({ title: '换了内容' }),
    );
    await expect(
      service.approve({
        kind: 'scenario',
        id: draft.id,
        version: submitted.version,
        actor: coordinator,
        reason: null,
      }),
    ).rejects.toBeInstanceOf(Stale);
    expect(await reader.published('scenario', draft.id)).toBeUndefined();
  });

  it('refuses a step that does not follow, naming those that do', async () => {
    const draft = await service.create('scenario', owner, scenario(), editor);
    const refused = service.approve({
      kind: 'scenario',
      id: draft.id,
      version: draft.version,
      actor: coordinator,
      reason: null,
    });
    await expect(refused).rejects.toBeInstanceOf(TransitionRefused);
    await expect(refused).rejects.toMatchObject({ details: { possible: ['submitted', 'withdrawn'] } });
    const submitted = await service.submit({
      kind: 'scenario',
      id: draft.id,
      version: draft.version,
      actor: editor,
      reason: null,
    });
    await expect(
      service.edit({ kind: 'scenario', id: draft.id, version: submitted.version, actor: editor }, scenario()),
    ).rejects.toBeInstanceOf(RevisionUnderReview);
  });

  it('lets nobody review what his own organisation posts', async () => {
    const draft = await service.create('scenario', owner, scenario(), editor);
    const { version } = await service.submit({
      kind: 'scenario',
      id: draft.id,
      version: draft.version,
      actor: editor,
      reason: null,
    });
    const involved = { ...coordinator, organisationId: owner };
    for (const attempt of [
      service.approve({ kind: 'scenario', id: draft.id, version, actor: involved, reason: null }),
      service.reject({ kind: 'scenario', id: draft.id, version, actor: involved, reason: '不' }),
      service.requestChanges({ kind: 'scenario', id: draft.id, version, actor: involved, reason: '改' }),
    ]) {
      await expect(attempt).rejects.toBeInstanceOf(ReviewerInvolved);
    }
    const bulk = await writer.publishAll({ kind: 'scenario', actor: involved, reason: null }, [draft.id]);
    expect(bulk).toEqual({ published: 0, skipped: [{ id: draft.id, reason: '审核人属于该单位' }] });
  });

  it('enters nothing for the wrong side, for a suspended organisation, or for none', async () => {
    const firm = await organisation(suite.db, { kinds: ['firm'] });
    const suspended = await organisation(suite.db, { state: 'suspended' });
    await expect(service.create('scenario', firm, scenario(), editor)).rejects.toBeInstanceOf(WrongSide);
    await expect(service.create('scenario', suspended, scenario(), editor)).rejects.toBeInstanceOf(
      OrganisationInactive,
    );
    await expect(service.create('scenario', newId(), scenario(), editor)).rejects.toBeInstanceOf(NotFound);
  });

  it('ends at withdrawal both what is in force and what is being written', async () => {
    const first = await published();
    const edited = await service.edit(
      { kind: 'scenario', id: first.id, version: first.version, actor: editor },
      scenario({ title: '改' }),
    );
    const gone = await service.withdraw({
      kind: 'scenario',
      id: first.id,
      version: edited.version,
      actor: editor,
      reason: '项目取消',
    });
    expect(gone).toMatchObject({ state: 'withdrawn', publishedRevision: null });
    expect(await reader.published('scenario', first.id)).toBeUndefined();
    expect((await facts('scenario', first.id)).at(-1)).toMatchObject({
      name: 'listing.withdrawn',
      revision: 1,
      cause: 'withdrawn',
      reason: '项目取消',
    });
    await expect(
      service.withdraw({
        kind: 'scenario',
        id: first.id,
        version: gone.version,
        actor: editor,
        reason: '再来',
      }),
    ).rejects.toBeInstanceOf(TransitionRefused);
  });
});
