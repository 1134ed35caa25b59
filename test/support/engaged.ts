import { AuditService, OrganisationService, PeopleService, type Principal } from '#accounts';
import type { ClaimView, EngagementView } from '#contracts';
import { ClaimService, EngagementService, type EngagementSubject, type NewClaim } from '#engagements';
import { newId } from '#kernel';
import type { SuiteDatabase } from './database.js';
import { uscc } from './people.js';
import { subjectOf } from './subject.js';

export interface Org {
  readonly id: string;
  readonly owner: Principal;
}
export interface Place {
  readonly area?: string;
  readonly department?: string;
}

const ladder: NewClaim = { level: 2, channel: 'online', amount: null, note: '', evidenceIds: [] };

/** Organisations, coordinators and engagements by the services themselves, at whatever moment the test says. */
export class Engaged {
  readonly engagements: EngagementService;
  readonly claims: ClaimService;
  readonly organisations: OrganisationService;
  private readonly people: PeopleService;
  private made = 0;

  constructor(
    private readonly suite: SuiteDatabase,
    /** Of the credit codes: suites that share a database need different ones. */
    private readonly from = 100_000,
  ) {
    this.people = new PeopleService(suite.db);
    this.organisations = new OrganisationService(suite.db, this.people, new AuditService(suite.db));
    this.engagements = new EngagementService(suite.db, this.organisations);
    this.claims = new ClaimService(suite.db, this.organisations);
  }

  async coordinator(area: string | null = null, department?: string): Promise<Principal> {
    const name = `协调部门${++this.made}`;
    const body = await this.people.createBody(name, area, department === undefined ? {} : { department });
    return { ...someone(name), body: { id: body.id, name, scope: body.scope, area: body.area } };
  }

  async organisation(kind: 'user' | 'firm', area = '410105'): Promise<Org> {
    const n = ++this.made;
    const code = uscc(this.from + n);
    const name = `${kind === 'user' ? '示例单位' : '示例企业'}${n}`;
    const id = newId();
    await this.suite.db.query(
      `INSERT INTO organisations (id, uscc, name, kinds, state, area) VALUES ($1, $2, $3, ARRAY[$4], 'approved', $5)`,
      [id, code, name, kind, area],
    );
    const organisation = {
      id,
      uscc: code,
      name,
      kinds: [kind],
      role: 'owner',
      state: 'approved',
      area,
    } as const;
    return { id, owner: { ...someone(name), organisation } as Principal };
  }

  subject(demand: Org, supply: Org, place: Place = {}): Promise<EngagementSubject> {
    const { area = '410105', department = 'kjj' } = place;
    return subjectOf(this.suite.db, demand, supply, {
      area,
      department,
      fields: ['ai'],
      firstVersion: false,
    });
  }

  /** A claim of the firm. */
  async claimed(
    given: { demand: Org; supply: Org; id: string },
    rest: Partial<NewClaim> & { now?: Date } = {},
  ) {
    const { now, ...claim } = rest;
    const level = claim.level ?? 2;
    const proof = level > 2 ? { contractNumber: `HT-${++this.made}` } : {};
    const view = await this.claims.claim(
      given.supply.owner,
      given.id,
      { ...ladder, ...proof, ...claim },
      now,
    );
    return claimAt(view, level);
  }

  async open(demand: Org, supply: Org, place?: Place, now?: Date) {
    const subject = await this.subject(demand, supply, place);
    const { id, number } = await this.engagements.open(supply.owner, subject, now);
    return { demand, supply, id, number, subject };
  }

  /** Claimed, confirmed and verified at one moment. */
  async verified(
    given: { demand: Org; supply: Org; id: string },
    verifier: Principal,
    rest: Partial<NewClaim> & { now?: Date } = {},
  ): Promise<ClaimView> {
    const { id } = await this.claimed(given, rest);
    await this.claims.confirm({ caller: given.demand.owner, id, now: rest.now });
    const view = await this.claims.verify({ caller: verifier, id, now: rest.now }, {});
    return claimAt(view, rest.level ?? 2);
  }
}

export function claimAt(view: EngagementView, level: number): ClaimView {
  const claim = view.claims.findLast((one) => one.level === level);
  if (!claim) throw new Error(`no claim of level ${level}`);
  return claim;
}

function someone(name = '某人'): Principal {
  return { personId: newId(), login: '', name, sessionId: newId(), operator: false };
}
