import type { Principal } from '#accounts';
import { countedFacts, type DeliveredFact } from '#contracts';
import { ClaimAudit, ClaimDeadlines } from '#engagements';
import { newId } from '#kernel';
import { allFacts } from '#platform';
import { LedgerService, RecountService } from '#statistics';
import { claimOf, engagementStage, level2, person } from '../support/engagement-stage.js';

describe('claims of an engagement', () => {
  const stage = engagementStage();
  const { city, inArea, pair, confirmed, factsOf } = stage;

  it('takes the same confirmation and the same verification sent many times as one', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await stage.engagements.open(supply.owner, about);
    const claimed = await stage.claims.claim(supply.owner, opened.id, level2);
    const { id } = claimOf(claimed);
    const confirmations = await Promise.all(
      Array.from({ length: 8 }, () =>
        stage.claims.confirm({ caller: demand.owner, id, version: claimed.version }),
      ),
    );
    expect(new Set(confirmations.map((view) => view.version)).size).toBe(1);
    await Promise.all(Array.from({ length: 8 }, () => stage.claims.verify({ caller: city, id }, {})));
    expect((await factsOf(opened.id)).map((f) => f.name)).toEqual([
      'engagement.opened',
      'claim.claimed',
      'engagement.answered',
      'claim.confirmed',
      'claim.verified',
    ]);
  });

  it('asks for confirmation whoever may give it, in the list, on the page and at the step alike', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await stage.engagements.open(demand.owner, about);
    const { id } = claimOf(await stage.claims.claim(demand.owner, opened.id, level2));
    // Who claimed for one side speaks for the other by now.
    const moved = { ...supply.owner, personId: demand.owner.personId } as Principal;
    const colleague = { ...supply.owner, personId: newId() } as Principal;
    const asked = async (caller: Principal) => {
      const { items } = await stage.engagements.list(caller, { toConfirm: true }, 50, undefined);
      const page = claimOf(await stage.engagements.find(caller, opened.id));
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
      stage.claims.confirm({ caller: moved, id }),
      stage.claims.decline({ caller: moved, id }, { code: 'amount' }),
    ])
      await expect(step).rejects.toMatchObject({ code: 'claim.own', status: 409 });
    await stage.claims.confirm({ caller: colleague, id });
    expect(await asked(supply.owner)).toBe(false);
  });

  it('lets each step be taken only by whom it belongs to', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await stage.engagements.open(demand.owner, about);
    const { id } = claimOf(await stage.claims.claim(demand.owner, opened.id, level2));
    await expect(stage.claims.confirm({ caller: demand.owner, id })).rejects.toMatchObject({
      code: 'claim.wrong_side',
    });
    await expect(stage.claims.withdraw({ caller: supply.owner, id, reason: '无' })).rejects.toMatchObject({
      code: 'claim.wrong_side',
    });
    await expect(stage.claims.verify({ caller: supply.owner, id }, {})).rejects.toMatchObject({
      status: 403,
    });
    await expect(stage.claims.verify({ caller: city, id }, {})).rejects.toMatchObject({
      code: 'state.transition_refused',
    });
    await stage.claims.confirm({ caller: supply.owner, id });
    const turncoat = { ...person({}), personId: supply.owner.personId, body: city.body } as Principal;
    await expect(stage.claims.verify({ caller: turncoat, id }, {})).rejects.toMatchObject({
      code: 'claim.reviewer_involved',
    });
    await expect(stage.claims.claim(supply.owner, opened.id, level2)).rejects.toMatchObject({
      code: 'claim.level_taken',
    });
    await stage.claims.reject({ caller: inArea, id, reason: '材料不足' });
    expect((await stage.claims.claim(supply.owner, opened.id, level2)).claims.map((c) => c.state)).toEqual([
      'rejected',
      'claimed',
    ]);
  });

  it('holds a disputed claim until a second reviewer decides with a reason', async () => {
    const { claimId, demand } = await confirmed();
    await stage.claims.dispute({ caller: inArea, id: claimId, reason: '会议记录与名单不符' });
    const told = async (caller: Principal) => {
      const { items } = await stage.engagements.list(caller, {}, 50, undefined);
      return items.flatMap(({ claims }) => claims.find(({ id }) => id === claimId)?.disputedByYou ?? []);
    };
    expect([await told(inArea), await told(city), await told(demand.owner)]).toEqual([
      [true],
      [false],
      [false],
    ]);
    await expect(
      stage.claims.verify({ caller: inArea, id: claimId }, { reason: '已核' }),
    ).rejects.toMatchObject({
      code: 'claim.second_reviewer_wanted',
    });
    await expect(stage.claims.verify({ caller: city, id: claimId }, {})).rejects.toMatchObject({
      code: 'claim.second_reviewer_wanted',
    });
    expect(
      claimOf(await stage.claims.verify({ caller: city, id: claimId }, { reason: '补充了签到表' })).state,
    ).toBe('verified');
    const unconfirmed = await pair();
    const opened = await stage.engagements.open(unconfirmed.supply.owner, unconfirmed.subject);
    const { id } = claimOf(await stage.claims.claim(unconfirmed.supply.owner, opened.id, level2));
    await stage.claims.dispute({ caller: unconfirmed.demand.owner, id, reason: '没有见过面' });
    await expect(stage.claims.verify({ caller: city, id }, { reason: '核实' })).rejects.toMatchObject({
      code: 'claim.second_reviewer_wanted',
    });
    expect(demand.id).not.toBe(unconfirmed.demand.id);
    await stage.claims.reject({ caller: city, id, reason: '核查后未发生' });
    const own = await confirmed();
    await stage.claims.dispute({ caller: inArea, id: own.claimId, reason: '名单不符' });
    await expect(
      stage.claims.reject({ caller: inArea, id: own.claimId, reason: '不属实' }),
    ).rejects.toMatchObject({
      code: 'claim.second_reviewer_wanted',
    });
    expect(
      claimOf(await stage.claims.reject({ caller: city, id: own.claimId, reason: '不属实' })).state,
    ).toBe('rejected');
  });

  it('says by a code why it was not confirmed, and frees its level', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await stage.engagements.open(supply.owner, about);
    const given = { ...level2, level: 4, amount: '30.00', contractNumber: 'HT-1', happenedOn: '2026-05-01' };
    await expect(
      stage.claims.claim(supply.owner, opened.id, { ...given, happenedOn: '2999-01-01' }),
    ).rejects.toMatchObject({ errors: [{ code: 'claim.happens_later' }] });
    const claimed = claimOf(await stage.claims.claim(supply.owner, opened.id, given), 4);
    expect(claimed).toMatchObject({ amountIncludesTax: true, happenedOn: '2026-05-01' });
    const refusal = { code: 'amount', reason: '实为 20 元' };
    const declined = claimOf(
      await stage.claims.decline({ caller: demand.owner, id: claimed.id }, refusal),
      4,
    );
    expect(declined).toMatchObject({ state: 'declined', reasonCode: 'amount', reason: '实为 20 元' });
    expect((await factsOf(opened.id)).at(-1)).toMatchObject({ name: 'claim.declined', ...refusal, level: 4 });
    expect((await stage.engagements.history(supply.owner, opened.id)).at(-1)).toMatchObject(refusal);
    await stage.claims.claim(supply.owner, opened.id, { ...given, amount: '20.00' });
  });

  it('reminds of an unanswered claim, then ends it, once each, and not while a side is suspended', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await stage.engagements.open(supply.owner, about);
    const made = new Date('2026-03-01T02:00:00Z');
    const { id, dueOn } = claimOf(await stage.claims.claim(supply.owner, opened.id, level2, made));
    expect(dueOn).toBe('2026-03-31');
    const deadlines = new ClaimDeadlines(stage.suite.db);
    const on = (day: string) => deadlines.look(new Date(`${day}T02:00:00Z`));
    expect(await on('2026-03-20')).toEqual({ reminded: 0, expired: 0 });
    expect(await on('2026-03-24')).toEqual({ reminded: 1, expired: 0 });
    expect(await on('2026-03-25')).toEqual({ reminded: 0, expired: 0 });
    expect(await on('2026-03-31')).toEqual({ reminded: 1, expired: 0 });
    await stage.suite.db.query("UPDATE organisations SET state = 'suspended' WHERE id = $1", [demand.id]);
    expect(await on('2026-04-01')).toEqual({ reminded: 0, expired: 0 });
    await stage.suite.db.query("UPDATE organisations SET state = 'approved' WHERE id = $1", [demand.id]);
    expect(await Promise.all([on('2026-04-01'), on('2026-04-01')])).toContainEqual({
      reminded: 0,
      expired: 1,
    });
    expect((await factsOf(opened.id)).slice(2)).toMatchObject([
      { name: 'claim.due', daysLeft: 7, dueOn },
      { name: 'claim.due', daysLeft: 0 },
      { name: 'claim.expired', day: '2026-04-01' },
    ]);
    expect((await stage.engagements.history(supply.owner, opened.id)).at(-1)).toMatchObject({
      to: 'expired',
      side: 'system',
      actorName: '系统',
    });
    await expect(stage.claims.confirm({ caller: demand.owner, id })).rejects.toMatchObject({
      code: 'state.transition_refused',
    });
    await stage.claims.claim(supply.owner, opened.id, level2);
  });

  it('takes a verified match back with a reason, and lets it be verified again, the ledger in step', async () => {
    const { id, claimId, demand, supply } = await confirmed();
    await stage.claims.verify({ caller: inArea, id: claimId }, {});
    await stage.claims.reverse({ caller: city, id: claimId, reason: '签到表系伪造' });
    await expect(stage.claims.reverse({ caller: inArea, id: claimId, reason: '再次' })).rejects.toMatchObject(
      {
        code: 'state.transition_refused',
      },
    );
    const again = claimOf(await stage.claims.claim(demand.owner, id, level2));
    await stage.claims.confirm({ caller: supply.owner, id: again.id });
    expect(await stage.claims.verify({ caller: city, id: again.id }, {})).toMatchObject({ level: 2 });
    const ledger = new LedgerService();
    const delivered: DeliveredFact[] = [];
    for await (const fact of allFacts(stage.suite.db.manager, countedFacts)) delivered.push(fact);
    for (const fact of [...delivered].reverse())
      await stage.suite.db.transaction((tx) => ledger.record(tx, [fact]));
    await stage.suite.db.transaction((tx) => ledger.record(tx, delivered));
    const kinds = await stage.suite.db.query(
      'SELECT kind, occasion FROM ledger_entries WHERE engagement_id = $1 ORDER BY seq',
      [id],
    );
    expect(kinds).toEqual([
      { kind: 'verified', occasion: 1 },
      { kind: 'reversal', occasion: 1 },
      { kind: 'verified', occasion: 2 },
    ]);
    const recounted = await new RecountService(stage.suite.db, ledger).recount(
      new ClaimAudit(stage.suite.db),
    );
    expect(recounted).toMatchObject({ ok: true, waiting: 0, differences: [] });
  });

  it('is verified once by two coordinators at the same moment', async () => {
    const { id, claimId } = await confirmed();
    const tries = await Promise.allSettled(
      [inArea, city].map((caller) => stage.claims.verify({ caller, id: claimId }, {})),
    );
    expect(tries.map((t) => t.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await factsOf(id)).filter((f) => f.name === 'claim.verified')).toHaveLength(1);
  });
});
