import type { INestApplicationContext } from '@nestjs/common';
import { type Actor, MemberService, PeopleService, type Principal, SessionService } from '#accounts';
import { capabilityContent, type PublishedOf, scenarioContent } from '#contracts';
import { ClaimService, EngagementService, type EngagementSubject } from '#engagements';
import { addDays, dayOf } from '#kernel';
import { type Draft, ListingReader, ListingWriter } from '#listings';
import { Catalogue, dayNumber, mostOf, rulesOf } from '#matching/learning';
import { Config, Database } from '#platform';
import { EditionService } from '#publication';
import { bodies, capabilities, creditCodeOf, organisations, scenarios } from './data/index.js';
import { settle } from './settle.js';

export interface SampleAccount {
  readonly login: string;
  readonly role: string;
}

/** Roles, not persons. */
export const sampleAccounts: readonly SampleAccount[] = [
  { login: 'city', role: '市级协调部门' },
  { login: 'area', role: '区级协调部门' },
  { login: 'demand', role: '用户单位' },
  { login: 'supply', role: '软件企业' },
  { login: 'operator', role: '运维人员' },
];

const platform: Actor = { id: null, name: '示例数据' };
/** Points from which a sample pair looks like one that people would make. */
const plausible = 40;
/** Levels of the sample engagements: how many stand at each. */
const ladder = [
  { level: 1, count: 6 },
  { level: 2, count: 8 },
  { level: 3, count: 4 },
  { level: 4, count: 3 },
  { level: 5, count: 2 },
];

/** Invented organisations with listings, one edition of each list, and engagements on every level. */
export class SampleLoader {
  private readonly db: Database;
  private readonly ids = new Map<string, string>();
  private readonly today = dayOf(new Date());

  constructor(
    private readonly app: INestApplicationContext,
    private readonly password: string,
  ) {
    this.db = app.get(Database);
  }

  async load(say: (line: string) => void): Promise<void> {
    const { city } = await this.staff();
    say(`示例单位 ${organisations.length} 家`);
    await this.organisations();
    const [demandListingIds, supplyListingIds] = await this.listings();
    say(`示例应用场景 ${demandListingIds.length} 项、企业能力 ${supplyListingIds.length} 项`);
    await this.editions(city);
    await this.engagements();
    say('示例清单与对接已生成');
  }

  private async staff(): Promise<{ readonly city: string }> {
    const people = this.app.get(PeopleService);
    const { password } = this;
    const city = await people.createBody(bodies.city.name, bodies.city.area);
    const area = await people.createBody(bodies.area.name, bodies.area.area);
    await people.addCoordinator(city.id, { login: 'city', name: '市级协调员', password });
    await people.addCoordinator(area.id, { login: 'area', name: '区级协调员', password });
    await this.db.transaction((tx) =>
      people.create(tx, { login: 'operator', name: '运维', password }, { operator: true }),
    );
    return { city: city.id };
  }

  private async organisations(): Promise<void> {
    const firstOf = (kind: 'user' | 'firm') => organisations.find((o) => o.kinds.includes(kind))?.key;
    for (const [i, o] of organisations.entries()) {
      const login =
        o.key === firstOf('user') ? 'demand' : o.key === firstOf('firm') ? 'supply' : `sample-${o.key}`;
      const person = {
        login,
        name: o.kinds.includes('firm') ? '企业管理员' : '单位管理员',
        password: this.password,
      };
      this.ids.set(
        o.key,
        await settle(this.app, { ...o, uscc: creditCodeOf(i + 1), person, actor: platform }),
      );
    }
  }

  private async listings(): Promise<readonly [string[], string[]]> {
    const writer = this.app.get(ListingWriter);
    const contact = { name: '业务联系人', phone: '0371-00000000', email: 'contact@example.com' };
    const wanted: Draft<'scenario'>[] = scenarios.map((s) => {
      const { organisation, plannedInDays, validForDays, ...content } = s;
      return {
        organisationId: this.idOf(organisation),
        content: scenarioContent.parse({
          ...content,
          plannedStart: addDays(this.today, plannedInDays[0]),
          plannedEnd: addDays(this.today, plannedInDays[1]),
          validUntil: addDays(this.today, validForDays),
          contact,
        }),
      };
    });
    const offered: Draft<'capability'>[] = capabilities.map((c) => {
      const { organisation, firstVersion, ...content } = c;
      const recognised = firstVersion && {
        level: firstVersion.level,
        year: firstVersion.year,
        documentNo: firstVersion.documentNo,
        validFrom: `${firstVersion.year}-01-01`,
        validTo: addDays(this.today, firstVersion.validForDays),
      };
      return {
        organisationId: this.idOf(organisation),
        content: capabilityContent.parse({ ...content, firstVersion: recognised, contact }),
      };
    });
    const present = (ids: readonly (string | undefined)[]) => ids.filter((id) => id !== undefined);
    const demandListingIds = present(
      await this.db.transaction((tx) => writer.createDrafts(tx, 'scenario', wanted, platform)),
    );
    const supplyListingIds = present(
      await this.db.transaction((tx) => writer.createDrafts(tx, 'capability', offered, platform)),
    );
    await writer.publishAll({ kind: 'scenario', actor: platform, reason: '示例' }, demandListingIds);
    await writer.publishAll({ kind: 'capability', actor: platform, reason: '示例' }, supplyListingIds);
    return [demandListingIds, supplyListingIds];
  }

