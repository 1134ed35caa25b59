import { AuditService } from '#accounts';
import { outcomes } from '#engagements';
import { creditCodeCheck, newId } from '#kernel';
import { ListingReader } from '#listings';
import { WeightsService } from '#matching';
import { LearningService, linksOf, themesOf } from '#matching/learning';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

/** Needs and products that speak of the same with no word in common. */
const trades = [
  { need: ['储粮', '生虫', '发霉', '粮食'], product: ['粮仓', '虫害', '测温', '熏蒸', '通风', '湿度'] },
  { need: ['漏检', '瑕疵', '人工', '产线'], product: ['视觉', '相机', '缺陷', '质检', '图像', '光源'] },
  { need: ['挂号', '排队', '就诊', '医生'], product: ['门诊', '预约', '病历', '医院', '分诊', '叫号'] },
  { need: ['堵车', '路口', '红灯', '车流'], product: ['信号', '交通', '配时', '路网', '卡口', '绿波'] },
  { need: ['漏水', '水压', '爆管', '抄表'], product: ['管网', '泄漏', '流量', '阀门', '水务', '调度'] },
  { need: ['偷税', '发票', '报销', '记账'], product: ['财务', '税务', '凭证', '核算', '票据', '审计'] },
  { need: ['学生', '作业', '上课', '老师'], product: ['教学', '课堂', '题库', '校园', '教务', '考试'] },
  { need: ['盗窃', '陌生人', '门卫', '小区'], product: ['安防', '门禁', '人脸', '监控', '报警', '布控'] },
];
const operator = { id: null, name: '命令行' };
const pick = (words: readonly string[], i: number, n: number) =>
  Array.from({ length: n }, (_, k) => words[(i * 5 + k * (1 + (i % 3))) % words.length]).join('，');

let made = 0;
function uscc(): string {
  const first17 = `91410100MB${String(++made).padStart(7, '0')}`;
  return first17 + creditCodeCheck(first17);
}

