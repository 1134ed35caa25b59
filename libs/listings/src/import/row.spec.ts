import { creditCodeCheck } from '#kernel';
import type { Cell } from '#sheets';
import { merged } from '../domain/dictionaries.js';
import { errorText } from './errors.js';
import { readRow } from './row.js';
import { Directory, type KnownOrganisation, type RowOrganisation, type Terms } from './whose.js';

const code = (n: number) => {
  const first = `91410100MA${String(n).padStart(7, '0')}`;
  return first + creditCodeCheck(first);
};
const known = (n: number, name: string, more: Partial<KnownOrganisation> = {}): KnownOrganisation => ({
  ...{ id: `id-${n}`, uscc: code(n), name, state: 'approved', area: '410105', kinds: ['user'] },
  ...more,
});
const hospital = known(1, '示例市第一人民医院');
const directory = new Directory([
  hospital,
  known(2, '示例科技（郑州）有限公司'),
  known(3, '同名中心'),
  known(4, '同名中心'),
  known(5, '停用单位', { state: 'suspended' }),
  known(6, '示例软件公司', { kinds: ['firm'] }),
  known(7, '外区医院', { area: '410181' }),
  known(8, '待认领单位', { state: 'unclaimed', kinds: ['firm'] }),
]);
const terms: Terms = {
  chosen: undefined,
  owner: undefined,
  area: null,
  side: { kinds: ['user'], word: '用户单位' },
  mayMake: false,
};
const own = ({ id, name, uscc }: KnownOrganisation): RowOrganisation => ({ id, name, uscc });

const mapping = ['organisation', 'uscc', 'title', 'needs', 'fields', 'budget'].map((field, column) => ({
  column,
  header: ['申报单位', '代码', '名称', '内容', '领域', '投资预算'][column] ?? '',
  field,
  how: 'name' as const,
  samples: [],
}));
const read = (cells: readonly Cell[], more: Partial<Terms> = {}) =>
  readRow(
    { row: 7, cells },
    {
      kind: 'scenario',
      mapping,
      dictionaries: merged([]),
      unit: null,
      terms: { ...terms, ...more },
      directory,
    },
  );
const named = (name: string, uscc: string, more: Partial<Terms> = {}) =>
  read([name, uscc, '病历质控', '需要实时质控', '', ''], more);

describe('a row', () => {
  it('with labels and aliases becomes codes', () => {
    const row = read([
      hospital.name,
      ` ${hospital.uscc.toLowerCase()} `,
      '病历质控',
      '实时质控',
      '医疗健康、AI',
      '60-120',
    ]);
    expect(row.errors).toEqual([]);
    expect(row.organisation).toEqual(own(hospital));
    expect(row.content).toMatchObject({
      fields: ['healthcare', 'ai'],
      budgetMin: '600000.00',
      budgetMax: '1200000.00',
    });
  });

  it('finds an area behind its city, no other city’s, and both ends of a period', () => {
    const by = { kind: 'scenario' as const, dictionaries: merged([]), unit: null, directory };
    const columns = ['title', 'needs', 'area', 'plannedStart'].map((field, column) => ({
      ...{ column, header: field, field },
      ...{ how: 'name' as const, samples: [] },
    }));
    const content = (area: string, planned = '') =>
      readRow(
        { row: 2, cells: ['质控', '需要质控', area, planned] },
        { ...by, mapping: columns, terms: { ...terms, chosen: own(hospital) } },
      ).content;
    for (const area of ['金水区', '郑州市金水区', '河南省郑州市金水区'])
      expect(content(area)).toMatchObject({ area: '410105' });
    expect(content('洛阳市高新区')).toBeUndefined();
    // A period in the column of its beginning says both its ends, where no other column says the second.
    expect(content('', '2027年1月-2027年6月')).toMatchObject({
      plannedStart: '2027-01-01',
      plannedEnd: '2027-06-30',
    });
    expect(content('', '2027年1月')).toMatchObject({ plannedStart: '2027-01-01', plannedEnd: null });
  });

  it('without a title, where there is a column for it, takes none from its text: it may go on from the row above', () =>
    expect(read([hospital.name, '', '', '第二段需求', '', '']).errors.map(errorText)).toEqual([
      expect.stringContaining('“名称”'),
    ]));

  it('names every wrong cell with its value and what would be right', () => {
    const { errors, content } = read([
      hospital.name,
      `${hospital.uscc.slice(0, 17)}?`,
      '',
      '',
      '占星术',
      '100-50',
    ]);
    expect(content).toBeUndefined();
    expect(errors.map((e) => [e.row, e.column, e.code])).toEqual(
      expect.arrayContaining([
        [7, 2, 'import.credit_code_character'],
        [7, 5, 'import.unknown_label'],
        [7, 6, 'import.range_reversed'],
      ]),
    );
    const budget = errors.find(({ column }) => column === 6);
    expect(budget && errorText(budget)).toMatch(/^第7行“投资预算”（预算区间（万元））：“100-50”，/);
    for (const error of errors) expect(errorText(error)).not.toContain('import.');
  });
});

