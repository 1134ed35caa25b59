import type { Principal } from '#accounts';
import { countedFacts, type DeliveredFact, labelOf } from '#contracts';
import { SampleService } from '#engagements';
import { allFacts } from '#platform';
import { city as everywhere, FigureService, LedgerService, PeriodService, periodSpan } from '#statistics';
import { RunningApp, type Visitor } from '../../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../../support/database.js';
import { Engaged, type Org } from '../../support/engaged.js';
import { accounts, password, staff } from '../../support/people.js';

/** Noon of a day in Shanghai. */
export const at = (day: string) => new Date(`${day}T04:00:00Z`);
export const [jinshui, gaoxin] = ['410105', '410172'] as const;
export type Department = 'gxj' | 'kjj' | 'sjj';
export type Opened = Awaited<ReturnType<Engaged['open']>>;
// biome-ignore lint/suspicious/noExplicitAny: whatever came over the wire
export type Body = any;

/** The people, firms and services of one year, and the days on which things happen in it. */
export class Year {
  readonly ledger = new LedgerService();
  readonly firms: Org[] = [];
  private readonly engagements = new Map<number, Opened>();
  private readonly people = new Map<string, Visitor>();
  private followed = 0;

  readonly owners: Readonly<Record<Department, Org>>;
  /** Two coordinators of the city. */
  readonly verifier: Principal;
  readonly second: Principal;
  readonly samples: SampleService;
  readonly figures: FigureService;
  readonly periods: PeriodService;

  private constructor(
    readonly suite: SuiteDatabase,
    readonly app: RunningApp,
    readonly world: Engaged,
    cast: Pick<Year, 'owners' | 'verifier' | 'second'>,
  ) {
    this.owners = cast.owners;
    this.verifier = cast.verifier;
    this.second = cast.second;
    this.samples = new SampleService(suite.db, world.organisations);
    this.figures = new FigureService(suite.db);
    this.periods = new PeriodService(suite.db, this.figures);
  }

  static async begin(): Promise<Year> {
    const suite = await suiteDatabase();
    await staff(suite.db);
    const zone = await accounts(suite.db).people.createBody('高新区经济发展局', gaoxin);
    await accounts(suite.db).people.addCoordinator(zone.id, {
      login: 'zone',
      name: '高新区协调员',
      password,
    });
    const app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    const world = new Engaged(suite);
    const [verifier, second] = [await world.coordinator(), await world.coordinator()];
    const owners = {
      gxj: await world.organisation('user', jinshui),
      kjj: await world.organisation('user', jinshui),
      sjj: await world.organisation('user', gaoxin),
    };
    const year = new Year(suite, app, world, { owners, verifier, second });
    for (const login of ['city', 'city2', 'area', 'zone'])
      year.people.set(login, await app.visitor().signIn(login, password));
    for (let n = 0; n < 20; n++) year.firms.push(await world.organisation('firm', n < 12 ? jinshui : gaoxin));
    return year;
  }

  async end(): Promise<void> {
    await this.app.stop();
    await this.suite.drop();
  }

  as(login: string): Visitor {
    return this.people.get(login) as Visitor;
  }

  /** The follower reads on from its place; every third fact comes twice, as after a restart. */
  async follow(): Promise<void> {
    const all: DeliveredFact[] = [];
    for await (const fact of allFacts(this.suite.db.manager, countedFacts)) all.push(fact);
    const next = all.slice(this.followed);
    const again = all.slice(0, this.followed).filter((_, n) => n % 3 === 0);
    this.followed = all.length;
    await this.suite.db.transaction((tx) => this.ledger.record(tx, [...next, ...again]));
  }

  freeze(code: string, day: string) {
    const { personId: id, name } = this.verifier;
    return this.periods.freeze({ code, actor: { id, name }, labelOf, now: at(day) });
  }

  /** Firm n and a user organisation of the department declare intent. */
  async open(n: number, department: Department, day: string): Promise<Opened> {
    const place = { area: department === 'sjj' ? gaoxin : jinshui, department };
    const engagement = await this.world.open(this.owners[department], this.firms[n] as Org, place, at(day));
    this.engagements.set(n, engagement);
    return engagement;
  }

  of(n: number): Opened {
    return this.engagements.get(n) as Opened;
  }

  async reach(n: number, department: Department, day: string) {
    return this.world.verified(await this.open(n, department, day), this.verifier, { now: at(day) });
  }

  async value(measure: string, period = '2026', scope: string = everywhere) {
    const { total } = await this.figures.read(
      { span: periodSpan(period), scope, by: 'department', asOf: null, now: at('2027-02-01') },
      labelOf,
    );
    return total[measure];
  }
}

/** What one part of the year leaves to the next. */
export interface Kept {
  review: string;
  correction: string;
  draft: object;
}
