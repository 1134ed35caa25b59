import fc from 'fast-check';
import {
  AuditService,
  BodyService,
  ControllerService,
  controllersAbove,
  OrganisationService,
  PeopleService,
  type Principal,
} from '#accounts';
import { ClaimService, EngagementService } from '#engagements';
import { newId } from '#kernel';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { found, uscc } from '../support/people.js';

const actor = { id: null, name: '测试' };
let made = 0;

describe('who is independent', () => {
  let suite: SuiteDatabase;
  let engagements: EngagementService;
  let claims: ClaimService;
  let controllers: ControllerService;
  let bodies: BodyService;
  let people: PeopleService;

  beforeAll(async () => {
    suite = await suiteDatabase();
    const audit = new AuditService(suite.db);
    people = new PeopleService(suite.db);
    const organisations = new OrganisationService(suite.db, people, audit);
    engagements = new EngagementService(suite.db, organisations);
    claims = new ClaimService(suite.db, organisations);
    controllers = new ControllerService(suite.db, audit);
    bodies = new BodyService(suite.db, audit);
  });
  afterAll(() => suite.drop());

  async function organisation(kind: 'user' | 'firm', name = `示例单位${++made}`) {
    const code = uscc(++made);
    const login = `owner-${made}`;
    const id = await found(suite.db, { login, uscc: code, kinds: [kind], profile: { name } });
    const [person] = await suite.db.query<{ id: string }>('SELECT id FROM people WHERE login = $1', [login]);
    const owner: Principal = {
      ...someone(),
      personId: person?.id ?? '',
      organisation: {
        id,
        uscc: code,
        name,
        kinds: [kind],
        role: 'owner',
        state: 'approved',
        area: '410105',
      },
    };
    return { id, uscc: code, name, owner };
  }
  type Org = Awaited<ReturnType<typeof organisation>>;

  function someone(): Principal {
    return { personId: newId(), login: '', name: '某人', sessionId: newId(), operator: false };
  }

  async function coordinator(standing: { uscc?: string; department?: string } = {}, name = `某局${++made}`) {
    const { id, scope, area } = await people.createBody(name, null, standing);
    return { ...someone(), body: { id, name, scope, area } };
  }

  const controls = (controller: Org | { uscc: string } | null, of: Org | { uscc: string }) =>
    controllers.set({
      uscc: of.uscc,
      controllerUscc: controller?.uscc ?? null,
      reason: '工商登记',
      actor,
    });

  async function pair(department = 'kjj') {
    const [demand, supply] = [await organisation('user'), await organisation('firm')];
    const [scenario, capability] = [newId(), newId()];
    for (const [kind, id, owner] of [
      ['scenario', scenario, demand.id],
      ['capability', capability, supply.id],
    ])
      await suite.db.query(
        'INSERT INTO listings (id, kind, number, organisation_id, revision) VALUES ($1::uuid, $3, $1::uuid::text, $2::uuid, 1)',
        [id, owner, kind],
      );
    const subject = {
      market: 'software' as const,
      demand: {
        id: scenario,
        number: 'CJ-2026-000001',
        title: '示例场景',
        organisationId: demand.id,
        area: null,
        department,
        fields: ['ai'],
        chains: [],
      },
      supply: {
        id: capability,
        number: 'NL-2026-000001',
        title: '示例产品',
        organisationId: supply.id,
        firstVersion: false,
      },
    };
    return { demand, supply, subject };
  }

  async function confirmed(department?: string) {
    const p = await pair(department);
    const { id } = await engagements.open(p.supply.owner, p.subject);
    const claimed = await claims.claim(p.supply.owner, id, {
      level: 2,
      channel: 'online',
      amount: null,
      note: '',
      evidenceIds: [],
    });
    const claimId = claimed.claims[0]?.id ?? '';
    await claims.confirm({ caller: p.demand.owner, id: claimId });
    return { ...p, id, claimId };
  }

  const involved = { code: 'claim.reviewer_involved' };
  const sameParty = { code: 'engagement.same_party' };

  it('finds two parties to be one wherever their chains of controllers meet, companies off the platform between', async () => {
    const { demand, supply, subject } = await pair();
    const [holding, group, root] = [{ uscc: uscc(++made) }, { uscc: uscc(++made) }, { uscc: uscc(++made) }];
    await controls(holding, supply);
    await controls(group, demand);
    await controls(root, group);
    await engagements.open(supply.owner, subject);
    await controls(root, holding);
    await expect(engagements.open(demand.owner, subject)).rejects.toMatchObject(sameParty);
    await controls(null, holding);
    await engagements.open(demand.owner, subject);
    // Closed to a circle: found, and an end to it.
    await controls(supply, root);
    await controls(root, holding);
    await expect(engagements.open(demand.owner, subject)).rejects.toMatchObject(sameParty);
  });

  it('looks at the controllers again when it is confirmed and when it is verified', async () => {
    const { demand, supply, claimId } = await confirmed();
    await controls(demand, supply);
    await expect(claims.verify({ caller: await coordinator(), id: claimId }, {})).rejects.toMatchObject(
      sameParty,
    );
    await controls(null, supply);
    await claims.verify({ caller: await coordinator(), id: claimId }, {});
  });

  it('follows random graphs of controllers to their ends, circles too, as a plain walk does', async () => {
    const codes = Array.from({ length: 12 }, (_, n) => uscc(9_000_000 + n));
    const graph = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(graph, async (edges) => {
        const above = new Map(
          edges.filter(([a, b]) => a !== b).map(([a, b]) => [codes[a] ?? '', codes[b] ?? '']),
        );
        await suite.db.query('DELETE FROM controllers WHERE uscc = ANY($1)', [codes]);
        await suite.db.query(
          "INSERT INTO controllers (uscc, controller_uscc, reason, set_by_name) SELECT *, '', '' FROM unnest($1::text[], $2::text[])",
          [[...above.keys()], [...above.values()]],
        );
        const found = await controllersAbove(suite.db.manager, codes);
        for (const code of codes) {
          const walked: string[] = [];
          for (let at = above.get(code); at && at !== code && !walked.includes(at); at = above.get(at))
            walked.push(at);
          expect(found.get(code)).toEqual(walked);
        }
      }),
      { numRuns: 40 },
    );
    await suite.db.query('DELETE FROM controllers WHERE uscc = ANY($1)', [codes]);
  });

  it('lets no body verify that is a party, controls one, or owns the scenario, whatever its name', async () => {
    const { demand, supply, claimId } = await confirmed('gxj');
    const group = { uscc: uscc(++made) };
    await controls(group, supply);
    const [party, controller, owning, other] = [
      await coordinator({ uscc: demand.uscc }, '某某管理委员会'),
      await coordinator(group),
      await coordinator({ department: 'gxj' }),
      await coordinator({ uscc: uscc(++made), department: 'sjj' }, demand.name),
    ];
    for (const one of [party, controller, owning]) {
      await expect(claims.verify({ caller: one, id: claimId }, {})).rejects.toMatchObject(involved);
      await expect(claims.reject({ caller: one, id: claimId, reason: '无' })).rejects.toMatchObject(involved);
    }
    // Of the same name as a party, and nothing else.
    await claims.verify({ caller: other, id: claimId }, {});
    await expect(claims.reverse({ caller: owning, id: claimId, reason: '无' })).rejects.toMatchObject(
      involved,
    );
  });

  it('keeps who was involved at the claim, though the body is renamed, its code cleared or the person has moved', async () => {
    const { supply, demand, claimId } = await confirmed();
    const moved = { ...(await coordinator()), personId: demand.owner.personId };
    await suite.db.query('UPDATE people SET organisation_id = NULL, member_role = NULL WHERE id = $1', [
      demand.owner.personId,
    ]);
    await expect(claims.verify({ caller: moved, id: claimId }, {})).rejects.toMatchObject(involved);

    const second = await confirmed();
    const body = await coordinator({ uscc: second.supply.uscc });
    // Entered after that claim was made: seen now.
    await expect(claims.verify({ caller: body, id: second.claimId }, {})).rejects.toMatchObject(involved);
    const third = await engagements.open(second.supply.owner, second.subject);
    const claimed = await claims.claim(second.supply.owner, third.id, {
      level: 3,
      channel: 'online',
      amount: null,
      note: '',
      contractNumber: `HT-${made}`,
      evidenceIds: [],
    });
    const claim = claimed.claims.find((one) => one.level === 3)?.id ?? '';
    await claims.confirm({ caller: second.demand.owner, id: claim });
    await bodies.edit({
      id: body.body.id,
      name: '另一名称',
      uscc: null,
      department: null,
      reason: '更名',
      actor,
    });
    await expect(claims.verify({ caller: body, id: claim }, {})).rejects.toMatchObject(involved);
    await controls({ uscc: uscc(++made) }, supply);
    await claims.verify({ caller: await coordinator(), id: claim }, {});
  });

  it('writes who set which controller and why into the audit trail', async () => {
    const [mother, daughter] = [await organisation('user'), await organisation('firm')];
    const { chain } = await controls(mother, daughter);
    expect(chain.map((link) => link.name)).toEqual([daughter.name, mother.name]);
    await controls(null, daughter);
    const entries = await new AuditService(suite.db).list(
      { subject: `organisation:${daughter.id}` },
      2,
      undefined,
    );
    expect(entries.items).toMatchObject([
      {
        action: 'organisation.controller_cleared',
        reason: '工商登记',
        detail: { before: mother.uscc, after: null },
      },
      { action: 'organisation.controller_set', detail: { before: null, after: mother.uscc } },
    ]);
    await expect(controls(daughter, daughter)).rejects.toMatchObject({
      code: 'organisation.controls_itself',
    });
  });
});
