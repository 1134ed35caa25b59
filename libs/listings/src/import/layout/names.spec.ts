import { ignored } from '#contracts';
import { column, fieldsOf, found, knowledge, uscc } from './layout.fixtures.js';

describe('the name of a column', () => {
  it.each([
    ['技术需求名称', 'title'],
    ['需求主题', 'title'],
    ['难题名称', 'title'],
    ['应用场景', 'title'],
    ['需求详情', 'needs'],
    ['需求描述（痛点、难点）', 'needs'],
    ['建设内容（200字以内）', 'needs'],
    ['所属领域', 'fields'],
    ['所属行业领域', 'fields'],
    ['所属区域', 'area'],
    ['县（市、区）', 'area'],
    ['预算金额（万元）', 'budget'],
    ['预算(万元)*', 'budget'],
    ['*拟投入资金\n（万元）', 'budget'],
    ['总投资/万元', 'budget'],
    ['3.投资预算（单位：元）', 'budget'],
    ['开始日期', 'plannedStart'],
    ['计划实施时间', 'plannedStart'],
    ['计划时间', 'plannedStart'],
    ['截止时间', 'validUntil'],
    ['手机号码', 'contact.phone'],
    ['电 子 邮 箱', 'contact.email'],
    ['统一社会信用代码（18位）', 'uscc'],
    ['建设单位（盖章）', 'organisation'],
    ['公司名称', 'organisation'],
    ['合作方式【单选】', 'mode'],
  ])('%s is read as %s', (header, field) => {
    const rows = [
      [header, header === '技术指标' ? '序号' : '技术指标', '序号', '主管部门'],
      [null, '识别率不低于95%', '1', null],
    ];
    expect(found(rows).layout.mapping[0]).toMatchObject({ field, how: 'name' });
  });

  it.each([
    ['解决方案名称', 'product'],
    ['产品功能', 'functions'],
    ['软件著作权号', 'copyrightNo'],
    ['开发单位', 'organisation'],
    ['单价（万元）', 'referencePrice'],
  ])('%s of a capability is read as %s', (header, field) =>
    expect(
      found(
        [
          [header, '版本号', '软件类别'],
          [null, 'V1', null],
        ],
        knowledge('capability'),
      ).layout.mapping[0]?.field,
    ).toBe(field),
  );

  it.each([
    ['企业性质', ['民营企业', '国有企业']],
    ['法人', ['张三']],
    ['备注', ['尽快联系']],
    ['注册资本（万元）', ['500']],
    ['完全无关的列', ['甲', '乙']],
  ])('%s is no column of the platform', (header, values) =>
    expect(column(header, values)).toMatchObject({
      field: ignored,
      how: expect.not.stringMatching('question'),
    }),
  );

  it('单位 is an organisation where organisations stand below it, and nothing where things are counted', () => {
    expect(column('单位', ['示例科技有限公司', '示例市第一医院'])).toMatchObject({ field: 'organisation' });
    expect(column('单位', ['套', '个'], 'capability')).toMatchObject({ field: ignored });
  });

  it.each([
    ['统一社会信用代号', ['不详', '办理中'], undefined],
    ['预计总投资额', ['500', '80-100'], 'budget'],
    ['实施地区域', ['金水区', '中原区'], 'area'],
  ])('%s is a question, and not read until it is answered', (header, values, suggestion) => {
    const read = column(header, values);
    expect(read?.field).toBe(ignored);
    expect(read?.suggestion).toBe(suggestion);
    expect(read?.samples).toEqual(values);
  });

  it('that may be the title, and is not the technical indicators, is a question', () => {
    const read = found([
      ['技术需求', '痛点与需求', '序号'],
      ['病历质控', '需要对病历实时质控', 1],
    ]).layout.mapping[0];
    expect(read).toMatchObject({ field: ignored, how: 'question', suggestion: 'title' });
  });

  it('is certain where the values prove it', () =>
    expect(column('统一社会信用代号', [uscc, uscc])).toMatchObject({ field: 'uscc', how: 'values' }));

  it('is what the body has said of it before', () => {
    const said = new Map([
      ['完全无关的列', 'technicalIndicators'],
      ['备注', 'mode'],
    ]);
    expect(column('完全无关的列', ['甲'], 'scenario', said)).toMatchObject({
      field: 'technicalIndicators',
      how: 'remembered',
    });
    expect(column('备注*', ['定制开发'], 'scenario', said)).toMatchObject({ field: 'mode' });
  });

  it('is given to one column', () => {
    const read = found([
      ['场景名称', '痛点与需求', '联系电话', '手机号码'],
      ['甲', '需要质控', '0371-1', '138'],
    ]);
    expect(fieldsOf(read)).toEqual(['title', 'needs', 'contact.phone', ignored]);
    expect(read.layout.mapping[3]?.how).toBe('taken');
  });
});
