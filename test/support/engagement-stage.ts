import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditService, OrganisationService, PeopleService, type Principal } from '#accounts';
import type { EngagementView, Fact } from '#contracts';
import {
  ClaimService,
  EngagementService,
  type EngagementSubject,
  EvidenceService,
  type NewClaim,
} from '#engagements';
import { creditCodeCheck, newId } from '#kernel';
import { FileStore } from '#platform';
import { type SuiteDatabase, suiteDatabase } from './database.js';
import { claimAt } from './engaged.js';
import { subjectOf } from './subject.js';

let made = 0;
const uscc = () => {
  const first17 = `91410100MA${String(++made).padStart(7, '0')}`;
  return first17 + creditCodeCheck(first17);
};
export const level2: NewClaim = { level: 2, channel: 'online', amount: null, note: '', evidenceIds: [] };

export function person(rest: Partial<Principal>): Principal {
  return {
    personId: newId(),
    login: 'example',
    name: '示例人员',
    sessionId: newId(),
    operator: false,
    ...rest,
  };
}

export async function* pieces(content: Uint8Array, size = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

export const claimOf = (view: EngagementView, level = 2) => claimAt(view, level);

interface Services {
  suite: SuiteDatabase;
  /** Where evidence lies. */
  folder: string;
  engagements: EngagementService;
  claims: ClaimService;
  evidence: EvidenceService;
}

const city = person({ body: { id: newId(), name: '示例市局', scope: 'city', area: null } });
const inArea = person({ body: { id: newId(), name: '示例区局', scope: 'area', area: '410105' } });
const elsewhere = person({ body: { id: newId(), name: '另一区局', scope: 'area', area: '410172' } });

/** Engagements in one database for a suite, three coordinating bodies, and whoever engages. */
export function engagementStage() {
  const stage = {} as Services;
  beforeAll(async () => {
    const suite = await suiteDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'duijie-files-'));
    const audit = new AuditService(suite.db);
    const organisations = new OrganisationService(suite.db, new PeopleService(suite.db), audit);
    Object.assign(stage, {
      suite,
      folder,
      engagements: new EngagementService(suite.db, organisations),
      claims: new ClaimService(suite.db, organisations),
      evidence: new EvidenceService(suite.db, FileStore.inFolder(folder), audit),
    } satisfies Services);
    for (const { body } of [city, inArea, elsewhere])
      await suite.db.query('INSERT INTO bodies (id, name, scope, area) VALUES ($1, $2, $3, $4)', [
        body?.id,
        body?.name,
        body?.scope,
        body?.area,
      ]);
  });
  afterAll(async () => {
    await stage.suite.drop();
    await rm(stage.folder, { recursive: true });
  });

  async function organisation(kind: 'user' | 'firm', more: { state?: string; controller?: string } = {}) {
    const [id, code] = [newId(), uscc()];
    await stage.suite.db.query(
      `INSERT INTO organisations (id, uscc, name, kinds, state, area) VALUES ($1, $2, $3, ARRAY[$4], $5, '410105')`,
      [id, code, `示例单位${made}`, kind, more.state ?? 'approved'],
    );
    if (more.controller)
      await stage.suite.db.query(
        "INSERT INTO controllers (uscc, controller_uscc, reason, set_by_name) VALUES ($1, $2, '登记', '测试')",
        [code, more.controller],
      );
    const member = (role: 'owner' | 'viewer') =>
      person({
        organisation: {
          id,
          uscc: code,
          name: '示例',
          kinds: [kind],
          role,
          state: 'approved',
          area: '410105',
        },
      });
    return { id, uscc: code, owner: member('owner'), viewer: member('viewer') };
  }
  type Org = Awaited<ReturnType<typeof organisation>>;

  const subject = (demand: Org, supply: Org): Promise<EngagementSubject> =>
    subjectOf(stage.suite.db, demand, supply, {
      area: null,
      department: 'gxj',
      fields: ['ai', 'bigdata'],
      firstVersion: true,
    });

  async function pair() {
    const [demand, supply] = [await organisation('user'), await organisation('firm')];
    return { demand, supply, subject: await subject(demand, supply) };
  }

  async function confirmed(given: NewClaim = level2) {
    const p = await pair();
    const opened = await stage.engagements.open(p.supply.owner, p.subject);
    const claim = claimOf(await stage.claims.claim(p.supply.owner, opened.id, given), given.level);
    const view = await stage.claims.confirm({ caller: p.demand.owner, id: claim.id });
    return { ...p, id: opened.id, claimId: claim.id, view };
  }

  async function factsOf(engagementId: string): Promise<Fact[]> {
    const found = await stage.suite.db.query<{ payload: Fact }>(
      'SELECT payload FROM facts WHERE subject = $1 ORDER BY id',
      [`engagement:${engagementId}`],
    );
    return found.map((row) => row.payload);
  }

  return Object.assign(stage, {
    city,
    inArea,
    elsewhere,
    organisation,
    subject,
    pair,
    confirmed,
    factsOf,
  });
}
