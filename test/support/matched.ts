import type { Database } from '#platform';
import { eventually, type Visitor } from './app.js';
import { staged } from './imports.js';
import { found, uscc } from './people.js';

const needs = [
  '病历智能质控,医疗健康,需要对门诊和住院病历文书实时质控，发现缺项和逻辑错误',
  '景区分时预约,智慧旅游,需要景区门票分时预约和客流监测,麒麟、统信',
  '蜜蜂授粉声学监测,智能传感,希望以蜂箱声学信号判断蜂群活力',
  '古籍量子保密备份,网络安全,拟以量子密钥分发对古籍副本异地保密备份',
];
const products: readonly (readonly string[])[] = [
  [
    '电子病历质控系统,医疗健康,对门诊和住院病历文书实时质控，自动发现缺项和逻辑错误',
    '景区票务系统,智慧旅游,景区门票分时预约、实名核验与客流监测',
    // What many products speak of weighs little: a catalogue of three would know no rare word.
    ...['渣土车监管', '水厂加药控制', '财税云服务', '虚拟仿真实训', '公交智能排班', '电子发票服务'].map(
      (name) => `${name}平台,大数据,${name}的登记、查询与统计`,
    ),
  ],
  ['住院病历缺项检查软件,医疗健康,对住院病历文书实时质控，检查缺项和逻辑错误'],
  ['病历文书录入助手,医疗健康,门诊病历文书语音录入，实时质控，发现缺项和逻辑错误'],
];

interface By {
  readonly db: Database;
  readonly city: Visitor;
}
interface Sheet {
  readonly kind: 'scenario' | 'capability';
  readonly header: string;
  readonly lines: readonly string[];
}

/** Four needs of one organisation (`m-700`), ten products of three firms, published and matched. */
export async function matchedMarket(db: Database, city: Visitor): Promise<void> {
  const by = { db, city };
  await publish(by, 700, { kind: 'scenario', header: '需求名称,领域,需求内容,信创要求', lines: needs });
  for (const [i, lines] of products.entries())
    await publish(by, 701 + i, { kind: 'capability', header: '产品名称,领域,产品介绍', lines });
  await eventually(
    () => db.query<{ n: string }>('SELECT count(*) AS n FROM matched_listings'),
    (matched) => matched[0]?.n === '14',
  );
}

/** An organisation's listings, imported and published by a coordinator. */
async function publish({ db, city }: By, n: number, { kind, header, lines }: Sheet): Promise<void> {
  const id = await found(db, {
    login: `m-${n}`,
    uscc: uscc(n),
    kinds: [kind === 'scenario' ? 'user' : 'firm'],
    profile: { name: `示例单位${n}` },
  });
  const csv = [header, ...lines].join('\n');
  const file = await staged(city, { kind, organisationId: id }, 'a.csv', csv);
  expect(file.body).toMatchObject({ refused: 0, valid: lines.length });
  const { body } = await city.post(`/imports/${file.body.id}/commit`, { publish: true });
  await eventually(
    () => city.get(`/jobs/${body.job.id}`),
    (answer) => answer.body.state === 'completed',
  );
}
