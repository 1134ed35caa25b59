import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditService, OrganisationService, PeopleService, type Principal } from '#accounts';
import { countedFacts, type DeliveredFact, type EngagementView, type Fact } from '#contracts';
import {
  ClaimAudit,
  ClaimDeadlines,
  ClaimService,
  EngagementService,
  type EngagementSubject,
  EvidenceService,
  largestEvidence,
  type NewClaim,
} from '#engagements';
import { creditCodeCheck, newId } from '#kernel';
import { allFacts, Config, FileStore } from '#platform';
import { LedgerService, RecountService } from '#statistics';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

let made = 0;
const uscc = () => {
  const first17 = `91410100MA${String(++made).padStart(7, '0')}`;
  return first17 + creditCodeCheck(first17);
};
const level2: NewClaim = { level: 2, channel: 'online', amount: null, note: '', evidenceIds: [] };

function person(rest: Partial<Principal>): Principal {
  return {
    personId: newId(),
    login: 'example',
    name: '示例人员',
    sessionId: newId(),
    operator: false,
    ...rest,
  };
}

async function* pieces(content: Uint8Array, size = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

describe('engagements', () => {
  let suite: SuiteDatabase;
  let folder: string;
  let engagements: EngagementService;
  let claims: ClaimService;
  let evidence: EvidenceService;
  const city = person({ body: { id: newId(), name: '示例市局', scope: 'city', area: null } });
  const inArea = person({ body: { id: newId(), name: '示例区局', scope: 'area', area: '410105' } });
  const elsewhere = person({ body: { id: newId(), name: '另一区局', scope: 'area', area: '410172' } });

  beforeAll(async () => {
    suite = await suiteDatabase();
    folder = await mkdtemp(join(tmpdir(), 'duijie-files-'));
    const people = new PeopleService(suite.db);
    const organisations = new OrganisationService(suite.db, people, new AuditService(suite.db));
    engagements = new EngagementService(suite.db, organisations);
    claims = new ClaimService(suite.db, organisations);
    evidence = new EvidenceService(suite.db, FileStore.inFolder(folder), new AuditService(suite.db));
    for (const { body } of [city, inArea, elsewhere])
      await suite.db.query('INSERT INTO bodies (id, name, scope, area) VALUES ($1, $2, $3, $4)', [
        body?.id,
        body?.name,
        body?.scope,
        body?.area,
      ]);
  });
  afterAll(async () => {
    await suite.drop();
    await rm(folder, { recursive: true });
  });

  async function organisation(kind: 'user' | 'firm', more: { state?: string; controller?: string } = {}) {
    const [id, code] = [newId(), uscc()];
    await suite.db.query(
      `INSERT INTO organisations (id, uscc, name, kinds, state, area) VALUES ($1, $2, $3, ARRAY[$4], $5, '410105')`,
      [id, code, `示例单位${made}`, kind, more.state ?? 'approved'],
    );
    if (more.controller)
      await suite.db.query(
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

  async function subject(demand: Org, supply: Org): Promise<EngagementSubject> {
    const [scenario, capability] = [newId(), newId()];
    for (const [kind, id, owner] of [
      ['scenario', scenario, demand.id],
      ['capability', capability, supply.id],
    ])
      await suite.db.query(
        'INSERT INTO listings (id, kind, number, organisation_id, revision) VALUES ($1::uuid, $3, $1::uuid::text, $2::uuid, 1)',
        [id, owner, kind],
      );
    return {
      market: 'software' as const,
      demand: {
        id: scenario,
        number: 'CJ-2026-000001',
        title: '示例场景',
        organisationId: demand.id,
        area: null,
        department: 'gxj',
        fields: ['ai', 'bigdata'],
        chains: [],
      },
      supply: {
        id: capability,
        number: 'NL-2026-000001',
        title: '示例产品',
        organisationId: supply.id,
        firstVersion: true,
      },
    };
  }

  async function pair() {
    const [demand, supply] = [await organisation('user'), await organisation('firm')];
    return { demand, supply, subject: await subject(demand, supply) };
  }

  const claimOf = (view: EngagementView, level = 2) => {
    const found = view.claims.findLast((claim) => claim.level === level);
    if (!found) throw new Error('no claim');
    return found;
  };

  async function confirmed(given: NewClaim = level2) {
    const p = await pair();
    const opened = await engagements.open(p.supply.owner, p.subject);
    const claim = claimOf(await claims.claim(p.supply.owner, opened.id, given), given.level);
    const view = await claims.confirm({ caller: p.demand.owner, id: claim.id });
    return { ...p, id: opened.id, claimId: claim.id, view };
  }

  async function factsOf(engagementId: string): Promise<Fact[]> {
    const found = await suite.db.query<{ payload: Fact }>(
      'SELECT payload FROM facts WHERE subject = $1 ORDER BY id',
      [`engagement:${engagementId}`],
    );
    return found.map((row) => row.payload);
  }

  it('goes from intent to a verified match, which the ledger counts once', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await engagements.open(supply.owner, about);
    expect(opened).toMatchObject({ state: 'open', level: 1, intent: { demand: null }, version: 1 });
    expect(opened.number).toMatch(/^DJ-\d{4}-\d{6}$/);
    const claimed = await claims.claim(supply.owner, opened.id, level2);
    const { id } = claimOf(claimed);
    const agreed = await claims.confirm({ caller: demand.owner, id, version: claimed.version });
    expect(agreed.intent.demand).not.toBeNull();
    const done = await claims.verify({ caller: inArea, id, version: agreed.version }, {});
    expect(done).toMatchObject({ level: 2, claims: [{ state: 'verified' }] });
    const facts = await factsOf(opened.id);
    expect(facts.map((f) => f.name)).toEqual([
      'engagement.opened',
      'claim.claimed',
      'engagement.answered',
      'claim.confirmed',
      'claim.verified',
    ]);
    expect(facts[2]).toMatchObject({ side: 'demand', answer: 'accepted' });
    expect(facts[4]).toMatchObject({
      level: 2,
      sequence: 1,
      field: 'ai',
      chain: null,
      firstVersion: true,
      demand: { area: '410105', department: 'gxj' },
      verifierId: inArea.personId,
    });
    expect((await engagements.history(demand.owner, opened.id)).map((h) => h.to)).toEqual([
      'open',
      'claimed',
      'confirmed',
      'verified',
    ]);
  });

  it('gives one engagement to both sides who open at the same moment, however often', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await Promise.all(
      Array.from({ length: 10 }, (_, i) => engagements.open(i % 2 ? demand.owner : supply.owner, about)),
    );
    expect(new Set(opened.map((view) => view.number)).size).toBe(1);
    const view = await engagements.find(demand.owner, opened[0]?.id ?? '');
    expect([view.intent.demand, view.intent.supply]).not.toContain(null);
    expect((await factsOf(view.id)).filter((f) => f.name === 'engagement.opened')).toHaveLength(1);
  });

  it('takes the same confirmation and the same verification sent many times as one', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await engagements.open(supply.owner, about);
    const claimed = await claims.claim(supply.owner, opened.id, level2);
    const { id } = claimOf(claimed);
    const confirmations = await Promise.all(
      Array.from({ length: 8 }, () => claims.confirm({ caller: demand.owner, id, version: claimed.version })),
    );
    expect(new Set(confirmations.map((view) => view.version)).size).toBe(1);
    await Promise.all(Array.from({ length: 8 }, () => claims.verify({ caller: city, id }, {})));
    expect((await factsOf(opened.id)).map((f) => f.name)).toEqual([
      'engagement.opened',
      'claim.claimed',
      'engagement.answered',
      'claim.confirmed',
      'claim.verified',
    ]);
  });

  it('lets two people not overwrite each other', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await engagements.open(supply.owner, about);
    const claimed = await claims.claim(supply.owner, opened.id, level2);
    const { id } = claimOf(claimed);
    await claims.withdraw({ caller: supply.owner, id, version: claimed.version, reason: '填错了' });
    await expect(
      claims.confirm({ caller: demand.owner, id, version: claimed.version }),
    ).rejects.toMatchObject({
      code: 'conflict.stale',
      status: 412,
    });
    await expect(claims.confirm({ caller: demand.owner, id })).rejects.toMatchObject({
      code: 'state.transition_refused',
    });
  });

  it('refuses one party on both sides, and parties that are not approved', async () => {
    const demand = await organisation('user');
    const daughter = await organisation('firm', { controller: demand.uscc });
    await expect(engagements.open(daughter.owner, await subject(demand, daughter))).rejects.toMatchObject({
      code: 'engagement.same_party',
    });
    await expect(engagements.open(demand.owner, await subject(demand, demand))).rejects.toMatchObject({
      code: 'engagement.same_party',
    });
    const pending = await organisation('firm', { state: 'unclaimed' });
    await expect(engagements.open(demand.owner, await subject(demand, pending))).rejects.toMatchObject({
      code: 'engagement.party_not_approved',
    });
    const { id, claimId, supply } = await confirmed();
    await suite.db.query("UPDATE organisations SET state = 'suspended' WHERE id = $1", [supply.id]);
    await expect(claims.verify({ caller: city, id: claimId }, {})).rejects.toMatchObject({
      code: 'engagement.party_not_approved',
    });
    expect((await factsOf(id)).some((f) => f.name === 'claim.verified')).toBe(false);
  });

  it('shows itself to its two sides and their coordinators only', async () => {
    const { id, demand, supply, claimId } = await confirmed();
    const stranger = await organisation('firm');
    for (const caller of [stranger.owner, elsewhere])
      await expect(engagements.find(caller, id)).rejects.toMatchObject({ status: 404 });
    await expect(claims.verify({ caller: elsewhere, id: claimId }, {})).rejects.toMatchObject({
      status: 404,
    });
    for (const caller of [demand.viewer, supply.viewer, inArea, city])
      expect((await engagements.find(caller, id)).id).toBe(id);
    await expect(claims.withdraw({ caller: supply.viewer, id: claimId, reason: '无' })).rejects.toMatchObject(
      { status: 403 },
    );
    expect((await engagements.list(stranger.owner, {}, 50, undefined)).items).toEqual([]);
    expect((await engagements.list(demand.owner, {}, 50, undefined)).items).toHaveLength(1);
    expect((await engagements.list(elsewhere, {}, 50, undefined)).items).toEqual([]);
    const first = await engagements.list(city, { claimState: ['confirmed', 'verified'] }, 1, undefined);
    const second = await engagements.list(city, {}, 200, first.next ?? '');
    expect(second.items.map((e) => e.id)).not.toContain(first.items[0]?.id);
  });

  it('asks for confirmation whoever may give it, in the list, on the page and at the step alike', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await engagements.open(demand.owner, about);
    const { id } = claimOf(await claims.claim(demand.owner, opened.id, level2));
    // Who claimed for one side speaks for the other by now.
    const moved = { ...supply.owner, personId: demand.owner.personId } as Principal;
    const colleague = { ...supply.owner, personId: newId() } as Principal;
    const asked = async (caller: Principal) => {
      const { items } = await engagements.list(caller, { toConfirm: true }, 50, undefined);
      const page = claimOf(await engagements.find(caller, opened.id));
      expect(items.some((one) => one.id === opened.id)).toBe(page.yoursToConfirm);
      return page.yoursToConfirm;
    };
    const readers = [
      demand.owner,
      demand.viewer,
      supply.owner,
      supply.viewer,
      colleague,
      moved,
      city,
      inArea,
    ];
    const answers = [];
    for (const reader of readers) answers.push(await asked(reader));
    expect(answers).toEqual([false, false, true, false, true, false, false, false]);
    for (const step of [
      claims.confirm({ caller: moved, id }),
      claims.decline({ caller: moved, id }, { code: 'amount' }),
    ])
      await expect(step).rejects.toMatchObject({ code: 'claim.own', status: 409 });
    await claims.confirm({ caller: colleague, id });
    expect(await asked(supply.owner)).toBe(false);
  });

  it('lets each step be taken only by whom it belongs to', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await engagements.open(demand.owner, about);
    const { id } = claimOf(await claims.claim(demand.owner, opened.id, level2));
    await expect(claims.confirm({ caller: demand.owner, id })).rejects.toMatchObject({
      code: 'claim.wrong_side',
    });
    await expect(claims.withdraw({ caller: supply.owner, id, reason: '无' })).rejects.toMatchObject({
      code: 'claim.wrong_side',
    });
    await expect(claims.verify({ caller: supply.owner, id }, {})).rejects.toMatchObject({ status: 403 });
    await expect(claims.verify({ caller: city, id }, {})).rejects.toMatchObject({
      code: 'state.transition_refused',
    });
    await claims.confirm({ caller: supply.owner, id });
    const turncoat = { ...person({}), personId: supply.owner.personId, body: city.body } as Principal;
    await expect(claims.verify({ caller: turncoat, id }, {})).rejects.toMatchObject({
      code: 'claim.reviewer_involved',
    });
    await expect(claims.claim(supply.owner, opened.id, level2)).rejects.toMatchObject({
      code: 'claim.level_taken',
    });
    await claims.reject({ caller: inArea, id, reason: '材料不足' });
    expect((await claims.claim(supply.owner, opened.id, level2)).claims.map((c) => c.state)).toEqual([
      'rejected',
      'claimed',
    ]);
  });

  it('holds a disputed claim until a second reviewer decides with a reason', async () => {
    const { claimId, demand } = await confirmed();
    await claims.dispute({ caller: inArea, id: claimId, reason: '会议记录与名单不符' });
    await expect(claims.verify({ caller: inArea, id: claimId }, { reason: '已核' })).rejects.toMatchObject({
      code: 'claim.second_reviewer_wanted',
    });
    await expect(claims.verify({ caller: city, id: claimId }, {})).rejects.toMatchObject({
      code: 'claim.second_reviewer_wanted',
    });
    expect(
      claimOf(await claims.verify({ caller: city, id: claimId }, { reason: '补充了签到表' })).state,
    ).toBe('verified');
    const unconfirmed = await pair();
    const opened = await engagements.open(unconfirmed.supply.owner, unconfirmed.subject);
    const { id } = claimOf(await claims.claim(unconfirmed.supply.owner, opened.id, level2));
    await claims.dispute({ caller: unconfirmed.demand.owner, id, reason: '没有见过面' });
    await expect(claims.verify({ caller: city, id }, { reason: '核实' })).rejects.toMatchObject({
      code: 'claim.second_reviewer_wanted',
    });
    expect(demand.id).not.toBe(unconfirmed.demand.id);
    await claims.reject({ caller: city, id, reason: '核查后未发生' });
    const own = await confirmed();
    await claims.dispute({ caller: inArea, id: own.claimId, reason: '名单不符' });
    await expect(claims.reject({ caller: inArea, id: own.claimId, reason: '不属实' })).rejects.toMatchObject({
      code: 'claim.second_reviewer_wanted',
    });
    expect(claimOf(await claims.reject({ caller: city, id: own.claimId, reason: '不属实' })).state).toBe(
      'rejected',
    );
  });

  it('says by a code why it was not confirmed, and frees its level', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await engagements.open(supply.owner, about);
    const given = { ...level2, level: 4, amount: '30.00', contractNumber: 'HT-1', happenedOn: '2026-05-01' };
    await expect(
      claims.claim(supply.owner, opened.id, { ...given, happenedOn: '2999-01-01' }),
    ).rejects.toMatchObject({ errors: [{ code: 'claim.happens_later' }] });
    const claimed = claimOf(await claims.claim(supply.owner, opened.id, given), 4);
    expect(claimed).toMatchObject({ amountIncludesTax: true, happenedOn: '2026-05-01' });
    const refusal = { code: 'amount', reason: '实为 20 元' };
    const declined = claimOf(await claims.decline({ caller: demand.owner, id: claimed.id }, refusal), 4);
    expect(declined).toMatchObject({ state: 'declined', reasonCode: 'amount', reason: '实为 20 元' });
    expect((await factsOf(opened.id)).at(-1)).toMatchObject({ name: 'claim.declined', ...refusal, level: 4 });
    expect((await engagements.history(supply.owner, opened.id)).at(-1)).toMatchObject(refusal);
    await claims.claim(supply.owner, opened.id, { ...given, amount: '20.00' });
  });

  it('reminds of an unanswered claim, then ends it, once each, and not while a side is suspended', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await engagements.open(supply.owner, about);
    const made = new Date('2026-03-01T02:00:00Z');
    const { id, dueOn } = claimOf(await claims.claim(supply.owner, opened.id, level2, made));
    expect(dueOn).toBe('2026-03-31');
    const deadlines = new ClaimDeadlines(suite.db);
    const on = (day: string) => deadlines.look(new Date(`${day}T02:00:00Z`));
    expect(await on('2026-03-20')).toEqual({ reminded: 0, expired: 0 });
    expect(await on('2026-03-24')).toEqual({ reminded: 1, expired: 0 });
    expect(await on('2026-03-25')).toEqual({ reminded: 0, expired: 0 });
    expect(await on('2026-03-31')).toEqual({ reminded: 1, expired: 0 });
    await suite.db.query("UPDATE organisations SET state = 'suspended' WHERE id = $1", [demand.id]);
    expect(await on('2026-04-01')).toEqual({ reminded: 0, expired: 0 });
    await suite.db.query("UPDATE organisations SET state = 'approved' WHERE id = $1", [demand.id]);
    expect(await Promise.all([on('2026-04-01'), on('2026-04-01')])).toContainEqual({
      reminded: 0,
      expired: 1,
    });
    expect((await factsOf(opened.id)).slice(2)).toMatchObject([
      { name: 'claim.due', daysLeft: 7, dueOn },
      { name: 'claim.due', daysLeft: 0 },
      { name: 'claim.expired', day: '2026-04-01' },
    ]);
    expect((await engagements.history(supply.owner, opened.id)).at(-1)).toMatchObject({
      to: 'expired',
      side: 'system',
      actorName: '系统',
    });
    await expect(claims.confirm({ caller: demand.owner, id })).rejects.toMatchObject({
      code: 'state.transition_refused',
    });
    await claims.claim(supply.owner, opened.id, level2);
  });

  it('tells the contact of a side only after that side has declared intent', async () => {
    const { demand, supply, subject: about } = await pair();
    const { id } = await engagements.open(supply.owner, about);
    await expect(engagements.contactOf(supply.owner, id)).rejects.toMatchObject({
      code: 'engagement.intent_wanted',
    });
    expect(await engagements.contactOf(demand.owner, id)).toEqual({
      side: 'supply',
      kind: 'capability',
      listingId: about.supply.id,
    });
    await engagements.open(demand.owner, about);
    expect(await engagements.contactOf(supply.owner, id)).toEqual({
      side: 'demand',
      kind: 'scenario',
      listingId: about.demand.id,
    });
    await expect(engagements.contactOf(city, id)).rejects.toMatchObject({ status: 403 });
  });

  it('can be turned down, and opened again by the side that did so', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await engagements.open(supply.owner, about);
    const declined = await engagements.decline(
      { caller: demand.owner, id: opened.id, version: opened.version },
      { code: 'budget', reason: '预算已取消' },
    );
    expect(declined).toMatchObject({ state: 'declined', declinedBy: 'demand', reason: '预算已取消' });
    await expect(engagements.open(supply.owner, about)).rejects.toMatchObject({
      code: 'engagement.declined',
    });
    await expect(claims.claim(supply.owner, opened.id, level2)).rejects.toMatchObject({
      code: 'engagement.declined',
    });
    expect(await engagements.open(demand.owner, about)).toMatchObject({ state: 'open', declinedBy: null });
    await claims.claim(supply.owner, opened.id, level2);
    await expect(
      engagements.decline({ caller: demand.owner, id: opened.id }, { code: 'no-need' }),
    ).rejects.toMatchObject({
      code: 'engagement.has_claims',
    });
  });

  it('wants evidence from level 3 on, and stops where the same stands elsewhere until a person decides', async () => {
    const pdf = Buffer.from(`%PDF-1.7 ${newId()}`);
    const { supply, demand, subject: about } = await pair();
    const { id } = await engagements.open(supply.owner, about);
    await expect(claims.claim(supply.owner, id, { ...level2, level: 3 })).rejects.toMatchObject({
      errors: [{ code: 'claim.evidence_wanted' }],
    });
    const file = await evidence.upload(supply.owner, id, { name: '../合同.exe', content: pieces(pdf) });
    expect(file).toMatchObject({ fileName: '合同.exe', mediaType: 'application/pdf', size: pdf.length });
    const claimed = await claims.claim(supply.owner, id, {
      ...level2,
      level: 4,
      amount: '1200000.50',
      contractNumber: 'HT-2026-001',
      evidenceIds: [file.id],
    });
    expect(claimOf(claimed, 4)).toMatchObject({
      amount: '1200000.50',
      evidence: [{ kind: 'file' }, { kind: 'contract' }],
    });
    const { content } = await evidence.download(demand.viewer, file.id);
    expect(Buffer.concat(await content.toArray()).equals(pdf)).toBe(true);
    expect(
      await suite.db.query("SELECT actor_id, detail FROM audit_entries WHERE action = 'evidence.read'"),
    ).toMatchObject([{ actor_id: demand.viewer.personId, detail: { sha256: file.sha256 } }]);
    const stranger = await organisation('firm');
    await expect(evidence.download(stranger.owner, file.id)).rejects.toMatchObject({ status: 404 });

    const second = await confirmed({ ...level2, level: 4, contractNumber: 'ht 2026 001' });
    await expect(claims.verify({ caller: city, id: second.claimId }, {})).rejects.toMatchObject({
      code: 'claim.evidence_used_elsewhere',
      details: { uses: [{ number: claimed.number, contractNumber: 'HT-2026-001' }] },
    });
    // Of another area's engagement its coordinator alone is told more than that it is there.
    await suite.db.query("UPDATE engagements SET area = '410172' WHERE number = $1", [claimed.number]);
    const refused = await claims
      .verify({ caller: inArea, id: second.claimId }, {})
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ details: { uses: [], others: 1 } });
    expect(String(refused)).not.toContain(claimed.number);
    const done = await claims.verify(
      { caller: city, id: second.claimId },
      { override: '框架合同，两个场景各自结算' },
    );
    expect(claimOf(done, 4)).toMatchObject({
      state: 'verified',
      reason: '佐证重复的处理：框架合同，两个场景各自结算',
    });
    expect(
      await suite.db.query(
        "SELECT detail FROM engagement_history WHERE claim_id = $1 AND to_state = 'verified'",
        [second.claimId],
      ),
    ).toMatchObject([
      { detail: { override: '框架合同，两个场景各自结算', uses: [{ number: claimed.number }] } },
    ]);
    await expect(
      claims.claim(second.demand.owner, second.id, { ...level2, level: 3, contractNumber: 'X' }),
    ).rejects.toMatchObject({ code: 'claim.level_taken' });
  });

  it('keeps the SM3 of a file beside its SHA-256 where the setting asks for it', async () => {
    const { supply, subject: about } = await pair();
    const { id } = await engagements.open(supply.owner, about);
    const config = Config.parse({ EVIDENCE_SM3: 'on' });
    const both = new EvidenceService(
      suite.db,
      FileStore.inFolder(folder),
      new AuditService(suite.db),
      config,
    );
    const content = Buffer.from('%PDF-1.7 国密');
    const file = await both.upload(supply.owner, id, { name: 'a.pdf', content: pieces(content, 3) });
    const by = (hash: string) => createHash(hash).update(content).digest('hex');
    expect(file).toMatchObject({ sha256: by('sha256'), sm3: by('sm3') });
    // GB/T 32905, appendix A.
    const [abc, standard] = [
      createHash('sm3').update('abc').digest('hex'),
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    ];
    expect(abc).toBe(standard);
  });

  it('distrusts uploads', async () => {
    const { supply, demand, subject: about } = await pair();
    const { id } = await engagements.open(supply.owner, about);
    const upload = (content: Buffer) =>
      evidence.upload(supply.owner, id, { name: 'a.pdf', content: pieces(content) });
    await expect(upload(Buffer.from('<html>'))).rejects.toMatchObject({
      code: 'evidence.type_refused',
      status: 415,
    });
    await expect(upload(Buffer.alloc(0))).rejects.toMatchObject({ code: 'evidence.type_refused' });
    await expect(upload(Buffer.alloc(largestEvidence + 1, '%PDF-'))).rejects.toMatchObject({
      code: 'evidence.too_large',
      status: 413,
    });
    const file = await upload(Buffer.from('%PDF-1.4 own'));
    await expect(
      claims.claim(demand.owner, id, { ...level2, level: 3, evidenceIds: [file.id] }),
    ).rejects.toMatchObject({ errors: [{ code: 'claim.evidence_unknown' }] });
    expect((await engagements.find(demand.owner, id)).claims).toEqual([]);
  });

  it('takes a verified match back with a reason, and lets it be verified again, the ledger in step', async () => {
    const { id, claimId, demand, supply } = await confirmed();
    await claims.verify({ caller: inArea, id: claimId }, {});
    await claims.reverse({ caller: city, id: claimId, reason: '签到表系伪造' });
    await expect(claims.reverse({ caller: inArea, id: claimId, reason: '再次' })).rejects.toMatchObject({
      code: 'state.transition_refused',
    });
    const again = claimOf(await claims.claim(demand.owner, id, level2));
    await claims.confirm({ caller: supply.owner, id: again.id });
    expect(await claims.verify({ caller: city, id: again.id }, {})).toMatchObject({ level: 2 });
    const ledger = new LedgerService();
    const delivered: DeliveredFact[] = [];
    for await (const fact of allFacts(suite.db.manager, countedFacts)) delivered.push(fact);
    for (const fact of [...delivered].reverse())
      await suite.db.transaction((tx) => ledger.record(tx, [fact]));
    await suite.db.transaction((tx) => ledger.record(tx, delivered));
    const kinds = await suite.db.query(
      'SELECT kind, occasion FROM ledger_entries WHERE engagement_id = $1 ORDER BY seq',
      [id],
    );
    expect(kinds).toEqual([
      { kind: 'verified', occasion: 1 },
      { kind: 'reversal', occasion: 1 },
      { kind: 'verified', occasion: 2 },
    ]);
    const recounted = await new RecountService(suite.db, ledger).recount(new ClaimAudit(suite.db));
    expect(recounted).toMatchObject({ ok: true, waiting: 0, differences: [] });
  });

  it('is verified once by two coordinators at the same moment', async () => {
    const { id, claimId } = await confirmed();
    const tries = await Promise.allSettled(
      [inArea, city].map((caller) => claims.verify({ caller, id: claimId }, {})),
    );
    expect(tries.map((t) => t.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await factsOf(id)).filter((f) => f.name === 'claim.verified')).toHaveLength(1);
  });

  it('counts in the area where the scenario is when it is verified, by a coordinator of that area', async () => {
    const { id, claimId, subject: about } = await confirmed();
    const moved = { ...about, demand: { ...about.demand, area: '410172', fields: ['cloud'] } };
    await expect(claims.verify({ caller: inArea, id: claimId }, { subject: moved })).rejects.toMatchObject({
      status: 403,
    });
    await claims.verify({ caller: city, id: claimId }, { subject: moved });
    expect((await factsOf(id)).at(-1)).toMatchObject({ demand: { area: '410172' }, field: 'cloud' });
    expect((await engagements.find(elsewhere, id)).demand.area).toBe('410172');
    const stranger = await confirmed();
    await claims.verify({ caller: city, id: stranger.claimId }, { subject: moved });
    expect((await factsOf(stranger.id)).at(-1)).toMatchObject({ demand: { area: '410105' }, field: 'ai' });
  });

  it('keeps its history as it is', async () => {
    await expect(suite.owner.query("UPDATE engagement_history SET reason = ''")).rejects.toThrow('refused');
    await expect(suite.owner.query('DELETE FROM engagement_history')).rejects.toThrow('refused');
  });
});
