import { AuditService } from '#accounts';
import {
  type CapabilityContent,
  capabilityContent,
  type Fact,
  type ListingKind,
  type ListingView,
  type ScenarioContent,
  scenarioContent,
} from '#contracts';
import {
  addDays,
  creditCodeCheck,
  dayOf,
  InvalidInput,
  NotFound,
  newId,
  Stale,
  TransitionRefused,
} from '#kernel';
import {
  type Actor,
  anyone,
  DictionaryService,
  everything,
  ListingQueries,
  ListingReader,
  ListingService,
  ListingWriter,
  OrganisationInactive,
  ReviewerInvolved,
  RevisionUnderReview,
  type Sight,
  WrongSide,
} from '#listings';
import type { Database } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

const today = dayOf(new Date());
const editor: Actor = { id: newId(), name: '编辑' };
const coordinator: Actor = { id: newId(), name: '市级审核' };
const outsider: Sight = { ...anyone, member: true };

const scenario = (over: Record<string, unknown> = {}): ScenarioContent =>
  scenarioContent.parse({
    title: '电机质检',
    fields: ['ai', 'industrial'],
    needs: '用机器视觉替代人工质检',
    contact: { name: '张三', phone: '0371-12345678', email: 'z@example.com' },
    ...over,
  });
const capability = (over: Record<string, unknown> = {}): CapabilityContent =>
  capabilityContent.parse({
    product: '视觉质检系统',
    functions: '缺陷检测',
    fields: ['ai'],
    adaptedPlatforms: ['kylin', 'uos'],
    firstVersion: {
      level: 'provincial',
      year: 2025,
      documentNo: '豫工信〔2025〕1号',
      validFrom: '2025-01-01',
      validTo: '2027-12-31',
    },
    ...over,
  });

let counter = 0;
async function organisation(db: Database, over: Record<string, unknown> = {}): Promise<string> {
  const first17 = `91410100MA${String(++counter).padStart(7, '0')}`;
  const id = newId();
  const o = { kinds: ['user', 'firm'], state: 'approved', area: '410105', ...over };
  await db.query(
    `INSERT INTO organisations (id, uscc, name, kinds, state, area, department) VALUES ($1, $2, $3, $4, $5, $6, 'gxj')`,
    [id, first17 + creditCodeCheck(first17), `示例单位${counter}`, o.kinds, o.state, o.area],
  );
  return id;
}

