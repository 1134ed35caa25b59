import { addDays, dayOf, InvalidInput, NotFound } from '#kernel';
import { everything } from '#listings';
import {
  capability,
  coordinator,
  editor,
  ListingsStage,
  organisation,
  outsider,
  scenario,
} from '../support/listing-stage.js';

const today = dayOf(new Date());

describe('listings in lists and in force', () => {
  let suite: ListingsStage['suite'];
  let dictionaries: ListingsStage['dictionaries'];
  let writer: ListingsStage['writer'];
  let service: ListingsStage['service'];
  let queries: ListingsStage['queries'];
  let reader: ListingsStage['reader'];
  let owner: ListingsStage['owner'];
  let facts: ListingsStage['facts'];
  let published: ListingsStage['published'];

  beforeAll(async () => {
    ({ suite, dictionaries, writer, service, queries, reader, owner, facts, published } =
      await ListingsStage.begin());
  });
  afterAll(() => suite.drop());

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
              const draft = { organisationId: owner, content: scenario() };
              await writer.createDrafts(tx, 'scenario', [draft], editor);
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