describe('a row belongs to', () => {
  const chosen = own(known(9, '选定的单位'));

  it('the organisation of its code', () =>
    expect(named('', hospital.uscc).organisation).toEqual(own(hospital)));

  it.each(['示例市第一人民医院', ' 示例市 第一人民医院'])('the organisation of its name, as %s', (name) =>
    expect(named(name, '').organisation).toEqual(own(hospital)),
  );
  it('the organisation of its name, whatever the width of its brackets', () =>
    expect(named('示例科技(郑州)有限公司', '').organisation?.uscc).toBe(code(2)));

  it('the chosen organisation where it names none, and never where it names another', () => {
    expect(named('', '', { chosen }).organisation).toEqual(chosen);
    expect(named(hospital.name, '', { chosen }).organisation).toEqual(own(hospital));
    const stranger = named('从未见过的公司', '', { chosen });
    expect(stranger.organisation).toBeUndefined();
    expect(stranger.errors).toMatchObject([{ column: 1, code: 'import.organisation_unknown' }]);
  });

  it('nobody where its name is but like that of another, which is told', () => {
    const { errors, organisation } = named('示例科技（郑州）有限责任公司', '', { chosen });
    expect(organisation).toBeUndefined();
    expect(errors[0]?.expected).toContain('是否为“示例科技（郑州）有限公司”');
  });

  it.each([
    ['several have its name', '同名中心', '', 'organisation_ambiguous'],
    ['its name and its code are of two', '示例软件公司', hospital.uscc, 'organisation_conflict'],
    ['it names none and none was chosen', '', '', 'no_organisation'],
    ['its code is known to nobody', '新单位', code(77), 'organisation_unknown'],
    ['it is suspended', '停用单位', '', 'organisation_inactive'],
    ['it is on the other side', '示例软件公司', '', 'organisation_side'],
  ])('nobody where %s', (_, name, uscc, fault) => {
    const row = named(name, uscc);
    expect(row.content).toBeUndefined();
    expect(row.errors.map((error) => error.code)).toEqual([`import.${fault}`]);
  });

  it('a new unclaimed organisation where a coordinator says so and the code is right', () => {
    const row = named('新单位', code(77), { mayMake: true });
    expect(row.organisation).toEqual({ id: null, name: '新单位', uscc: code(77) });
    expect(row.notices).toMatchObject([{ text: '将登记为待认领单位“新单位”' }]);
    expect(named('', code(77), { mayMake: true }).errors).toMatchObject([
      { code: 'import.organisation_unnamed' },
    ]);
    expect(named('待认领单位', '').organisation?.uscc).toBe(code(8));
  });

  it('the own organisation alone, where its people import', () => {
    const owner = own(hospital);
    expect(named('', '', { owner, chosen: owner }).organisation).toEqual(owner);
    expect(named('', hospital.uscc, { owner, chosen: owner }).organisation).toEqual(owner);
    for (const row of [
      named('同名中心', code(3), { owner, chosen: owner }),
      named('新单位', code(77), { owner, mayMake: true }),
    ])
      expect(row.errors).toMatchObject([{ code: 'import.other_organisation' }]);
  });

  it('an organisation of the own area, where an area’s coordinator imports', () => {
    expect(named(hospital.name, '', { area: '410105' }).organisation).toEqual(own(hospital));
    expect(named('外区医院', '', { area: '410105' }).errors).toMatchObject([
      { code: 'import.organisation_elsewhere' },
    ]);
  });

  it('the organisation of its code where the name is written otherwise, with a notice', () => {
    const row = named('市一院', hospital.uscc);
    expect(row.organisation).toEqual(own(hospital));
    expect(row.notices).toMatchObject([{ text: '按信用代码归入“示例市第一人民医院”，表中写作“市一院”' }]);
  });
});