describe('learning from feedback in PostgreSQL', () => {
  let suite: SuiteDatabase;
  let learning: LearningService;
  let weights: WeightsService;

  beforeEach(async () => {
    suite = await suiteDatabase();
    const audit = new AuditService(suite.db);
    weights = new WeightsService(suite.db);
    learning = new LearningService('software', {
      db: suite.db,
      listings: new ListingReader(suite.db),
      weights,
      audit: (tx, entry) => audit.record(tx, entry),
      engaged: () => outcomes(suite.db.manager),
    });
  });
  afterEach(() => suite.drop());

  async function organisation(kind: 'user' | 'firm'): Promise<string> {
    const id = newId();
    await suite.db.query(
      `INSERT INTO organisations (id, uscc, name, kinds, state, area) VALUES ($1, $2, '示例单位', ARRAY[$3], 'approved', '410105')`,
      [id, uscc(), kind],
    );
    return id;
  }

  async function capability(text: string): Promise<{ id: string; firm: string }> {
    const [id, firm] = [newId(), await organisation('firm')];
    await suite.db.query(
      `INSERT INTO listings (id, kind, number, organisation_id, revision, published_revision, published_at)
       VALUES ($1::uuid, 'capability', $1::uuid::text, $2, 1, 1, now())`,
      [id, firm],
    );
    await suite.db.query(
      `INSERT INTO listing_revisions (listing_id, revision, state, title, content) VALUES ($1, 1, 'published', '软件', $2)`,
      [id, { product: '软件', functions: text }],
    );
    return { id, firm };
  }

  /** No longer in force: what was learnt from it stays learnt. */
  async function scenario(text: string): Promise<{ id: string; owner: string }> {
    const [id, owner] = [newId(), await organisation('user')];
    await suite.db.query(
      `INSERT INTO listings (id, kind, number, organisation_id, revision) VALUES ($1::uuid, 'scenario', $1::uuid::text, $2, 1)`,
      [id, owner],
    );
    await suite.db.query(
      `INSERT INTO listing_revisions (listing_id, revision, state, title, content) VALUES ($1, 1, 'expired', '需求', $2)`,
      [id, { title: '需求', needs: text }],
    );
    return { id, owner };
  }

  type Need = Awaited<ReturnType<typeof scenario>>;
  type Product = Awaited<ReturnType<typeof capability>>;

  async function engagement(need: Need, product: Product, at: Date, declined: string | null): Promise<void> {
    const id = newId();
    await suite.db.query(
      `INSERT INTO engagements (id, number, market, demand_listing_id, firm_id, demand_id, supply_listing_id, subject, demand, supply, state,
         demand_intent_at, declined_by, reason, updated_at)
       VALUES ($1::uuid, $1::uuid::text, 'software', $2, $3, $4, $5, '{}', '{}', '{}', $6, $7, $8, $9, $7)`,
      [
        id,
        need.id,
        product.firm,
        need.owner,
        product.id,
        declined === null ? 'open' : 'declined',
        at,
        declined && 'demand',
        declined,
      ],
    );
    if (declined !== null) return;
    await suite.db.query(
      `INSERT INTO claims (id, engagement_id, level, state, side, channel, note, claimed_by, claimed_at, confirmed_by, confirmed_at, acted_by, due_on)
       VALUES ($1, $2, 2, 'confirmed', 'supply', 'online', '', $3, $5, $4, $5, $4, $5::timestamptz::date + 30)`,
      [newId(), id, newId(), newId(), at],
    );
  }

  /** @param tells the trade that the products taken for a need of one are of. */
  async function feedback(tells: (trade: number, i: number) => number): Promise<void> {
    const products: Product[][] = [];
    for (const { product } of trades) {
      const of: Product[] = [];
      for (let i = 0; i < 10; i++) of.push(await capability(`${pick(product, i, 4)}系统`));
      products.push(of);
    }
    for (let i = 0; i < 80; i++) {
      const trade = i % 8;
      const need = await scenario(`解决${trades[trade]?.need.join('，')}问题`);
      for (let k = 0; k < 3; k++) {
        const of = products[(tells(trade, i) + (k === 2 ? 1 : 0)) % 8] ?? [];
        const at = new Date(Date.UTC(2026, 0, 1 + i));
        await engagement(need, of[(i + k + (i >> 3)) % 10] as Product, at, k === 2 ? '功能不符' : null);
      }
    }
  }

  it('finds by other words what such needs took before; kept, adopted and taken back', async () => {
    await feedback((trade) => trade);
    const lesson = await learning.learn();
    expect(lesson).toMatchObject({ pairs: 240, taken: 160, better: true });
    expect(lesson.text.adopted).toBe(true);
    expect(lesson.text.judged.after).toBeGreaterThan(lesson.text.judged.before + 0.05);
    const [theme] = themesOf(['生虫', '发霉'], linksOf(lesson.text.associations))[0] ?? [''];
    expect(trades[0]?.product.some((word) => theme.includes(word))).toBe(true);

    const kept = await learning.keep(lesson, operator);
    expect(kept).toMatchObject({ version: 2, source: 'learned', active: false });
    expect(kept.evidence).toMatchObject({ pairs: 240, declined: 80, text_adopted: 'yes' });
    expect(kept.associations).toEqual(lesson.text.associations);
    await learning.adopt(2, '更好', operator);
    expect((await weights.active('software')).version).toBe(2);
    await learning.revert(undefined, '先看看', operator);
    expect((await weights.active('software')).version).toBe(1);
    await learning.revert(2, '还是好', operator);
    expect((await weights.active('software')).version).toBe(2);
    await expect(learning.revert(2, '再来', operator)).rejects.toMatchObject({
      code: 'match.nothing_to_revert_to',
    });
  });

  it('adopts nothing from what tells nothing', async () => {
    await feedback((trade, i) => (trade + Math.floor(i / 8) * 3 + (i % 7)) % 8);
    const lesson = await learning.learn();
    expect(lesson.text.adopted).toBe(false);
  });

  it('has nothing to say without feedback', async () => {
    await capability('粮仓系统');
    expect(await learning.learn()).toMatchObject({ pairs: 0, better: false, since: null });
  });
});
