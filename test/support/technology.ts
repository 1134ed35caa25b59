import { eventually, RunningApp, type Visitor } from './app.js';
import { type SuiteDatabase, suiteDatabase } from './database.js';
import { settle } from './market.js';
import { password, staff } from './people.js';

/** A server with a firm that has a problem and a university that solves it. */
export interface TechnologyMarket {
  readonly suite: SuiteDatabase;
  readonly who: Readonly<Record<'city' | 'maker' | 'university' | 'anyone', Visitor>>;
  close(): Promise<void>;
}

export async function openTechnologyMarket(): Promise<TechnologyMarket> {
  const suite = await suiteDatabase();
  await staff(suite.db);
  // A software firm has a problem, and a university, which uses software otherwise, solves it.
  await settle(suite.db, 701, { login: 'maker', kind: 'firm', area: '410105' });
  await settle(suite.db, 702, { login: 'university', kind: 'user', area: '410172' });
  const app = await new RunningApp({
    DATABASE_URL: suite.url,
    MATCH_MIN: '5',
    MATCH_SUITABLE: '25',
  }).start();
  const [city, maker, university] = await Promise.all(
    ['city', 'maker', 'university'].map((login) => app.visitor().signIn(login, password)),
  );
  if (!city || !maker || !university) throw new Error('somebody cannot sign in');
  return {
    suite,
    who: { city, maker, university, anyone: app.visitor() },
    close: async () => {
      await app.stop();
      await suite.drop();
    },
  };
}

export const needsFile = `难题名称,技术需求详情,技术领域,成熟度要求,合作方式,预算(万元),有效期,联系人
刀具涂层在高速切削中剥落,现有涂层在高速切削下与基体结合不牢，需要提高涂层结合强度。,新材料,中试,联合研发,50-100,2099-12-31,赵工
喷涂废水处理周期短,喷涂废水中的漆渣絮凝效果差，需要更换周期更长的处理工艺。,环保,,技术开发,30,2099-12-31,赵工
`;
export const result = {
  title: '高结合强度纳米多层刀具涂层',
  introduction: '采用纳米多层结构，显著提高刀具涂层与基体的结合强度，高速切削不剥落。',
  technologyFields: ['materials'],
  maturity: 'pilot',
  property: ['invention'],
  awards: '省科学技术进步奖二等奖',
  modes: ['transfer', 'joint'],
  contact: { name: '钱教授', phone: '', email: '' },
};

/** What else there is: words tell nothing where there is nothing to tell them from. */
export const otherTitles = [
  '小麦锈病抗性菌种选育',
  '锂电池隔膜涂布',
  '果园智能灌溉',
  '冷链运输保温箱',
  '高炉煤气余热回收',
  '中药材有效成分提取',
  '隧道衬砌裂缝检测',
  '玻璃纤维回收再利用',
  '牡蛎壳土壤改良剂',
];

/** When a need’s list was last made, and how often it was asked for, once all that was published has been ranked. */
export async function ranked(suite: SuiteDatabase, need: string) {
  await eventually(
    () =>
      suite.db.query(
        `SELECT 1 FROM follower_positions WHERE follower = 'matching' AND place < (SELECT place FROM fact_head)
         UNION ALL SELECT 1 FROM match_needs WHERE asked > done`,
      ),
    (open) => open.length === 0,
  );
  return suite.db.query(
    `SELECT n.asked, n.done, s.place, s.weighed FROM match_needs n
     JOIN match_summaries s ON s.demand_listing_id = n.demand_listing_id WHERE n.demand_listing_id = $1`,
    [need],
  );
}
