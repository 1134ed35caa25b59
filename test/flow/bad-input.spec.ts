import { writeWorkbook } from '#sheets';
import { type Answer, RunningApp, type Visitor } from '../support/app.js';
import { bomb } from '../support/bomb.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { staged } from '../support/imports.js';
import { found, password, staff, uscc } from '../support/people.js';

type Refusal = Answer<{
  code: string;
  errors?: { pointer: string; code: string; detail: string; value?: unknown }[];
}>;

/** The first local entry of the other archive, put between the entries and the directory of this one. */
function withHidden(archive: Buffer, other: Buffer): Buffer {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const directory = archive.readUInt32LE(end + 16);
  const entry = other.subarray(0, other.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')));
  const made = Buffer.concat([archive.subarray(0, directory), entry, archive.subarray(directory)]);
  made.writeUInt32LE(directory + entry.length, end + entry.length + 16);
  return made;
}

describe('bad input', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  let city: Visitor;
  let clinic: Visitor;
  let organisationId: string;

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const profile = { name: '示例诊所' };
    organisationId = await found(suite.db, { login: 'clinic', uscc: uscc(201), kinds: ['user'], profile });
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    city = await app.visitor().signIn('city', password);
    clinic = await app.visitor().signIn('clinic', password);
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  const right = { title: '预约挂号', needs: '需要预约挂号系统', fields: ['healthcare'] };
  const draft = (content: unknown): Promise<Refusal> =>
    clinic.post('/scenarios', { content }) as Promise<Refusal>;

  it.each([
    ['a title of 1 MB', { ...right, title: '长'.repeat(300_000) }, [413, 422], 'title'],
    ['an empty title', { ...right, title: '   ' }, [422], 'title'],
    ['a date that does not exist', { ...right, plannedStart: '2026-02-30' }, [422], 'plannedStart'],
    ['a negative budget', { ...right, budgetMin: '-1' }, [422], 'budgetMin'],
    [
      'a budget whose maximum is less than its minimum',
      { ...right, budgetMin: '100', budgetMax: '99' },
      [422],
      'budgetMax',
    ],
    ['an unknown field code', { ...right, fields: ['no-such-field'] }, [422], 'fields'],
    ['a member that does not exist', { ...right, insuredStaff: 100 }, [422], ''],
    ['a NUL character', { ...right, needs: 'a\u0000b' }, [422], 'needs'],
    ['half a surrogate pair', { ...right, needs: 'a\ud800b' }, [422], 'needs'],
    ['a number for a text', { ...right, title: 5 }, [422], 'title'],
  ])('refuses %s by a code and names the field', async (_what, content, statuses, field) => {
    const answer = await draft(content);
    expect(statuses).toContain(answer.status);
    expect(answer.body.code).toMatch(/^[a-z_]+(\.[a-z_]+)+$/);
    if (answer.status === 422 && field)
      expect(answer.body.errors?.map((e) => e.pointer).join(' ')).toContain(field);
  });

  it.each([
    ['{', 'application/json', 400, 'input.not_json'],
    ['', 'application/json', 400, 'input.not_json'],
    ['[1]', 'application/json', 422, 'input.invalid'],
    ['a=b', 'application/x-www-form-urlencoded', 415, 'input.media_type'],
    [JSON.stringify({ x: 'y'.repeat(1_200_000) }), 'application/json', 413, 'input.too_large'],
  ])('answers a body of this kind by its code: %#', async (body, type, status, code) => {
    const answer = await clinic.send('POST', '/scenarios', body, { 'content-type': type });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each([
    '/scenarios?cursor=zzz',
    '/scenarios?limit=0',
    '/scenarios?state=nonsense',
    '/search/scenarios?offset=-1',
    '/scenarios/%00',
    '/jobs/nonsense',
    '/scenarios/not-an-id',
    '/statistics/matches?period=2026-13',
  ])('answers %s with a coded refusal, never 500', async (path) => {
    const answer = await city.get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.code).toMatch(/\./);
  });

  it('wants the version on writes that others may have overtaken', async () => {
    const made = await clinic.post('/scenarios', { content: right });
    expect((await clinic.put(`/scenarios/${made.body.id}`, { content: right })).body.code).toBe(
      'conflict.version_wanted',
    );
    await clinic.put(`/scenarios/${made.body.id}`, { content: right }, made.body.version);
    const late = await clinic.put(`/scenarios/${made.body.id}`, { content: right }, made.body.version);
    expect([late.status, late.body.code]).toEqual([412, 'conflict.stale']);
  });

  it('gives the first answer to a repeated key, and refuses the key for another body', async () => {
    const first = await clinic.post('/scenarios', { content: right }, undefined, { 'idempotency-key': 'k1' });
    const other = await clinic.post('/scenarios', { content: { ...right, title: '另一个' } }, undefined, {
      'idempotency-key': 'k1',
    });
    expect(first.status).toBe(201);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency.key_reused']);
  });

  it('refuses writes from other sites', async () => {
    const answer = await clinic.post('/scenarios', { content: right }, undefined, {
      origin: 'https://elsewhere.example',
    });
    expect(answer.body.code).toBe('access.cross_origin');
  });

  it('that asks for a client file of an older build gets 404, and never the page in its place', async () => {
    const gone = await app.visitor().get('///app/assets/index-00000000.js');
    expect([gone.status, gone.body.code]).toEqual([404, 'resource.no_such_route']);
    const route = await app.visitor().get('///app/scenarios/anything');
    expect([route.status, route.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const [, script = ''] = /src="([^"]+)"/.exec(route.body) ?? [];
    const found = await app.visitor().get(`//${script}`);
    expect(found.status).toBe(200);
    expect(found.headers.get('content-type')).toContain('javascript');
  });

  describe('in files', () => {
    const upload = (name: string, content: Uint8Array | string, kind = 'scenario') =>
      staged(city, { kind, organisationId }, name, content);
    /** At once, or by the job that reads it. */
    const refusal = async (name: string, content: Uint8Array | string) => {
      const { body } = await upload(name, content);
      return body.code ?? body.refusal?.code;
    };

    it('refuses a truncated workbook, and keeps no row of it', async () => {
      const whole = await writeWorkbook([
        { name: '场景', columns: [{ header: '场景名称' }, { header: '痛点与需求' }], rows: [['一', '二']] },
      ]);
      expect(await refusal('a.xlsx', whole.subarray(0, whole.length - 200))).toBe('import.truncated');
      expect(await suite.db.query('SELECT 1 FROM import_rows')).toEqual([]);
    });

    it('refuses a bomb, whether it says what it is or lies', async () => {
      const entry = 'xl/worksheets/sheet1.xml';
      const [honest, lying] = [bomb(entry, 600 * 1024 * 1024), bomb(entry, 600 * 1024 * 1024, 1000)];
      expect(await refusal('bomb.xlsx', honest)).toBe('import.unpacked_too_large');
      expect(await refusal('bomb.xlsx', lying)).toBe('import.truncated');
    });

    it('refuses a bomb that the directory of the workbook keeps silent about', async () => {
      const whole = await writeWorkbook([
        { name: '场景', columns: [{ header: '场景名称' }, { header: '痛点与需求' }], rows: [['一', '二']] },
      ]);
      const hidden = withHidden(whole, bomb('xl/styles2.xml', 600 * 1024 * 1024));
      expect(await refusal('hidden.xlsx', hidden)).toBe('import.unpacked_too_large');
    });

    it.each([
      ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4]), 'import.old_format'],
      ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 1]), 'import.picture_file'],
      ['an empty file', Buffer.alloc(0), 'import.empty'],
    ])('refuses %s', async (_what, content, code) => {
      expect(await refusal('x.xlsx', content)).toBe(code);
    });

    it('takes the good rows of a csv with one bad row in 10,000, and marks the bad cell', async () => {
      const lines = Array.from(
        { length: 10_000 },
        (_, i) =>
          `需求${i},需要系统${i},${i === 4321 ? '2026-02-30' : '2027-12-31'},${i === 777 ? '-5' : '50-100'}`,
      );
      const answer = await upload(
        'many.csv',
        ['需求名称,需求内容,截止时间,预算(万元)', ...lines].join('\r\n'),
      );
      expect(answer.body).toMatchObject({ total: 10_000, valid: 9998, refused: 2 });
      const seen = await city.get(`/imports/${answer.body.id}?rows=error`);
      expect(
        seen.body.rows.map(
          (r: { errors: { row: number; column: number; value: string; code: string }[] }) => r.errors[0],
        ),
      ).toEqual([
        expect.objectContaining({ row: 779, column: 4, value: '-5', code: 'import.negative_amount' }),
        expect.objectContaining({ row: 4323, column: 3, value: '2026-02-30', code: 'import.no_such_day' }),
      ]);
      expect((await city.get(`/imports/${answer.body.id}/errors.xlsx`)).status).toBe(200);
    });

    it.each([
      ['unclosed', '"需求4321,需要系统,2027-12-31,50-100', 1, '"需求4321'],
      ['stray', '需求4321,27"显示器,2027-12-31,50-100', 2, '27"显示器'],
    ])(
      'loses to one %s quote in 10,000 rows that row alone, and says where',
      async (_what, bad, column, value) => {
        const lines = Array.from({ length: 10_000 }, (_, i) =>
          i === 4321 ? bad : `需求${i},"需要系统,${i}",2027-12-31,50-100`,
        );
        const answer = await upload(
          'quote.csv',
          ['需求名称,需求内容,截止时间,预算(万元)', ...lines].join('\r\n'),
        );
        expect(answer.body).toMatchObject({ total: 10_000, valid: 9999, refused: 1 });
        const seen = await city.get(`/imports/${answer.body.id}?rows=error`);
        expect(seen.body.rows[0].errors).toEqual([
          {
            row: 4323,
            column,
            header: column === 1 ? '需求名称' : '需求内容',
            code: 'import.row_broken',
            value,
            expected: expect.stringContaining('第 4323 行'),
          },
        ]);
      },
    );
  });
});