  private async editions(bodyId: string): Promise<void> {
    const service = this.app.get(EditionService);
    const issuer = {
      id: bodyId,
      name: bodies.city.name,
      code: this.app.get(Config).get('CITY_CODE'),
    };
    for (const [kind, title] of [
      ['scenario', '软件应用场景清单'],
      ['capability', '软件企业能力清单'],
    ] as const) {
      const draft = await service.create(
        issuer,
        {
          kind,
          title: `${this.today.slice(0, 4)}年${title}`,
          preface: '本期清单为示例数据，所列单位、场景和产品均为虚构。',
        },
        null,
      );
      await service.publish(draft.id, draft.version, null);
    }
  }

  /** Each scenario with its best match, as many as the ladder wants. */
  private async engagements(): Promise<void> {
    const reader = this.app.get(ListingReader);
    const wanted = (await all(reader.publishedBatches('scenario', 500))).flat();
    const offered = (await all(reader.publishedBatches('capability', 500))).flat();
    const levels = ladder.flatMap(({ level, count }) => Array.from({ length: count }, () => level));
    const bestFor = await matchedWith(offered, this.today);
    let opened = 0;
    for (const scenario of wanted) {
      if (levels.length === 0) return;
      const capability = bestFor(scenario);
      if (!capability) continue;
      await this.engage(scenario, capability, { level: levels.pop() ?? 1, place: ++opened });
    }
  }

  /** @param given the level that the pair reaches, and its number among those opened, from 1. */
  private async engage(
    scenario: Scenario,
    capability: Capability,
    given: { readonly level: number; readonly place: number },
  ): Promise<void> {
    const { level, place } = given;
    const engagements = this.app.get(EngagementService);
    const claims = this.app.get(ClaimService);
    const [demand, supply, verifier] = [
      await this.principalOf(scenario.organisation.id),
      await this.principalOf(capability.organisation.id),
      await this.principal('city'),
    ];
    const subject = subjectOf(scenario, capability);
    await engagements.open(supply, subject);
    const { id } = await engagements.open(demand, subject);
    if (level < 2) return;
    for (const step of level === 2 ? [2] : [2, level]) {
      const contract = `示例〔${this.today.slice(0, 4)}〕${scenario.number.slice(-4)}-${step}`;
      const claimed = await claims.claim(supply, id, {
        level: step,
        channel: step === 2 && place % 3 === 0 ? 'meeting' : 'online',
        amount: step >= 4 ? (scenario.budgetMin ?? null) : null,
        note: '示例',
        ...(step >= 3 ? { contractNumber: contract } : {}),
        evidenceIds: [],
      });
      const claim = claimed.claims.find((one) => one.level === step && one.state === 'claimed');
      if (!claim) continue;
      await claims.confirm({ caller: demand, id: claim.id });
      await claims.verify({ caller: verifier, id: claim.id }, {});
    }
  }

  private async principalOf(organisationId: string): Promise<Principal> {
    const [person] = await this.app.get(MemberService).list(organisationId);
    return this.principal(person?.login ?? '');
  }

  /** As if the person had signed in: the same rules hold for sample data. */
  private async principal(login: string): Promise<Principal> {
    const sessions = this.app.get(SessionService);
    const { token } = await sessions.start({
      login,
      password: this.password,
      address: '127.0.0.1',
      userAgent: '示例数据',
    });
    const principal = await sessions.resolve(token);
    if (!principal) throw new Error(`no principal for ${login}`);
    await sessions.end(principal.personId, principal.sessionId);
    return principal;
  }

  private idOf(key: string): string {
    const id = this.ids.get(key);
    if (id === undefined) throw new Error(`sample data: no organisation ${key}`);
    return id;
  }
}

async function all<T>(batches: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}

type Scenario = PublishedOf<'scenario'>;
type Capability = PublishedOf<'capability'>;

/** Matches scenarios with what is offered. @returns the best of it for one, where it is plausible. */
async function matchedWith(offered: readonly Capability[], today: string) {
  const catalogue = new Catalogue(rulesOf('software'));
  for (const capability of offered) catalogue.put(capability);
  await catalogue.settle();
  const byId = new Map(offered.map((capability) => [capability.id, capability]));
  const settings = {
    keep: 1,
    least: plausible * 10,
    weights: mostOf('software'),
    preferences: { firstVersion: true, today: dayNumber(today) },
  };
  return (scenario: Scenario): Capability | undefined => {
    const [best] = catalogue.match(scenario, settings).proposals;
    return best && byId.get(catalogue.headOf(best.doc)?.id ?? '');
  };
}

function subjectOf(scenario: Scenario, capability: Capability): EngagementSubject {
  return {
    market: 'software',
    demand: {
      id: scenario.id,
      number: scenario.number,
      title: scenario.title,
      organisationId: scenario.organisation.id,
      area: scenario.area,
      department: scenario.department,
      fields: scenario.fields,
      chains: scenario.chains,
    },
    supply: {
      id: capability.id,
      number: capability.number,
      title: capability.product,
      organisationId: capability.organisation.id,
      firstVersion: capability.firstVersion !== null,
    },
  };
}