describe('listings', () => {
  let suite: SuiteDatabase;
  let dictionaries: DictionaryService;
  let writer: ListingWriter;
  let service: ListingService;
  let queries: ListingQueries;
  let reader: ListingReader;
  let owner: string;

  beforeAll(async () => {
    suite = await suiteDatabase();
    dictionaries = new DictionaryService(suite.db, new AuditService(suite.db));
    writer = new ListingWriter(suite.db, dictionaries);
    service = new ListingService(suite.db, writer);
    queries = new ListingQueries(suite.db);
    reader = new ListingReader(suite.db);
    owner = await organisation(suite.db);
  });
  afterAll(() => suite.drop());

  const facts = async (kind: ListingKind, id: string) =>
    (
      await suite.db.query<{ payload: Fact }>('SELECT payload FROM facts WHERE subject = $1 ORDER BY id', [
        `${kind}:${id}`,
      ])
    ).map((row) => row.payload);

  async function published(over: Record<string, unknown> = {}, organisationId = owner): Promise<ListingView> {
    const draft = await service.create('scenario', organisationId, scenario(over), editor);
    const submitted = await service.submit({
      kind: 'scenario',
      id: draft.id,
      version: draft.version,
      actor: editor,
      reason: null,
    });
    return service.approve({
      kind: 'scenario',
      id: draft.id,
      version: submitted.version,
      actor: coordinator,
      reason: '同意',
    });
  }

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

  it('expires after its last day, once, however often the job runs', async () => {
    const last = addDays(today, 3);
    const { id } = await published({ validUntil: last });
    const endless = await published();
    expect(await service.expire(last)).toBe(0);
    const runs = await Promise.all([1, 2, 3].map(() => service.expire(addDays(last, 1))));
    expect(runs.filter((n) => n > 0).length).toBeGreaterThanOrEqual(1);
    expect(await service.expire(addDays(last, 1))).toBe(0);
    expect(await queries.find('scenario', id)).toMatchObject({ state: 'expired', publishedRevision: null });
    expect((await facts('scenario', id)).map((f) => f.name)).toEqual([
      'listing.published',
      'listing.withdrawn',
    ]);
    expect((await facts('scenario', id)).at(-1)).toMatchObject({ cause: 'expired', revision: 1 });
    expect(await reader.published('scenario', endless.id)).toBeDefined();
  });

  it('refuses to submit or approve what has expired already, naming the field and the day', async () => {
    const yesterday = addDays(today, -1);
    const draft = await service.create('scenario', owner, scenario({ validUntil: yesterday }), editor);
    await expect(
      service.submit({ kind: 'scenario', id: draft.id, version: draft.version, actor: editor, reason: null }),
    ).rejects.toMatchObject({
      code: 'input.invalid',
      errors: [{ pointer: '/content/validUntil', code: 'listing.already_expired', value: yesterday }],
    });
  });

  it('shows others what is in force, without contact; drafts and invited ones not at all', async () => {
    const first = await published();
    await service.edit(
      { kind: 'scenario', id: first.id, version: first.version, actor: editor },
      scenario({ title: '草稿' }),
    );
    const seen = await queries.find('scenario', first.id, outsider);
    expect(seen).toMatchObject({ state: 'published', revision: 1, reviewReason: null });
    expect(seen.content.contact).toBeNull();
    const own = await queries.find('scenario', first.id, { ...outsider, organisationId: owner });
    expect(own).toMatchObject({ state: 'draft', revision: 2 });
    expect(own.content.contact?.name).toBe('张三');
    const inArea = await queries.find('scenario', first.id, { ...outsider, area: '410105' });
    expect(inArea).toMatchObject({ state: 'draft' });
    expect(await queries.find('scenario', first.id, { ...outsider, area: '410102' })).toMatchObject({
      state: 'published',
    });
    const draft = await service.create('scenario', owner, scenario(), editor);
    await expect(queries.find('scenario', draft.id, outsider)).rejects.toBeInstanceOf(NotFound);
    const invited = await published({ visibility: 'invited' });
    await expect(queries.find('scenario', invited.number, outsider)).rejects.toBeInstanceOf(NotFound);
    expect(await queries.find('scenario', invited.number, everything)).toBeDefined();
    expect(JSON.stringify(await reader.published('scenario', first.id))).not.toContain('张三');
    expect(await reader.contact('scenario', first.id)).toMatchObject({ phone: '0371-12345678' });
  });

  it('lists newest first, by filters, page after page without gaps', async () => {
    const firm = await organisation(suite.db, { area: '410122' });
    const ids: string[] = [];
    await suite.db.transaction(async (tx) => {
      const drafts = Array.from({ length: 25 }, (_, i) => ({
        organisationId: firm,
        content: capability({ product: `产品${i}`, chains: i % 2 ? ['nev'] : ['food'] }),
      }));
      for (const id of await writer.createDrafts(tx, 'capability', drafts, editor)) ids.push(id ?? '');
    });
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await queries.list('capability', { organisation: firm }, everything, { limit: 7, cursor });
      seen.push(...page.items.map((item) => item.id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toEqual([...ids].sort().reverse());
    const food = await queries.list(
      'capability',
      { organisation: firm, chain: ['food'], area: ['410122'], state: ['draft'] },
      everything,
      { limit: 200, cursor: undefined },
    );
    expect(food.items).toHaveLength(13);
    expect(
      (await queries.list('capability', { organisation: firm }, outsider, { limit: 50, cursor: undefined }))
        .items,
    ).toEqual([]);
    await expect(
      queries.list('capability', {}, everything, { limit: 5, cursor: 'nonsense' }),
    ).rejects.toBeInstanceOf(InvalidInput);
  });

  it('publishes thousands in bulk, each with history and fact, and a second time none', async () => {
    const drafts = Array.from({ length: 2000 }, (_, i) => ({
      organisationId: owner,
      content: capability({ product: `批量产品${i}` }),
      importKey: `bulk-${i}`,
    }));
    const ids = await suite.db.transaction((tx) =>
      writer.createDrafts(tx, 'capability', drafts, coordinator),
    );
    const made = ids.filter((id) => id !== undefined);
    expect(made).toHaveLength(2000);
    const repeated = await suite.db.transaction((tx) =>
      writer.createDrafts(tx, 'capability', drafts, coordinator),
    );
    expect(repeated.every((id) => id === undefined)).toBe(true);
    expect(await queries.waiting('capability', { imported: 'bulk-' }, 5000)).toEqual([...made].sort());
    expect(await queries.waiting('capability', {}, 5000)).not.toContain(made[0]);
    const results = await Promise.all([
      writer.publishAll({ kind: 'capability', actor: coordinator, reason: '批量' }, made),
      writer.publishAll({ kind: 'capability', actor: coordinator, reason: '批量' }, made),
    ]);
    expect(results.reduce((sum, r) => sum + r.published, 0)).toBe(2000);
    const [{ n, distinct } = { n: '', distinct: '' }] = await suite.db.query<{ n: string; distinct: string }>(
      `SELECT count(*) AS n, count(DISTINCT subject) AS distinct FROM facts WHERE payload->>'listingId' = ANY($1)`,
      [made],
    );
    expect([n, distinct]).toEqual(['2000', '2000']);
    const [history] = await suite.db.query<{ n: string }>(
      'SELECT count(*) AS n FROM listing_history WHERE listing_id = ANY($1::uuid[])',
      [made],
    );
    expect(history?.n).toBe('8000');
    let inForce = 0;
    for await (const batch of reader.publishedBatches('capability', 300)) inForce += batch.length;
    expect(inForce).toBe(await reader.publishedCount('capability'));
  });

  it('numbers listings without gaps, though creations fail and run at once', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        if (i % 3 === 0) {
          await suite.db
            .transaction(async (tx) => {
              await writer.createDraft(
                tx,
                'scenario',
                { organisationId: owner, content: scenario() },
                editor,
              );
              throw new Error('changed my mind');
            })
            .catch(() => undefined);
          return undefined;
        }
        return (await service.create('scenario', owner, scenario(), editor)).number;
      }),
    );
    const made = numbers.flatMap((n) => (n === undefined ? [] : Number(n.slice(-6)))).sort((a, b) => a - b);
    expect(made.map((n) => n - (made[0] ?? 0))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('refuses codes that no dictionary has and takes those the city adds', async () => {
    const content = scenario({ fields: ['ai', 'quantum'], area: '999999' });
    await expect(service.create('scenario', owner, content, editor)).rejects.toMatchObject({
      code: 'input.invalid',
      errors: [
        { pointer: '/content/fields/1', code: 'listing.unknown_code', value: 'quantum' },
        { pointer: '/content/area', code: 'listing.unknown_code', value: '999999' },
      ],
    });
    const entry = { label: '量子信息', aliases: ['量子'], parent: null, note: null, retired: false };
    await dictionaries.put('fields', 'quantum', entry, coordinator);
    expect((await dictionaries.entries('fields')).at(-1)).toEqual({
      code: 'quantum',
      label: '量子信息',
      aliases: ['量子'],
    });
    const made = await service.create('scenario', owner, scenario({ fields: ['quantum'] }), editor);
    await dictionaries.put('fields', 'quantum', { ...entry, retired: true }, coordinator);
    await expect(
      service.create('scenario', owner, scenario({ fields: ['quantum'] }), editor),
    ).rejects.toMatchObject({ errors: [{ code: 'listing.retired_code', value: 'quantum' }] });
    const kept = scenario({ fields: ['quantum'], title: '照旧' });
    expect(
      await service.edit({ kind: 'scenario', id: made.id, version: made.version, actor: editor }, kept),
    ).toMatchObject({ version: 2 });
  });

  it('refuses a dictionary entry that could be mistaken for another', async () => {
    const entry = { label: '人工智能', aliases: [], parent: null, note: null, retired: false };
    await expect(dictionaries.put('fields', 'ai-2', entry, coordinator)).rejects.toMatchObject({
      errors: [{ pointer: '/label', code: 'dictionary.label_taken', value: '人工智能' }],
    });
    await expect(
      dictionaries.put('productClasses', 'x', { ...entry, label: '新类', parent: 'nothing' }, coordinator),
    ).rejects.toMatchObject({ errors: [{ pointer: '/parent', value: 'nothing' }] });
  });

  it('keeps its history: the database refuses to change or remove a line', async () => {
    await published();
    await expect(suite.owner.query("UPDATE listing_history SET reason = 'x'")).rejects.toThrow('refused');
    await expect(suite.owner.query('DELETE FROM listing_history')).rejects.toThrow('refused');
  });

  it('have nothing of a suspended organisation in force, and all of it again when that is lifted', async () => {
    const id = await organisation(suite.db);
    const { id: listing, number } = await published({}, id);
    const state = (to: string) =>
      suite.db.query('UPDATE organisations SET state = $2 WHERE id = $1', [id, to]);
    const inForce = async () => [
      (await reader.published('scenario', listing)) !== undefined,
      (await reader.publishedByNumber('scenario', number)) !== undefined,
      (await reader.publishedRevisions('scenario')).has(listing),
      (await reader.publishedStamps('scenario')).has(listing),
    ];
    const before = await reader.publishedCount('scenario');
    expect(await inForce()).toEqual([true, true, true, true]);
    await state('suspended');
    expect(await inForce()).toEqual([false, false, false, false]);
    expect(await reader.publishedCount('scenario')).toBe(before - 1);
    expect((await queries.find('scenario', listing)).state).toBe('published');
    await state('approved');
    expect(await inForce()).toEqual([true, true, true, true]);
  });
});
