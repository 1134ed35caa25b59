import { asksOf, clausesOf, judgedAsks, rarityAmong } from './asks.js';

const passage = (text: string, field = 'needs') => ({ field, label: '核心功能', text });
/** All words are rare but some. */
const rarity = (word: string) => (['系统', '数据', '平台'].includes(word) ? 0.5 : 6);

describe('what a need asks for, one by one', () => {
  it('takes sentences and, of long ones, clauses; numbers and line ends part them', () => {
    expect(clausesOf('一、建设数据中台；2. 支持移动端阅片\n（3）跨院调阅影像。')).toEqual([
      '建设数据中台',
      '支持移动端阅片',
      '跨院调阅影像',
    ]);
    // Some system has written its line breaks out.
    expect(clausesOf(String.raw`需求内容：\n1、 研发激光雷达扫描成像技术；\n\n2、研发位姿测量装置`)).toEqual([
      '需求内容：',
      '研发激光雷达扫描成像技术',
      '研发位姿测量装置',
    ]);
    const long =
      '需要对门诊和住院病历文书实时智能质控，规则可由质控科自行维护，并与电子病历系统以及区域卫生平台对接，快';
    expect(clausesOf(long)).toEqual([
      '需要对门诊和住院病历文书实时智能质控',
      '规则可由质控科自行维护',
      '并与电子病历系统以及区域卫生平台对接，快',
    ]);
  });

  it('leaves out headings, and what only tells how things are now, unless there is nothing else', () => {
    const texts = (text: string) => asksOf([passage(text)], rarity).map((ask) => ask.text);
    expect(texts('冷链冰柜的功能要求：\n要求远程测温。需要断电报警。')).toEqual([
      '要求远程测温',
      '需要断电报警',
    ]);
    expect(texts('目前依赖人工抽查，覆盖率不足。需要病历实时质控。要求对接电子病历。')).toEqual([
      '需要病历实时质控',
      '要求对接电子病历',
    ]);
    expect(texts('目前抽查覆盖率不足。')).toEqual(['目前抽查覆盖率不足']);
  });

  it('tells which are met, by which clause of the product, and what the others lack', () => {
    const asks = asksOf([passage('需要病历实时质控。支持古籍量子备份。')], rarity);
    const product = [passage('景区票务。对住院病历文书实时质控，发现缺项。', 'functions')];
    const [met, unmet] = judgedAsks(asks, product, rarity);
    expect(met).toMatchObject({
      state: 'met',
      evidence: { field: 'functions', text: '对住院病历文书实时质控，发现缺项' },
    });
    expect(met?.words).toEqual(expect.arrayContaining(['病历', '质控']));
    expect(unmet).toMatchObject({ state: 'unmet', words: [], evidence: null });
    expect(unmet?.lacking).toEqual(expect.arrayContaining(['古籍', '量子']));
  });

  it('takes the items of a list for asks, but not those that tell of the one who asks', () => {
    const text = '1.舆情语义分析\n实现人物识别，支持视频检索。\n2.公司有场地\n3）知识图谱构建';
    expect(asksOf([passage(text)], rarity).map((ask) => ask.text)).toEqual([
      '舆情语义分析',
      '实现人物识别，支持视频检索',
      '知识图谱构建',
    ]);
  });

  it('parts a long line at the blanks between its phrases', () =>
    expect(
      clausesOf('动态修改任务状态并且支持即时生效 执行器支持集群部署以保证高可用性 提供 REST 接口与 SDK 等'),
    ).toEqual([
      '动态修改任务状态并且支持即时生效',
      '执行器支持集群部署以保证高可用性',
      '提供 REST 接口与 SDK 等',
    ]));

  it('says met of what the product says at least half of, and partly where both have a phrase', () => {
    const judged = (ask: string, product: string) =>
      judgedAsks([{ field: 'needs', text: ask }], [passage(product)], rarity)[0];
    expect(judged('滤层焊接', '滤层自动焊接')?.state).toBe('met');
    expect(judged('无纺滤层超声焊接机床', '滤层自动焊接')?.state).toBe('partly');
    const long = '远程监控可让外地员工随时打开界面查看起重机画面电流电压噪声振动油温转速负载吨位';
    expect(judged(long, '远程监控终端')?.state).toBe('partly');
    expect(judged(long, '远程医疗；视频监控')?.state).toBe('unmet');
  });

  it('does not take a part of a word for the word', () => {
    const [ask] = judgedAsks(
      [{ field: 'needs', text: '机械手负责焊接' }],
      [passage('机械加工与焊接')],
      rarity,
    );
    expect(ask).toMatchObject({ state: 'partly', lacking: expect.arrayContaining(['机械手']) });
  });

  it('takes a synonym for the word itself, and no common word for evidence', () => {
    const asks = asksOf([passage('等级保护。数据平台系统。')], rarity);
    const [first, second] = judgedAsks(asks, [passage('满足等保要求的数据平台系统。')], rarity);
    expect(first).toMatchObject({ words: ['等保'] });
    expect(second?.state).toBe('unmet');
  });

  it('tells what is met in a catalogue of few supplies, and as before in one of many', () => {
    const idf = (size: number) => (holding: number) => Math.log(1 + (size - holding + 0.5) / (holding + 0.5));
    const holding = new Map([
      ['刀具', 3],
      ['涂层', 1],
      ['剥落', 1],
    ]);
    const among = rarityAmong(7, idf(7));
    const [ask] = judgedAsks([passage('刀具涂层剥落。')], [passage('刀具涂层不再剥落。')], (word) =>
      among(holding.get(word) ?? 0),
    );
    expect(ask).toMatchObject({ state: 'met', words: expect.arrayContaining(['涂层', '剥落']) });
    expect(ask?.words).not.toContain('刀具');
    for (const size of [40, 100, 6000])
      expect(rarityAmong(size, idf(size))(size / 10)).toBeCloseTo(idf(size)(size / 10), 9);
  });
});
