import { eventually, RunningApp, type Visitor } from './app.js';
import { type SuiteDatabase, suiteDatabase } from './database.js';
import { publish, settle } from './market.js';
import { password, staff } from './people.js';

const needs = '门诊病历质控依赖人工抽查，需要对病历文书实时智能质控，自动发现缺项、逻辑错误和诊断不一致。';
const common = { fields: ['healthcare'], chains: ['ai'] };
const need = { owner: 'demand', title: '门诊病历智能质控', needs, ...common };
const firstVersion = {
  level: 'provincial',
  year: 2026,
  documentNo: '示例〔2026〕1号',
  validFrom: '2026-01-01',
  validTo: '2099-12-31',
};
const helper = {
  product: '病历质控助手',
  functions: '对门诊病历文书质控，自动发现缺项和逻辑错误。',
  ...common,
};

/** One need in four circumstances. */
const scenarios = {
  plain: need,
  preferring: { ...need, prefersFirstVersion: true },
  demanding: { ...need, requiredPlatforms: ['kylin', 'kunpeng'] },
  elsewhere: { ...need, owner: 'elsewhere', fields: [], chains: [] },
};
/** By points for `plain`: two of the same words, of which the patents of one outweigh the other, and two under the least. */
const capabilities = {
  best: {
    owner: 'firm-1',
    product: '電子病歷智能质控系统',
    functions: '对门诊病历文书实时智能质控，自动发现缺项、逻辑错误和诊断不一致。',
    ...common,
    adaptedPlatforms: ['kylin'],
  },
  rival: { owner: 'firm-2', ...helper, patents: 10 },
  recognised: { owner: 'firm-3', ...helper, firstVersion },
  modest: { owner: 'firm-1', product: '病案管理', functions: '病案归档和借阅，检查缺项。', ...common },
  far: { owner: 'firm-2', product: '景区票务', functions: '门票预约和检票，实时人工核验。', firstVersion },
};
export type ScenarioName = keyof typeof scenarios;
export type CapabilityName = keyof typeof capabilities;

const people = [
  ['demand', 'user', '410105'],
  ['elsewhere', 'user', '410172'],
  ['firm-1', 'firm', '410172'],
  ['firm-2', 'firm', '410172'],
  ['firm-3', 'firm', '410172'],
] as const;

/** Hospitals that want their records checked and firms that offer it: in force, matched, named. */
export class RecordsMarket {
  readonly ids = {} as Record<ScenarioName | CapabilityName, string>;
  private readonly names = new Map<string, string>();
  private readonly visitors = new Map<string, Visitor>();

  private constructor(
    readonly suite: SuiteDatabase,
    private readonly app: RunningApp,
  ) {}

  /** @param settings of the server, beside its database. */
  static async open(settings: Readonly<Record<string, string>> = {}): Promise<RecordsMarket> {
    const suite = await suiteDatabase();
    await staff(suite.db);
    for (const [i, [login, kind, area]] of people.entries())
      await settle(suite.db, 601 + i, { login, kind, area });
    const app = await new RunningApp({ DATABASE_URL: suite.url, ...settings }).start();
    const market = new RecordsMarket(suite, app);
    await market.fill();
    return market;
  }

  async close(): Promise<void> {
    await this.app.stop();
    await this.suite.drop();
  }

  readonly password = password;

  /** One more API, with settings of its own. @returns its address. */
  async another(settings: Readonly<Record<string, string>>): Promise<string> {
    return String(await this.app.launch('api', `api-${Object.keys(settings).join()}`, settings));
  }

  /** Signed in: `city`, `area` and `operator`, or an organisation's login. */
  visitor(login: string): Visitor {
    return this.visitors.get(login) as Visitor;
  }

  /** A scenario's matches as the city sees them, with the name of the capability. */
  // biome-ignore lint/suspicious/noExplicitAny: as it came over the wire
  async list(scenario: ScenarioName): Promise<any[]> {
    const { items } = (await this.visitor('city').get(`/scenarios/${this.ids[scenario]}/matches`)).body;
    return (items as { supply: { id: string } }[]).map((item) => ({
      ...item,
      name: this.names.get(item.supply.id),
    }));
  }

  async order(scenario: ScenarioName): Promise<string[]> {
    return (await this.list(scenario)).map(({ name }) => name);
  }

  explain(scenario: ScenarioName, capability: CapabilityName, login = 'city') {
    const pair = `demand=${this.ids[scenario]}&supply=${this.ids[capability]}`;
    return this.visitor(login).get(`/matches/explain?${pair}`);
  }

  async ended(job: string): Promise<void> {
    await eventually(
      () => this.visitor('city').get(`/jobs/${job}`),
      ({ body }) => body.state === 'completed',
      60,
    );
  }

  /** The record of a full run. */
  // biome-ignore lint/suspicious/noExplicitAny: as it came over the wire
  async rematched(): Promise<any> {
    const { job, run } = (await this.visitor('city').post('/match-runs')).body;
    await this.ended(job.id);
    return (await this.visitor('city').get(`/match-runs/${run.id}`)).body;
  }

  private async fill(): Promise<void> {
    for (const login of ['city', 'area', 'operator', ...people.map(([of]) => of)])
      this.visitors.set(login, await this.app.visitor().signIn(login, password));
    for (const [path, of] of [
      ['capabilities', capabilities],
      ['scenarios', scenarios],
    ] as const)
      for (const [name, { owner, ...content }] of Object.entries(of)) {
        const id = await publish(path, content, this.visitor(owner), this.visitor('city'));
        this.ids[name as ScenarioName | CapabilityName] = id;
        this.names.set(id, name);
      }
    await eventually(
      () => this.suite.db.query<{ n: number }>('SELECT count(*)::integer AS n FROM matched_listings'),
      (found) => found[0]?.n === this.names.size,
    );
  }
}
