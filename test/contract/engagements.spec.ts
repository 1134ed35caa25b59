import { claimOf, engagementStage, level2 } from '../support/engagement-stage.js';

describe('engagements', () => {
  const stage = engagementStage();
  const { city, inArea, elsewhere, pair, confirmed, organisation, subject, factsOf } = stage;

  it('goes from intent to a verified match, which the ledger counts once', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await stage.engagements.open(supply.owner, about);
    expect(opened).toMatchObject({ state: 'open', level: 1, intent: { demand: null }, version: 1 });
    expect(opened.number).toMatch(/^DJ-\d{4}-\d{6}$/);
    const claimed = await stage.claims.claim(supply.owner, opened.id, level2);
    const { id } = claimOf(claimed);
    const agreed = await stage.claims.confirm({ caller: demand.owner, id, version: claimed.version });
    expect(agreed.intent.demand).not.toBeNull();
    const done = await stage.claims.verify({ caller: inArea, id, version: agreed.version }, {});
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
    expect((await stage.engagements.history(demand.owner, opened.id)).map((h) => h.to)).toEqual([
      'open',
      'claimed',
      'confirmed',
      'verified',
    ]);
  });

  it('gives one engagement to both sides who open at the same moment, however often', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        stage.engagements.open(i % 2 ? demand.owner : supply.owner, about),
      ),
    );
    expect(new Set(opened.map((view) => view.number)).size).toBe(1);
    const view = await stage.engagements.find(demand.owner, opened[0]?.id ?? '');
    expect([view.intent.demand, view.intent.supply]).not.toContain(null);
    expect((await factsOf(view.id)).filter((f) => f.name === 'engagement.opened')).toHaveLength(1);
  });

  it('lets two people not overwrite each other', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await stage.engagements.open(supply.owner, about);
    const claimed = await stage.claims.claim(supply.owner, opened.id, level2);
    const { id } = claimOf(claimed);
    await stage.claims.withdraw({ caller: supply.owner, id, version: claimed.version, reason: '填错了' });
    await expect(
      stage.claims.confirm({ caller: demand.owner, id, version: claimed.version }),
    ).rejects.toMatchObject({
      code: 'conflict.stale',
      status: 412,
    });
    await expect(stage.claims.confirm({ caller: demand.owner, id })).rejects.toMatchObject({
      code: 'state.transition_refused',
    });
  });

  it('refuses one party on both sides, and parties that are not approved', async () => {
    const demand = await organisation('user');
    const daughter = await organisation('firm', { controller: demand.uscc });
    await expect(
      stage.engagements.open(daughter.owner, await subject(demand, daughter)),
    ).rejects.toMatchObject({
      code: 'engagement.same_party',
    });
    await expect(stage.engagements.open(demand.owner, await subject(demand, demand))).rejects.toMatchObject({
      code: 'engagement.same_party',
    });
    const pending = await organisation('firm', { state: 'unclaimed' });
    await expect(stage.engagements.open(demand.owner, await subject(demand, pending))).rejects.toMatchObject({
      code: 'engagement.party_not_approved',
    });
    const { id, claimId, supply } = await confirmed();
    await stage.suite.db.query("UPDATE organisations SET state = 'suspended' WHERE id = $1", [supply.id]);
    await expect(stage.claims.verify({ caller: city, id: claimId }, {})).rejects.toMatchObject({
      code: 'engagement.party_not_approved',
    });
    expect((await factsOf(id)).some((f) => f.name === 'claim.verified')).toBe(false);
  });

  it('shows itself to its two sides and their coordinators only', async () => {
    const { id, demand, supply, claimId } = await confirmed();
    const stranger = await organisation('firm');
    for (const caller of [stranger.owner, elsewhere])
      await expect(stage.engagements.find(caller, id)).rejects.toMatchObject({ status: 404 });
    await expect(stage.claims.verify({ caller: elsewhere, id: claimId }, {})).rejects.toMatchObject({
      status: 404,
    });
    for (const caller of [demand.viewer, supply.viewer, inArea, city])
      expect((await stage.engagements.find(caller, id)).id).toBe(id);
    await expect(
      stage.claims.withdraw({ caller: supply.viewer, id: claimId, reason: '无' }),
    ).rejects.toMatchObject({ status: 403 });
    expect((await stage.engagements.list(stranger.owner, {}, 50, undefined)).items).toEqual([]);
    expect((await stage.engagements.list(demand.owner, {}, 50, undefined)).items).toHaveLength(1);
    expect((await stage.engagements.list(elsewhere, {}, 50, undefined)).items).toEqual([]);
    const first = await stage.engagements.list(city, { claimState: ['confirmed', 'verified'] }, 1, undefined);
    const second = await stage.engagements.list(city, {}, 200, first.next ?? '');
    expect(second.items.map((e) => e.id)).not.toContain(first.items[0]?.id);
  });

  it('tells the contact of a side only after that side has declared intent', async () => {
    const { demand, supply, subject: about } = await pair();
    const { id } = await stage.engagements.open(supply.owner, about);
    await expect(stage.engagements.contactOf(supply.owner, id)).rejects.toMatchObject({
      code: 'engagement.intent_wanted',
    });
    expect(await stage.engagements.contactOf(demand.owner, id)).toEqual({
      side: 'supply',
      kind: 'capability',
      listingId: about.supply.id,
    });
    await stage.engagements.open(demand.owner, about);
    expect(await stage.engagements.contactOf(supply.owner, id)).toEqual({
      side: 'demand',
      kind: 'scenario',
      listingId: about.demand.id,
    });
    await expect(stage.engagements.contactOf(city, id)).rejects.toMatchObject({ status: 403 });
  });

  it('can be turned down, and opened again by the side that did so', async () => {
    const { demand, supply, subject: about } = await pair();
    const opened = await stage.engagements.open(supply.owner, about);
    const declined = await stage.engagements.decline(
      { caller: demand.owner, id: opened.id, version: opened.version },
      { code: 'budget', reason: '预算已取消' },
    );
    expect(declined).toMatchObject({ state: 'declined', declinedBy: 'demand', reason: '预算已取消' });
    await expect(stage.engagements.open(supply.owner, about)).rejects.toMatchObject({
      code: 'engagement.declined',
    });
    await expect(stage.claims.claim(supply.owner, opened.id, level2)).rejects.toMatchObject({
      code: 'engagement.declined',
    });
    expect(await stage.engagements.open(demand.owner, about)).toMatchObject({
      state: 'open',
      declinedBy: null,
    });
    await stage.claims.claim(supply.owner, opened.id, level2);
    await expect(
      stage.engagements.decline({ caller: demand.owner, id: opened.id }, { code: 'no-need' }),
    ).rejects.toMatchObject({
      code: 'engagement.has_claims',
    });
  });

  it('counts in the area where the scenario is when it is verified, by a coordinator of that area', async () => {
    const { id, claimId, subject: about } = await confirmed();
    const moved = { ...about, demand: { ...about.demand, area: '410172', fields: ['cloud'] } };
    await expect(
      stage.claims.verify({ caller: inArea, id: claimId }, { subject: moved }),
    ).rejects.toMatchObject({
      status: 403,
    });
    await stage.claims.verify({ caller: city, id: claimId }, { subject: moved });
    expect((await factsOf(id)).at(-1)).toMatchObject({ demand: { area: '410172' }, field: 'cloud' });
    expect((await stage.engagements.find(elsewhere, id)).demand.area).toBe('410172');
    const stranger = await confirmed();
    await stage.claims.verify({ caller: city, id: stranger.claimId }, { subject: moved });
    expect((await factsOf(stranger.id)).at(-1)).toMatchObject({ demand: { area: '410105' }, field: 'ai' });
  });

  it('keeps its history as it is', async () => {
    await expect(stage.suite.owner.query("UPDATE engagement_history SET reason = ''")).rejects.toThrow(
      'refused',
    );
    await expect(stage.suite.owner.query('DELETE FROM engagement_history')).rejects.toThrow('refused');
  });
});
