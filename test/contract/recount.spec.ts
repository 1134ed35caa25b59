import { newId } from '#kernel';
import { claimsTold } from '../support/claims.js';
import { firm, ledgerStage, pairOf, proposedPair } from '../support/ledger.js';

describe('a recount of the ledger', () => {
  const stage = ledgerStage();
  const { record, announce, freeze, total, claims, decided } = stage;

  it('finds every edited total and every broken link, and can fold the totals again', async () => {
    for (const day of ['2026-01-01', '2026-12-31'])
      await record(pairOf().verified(4, day, newId(), '1200000.50'));
    await stage.suite.db.query(
      "UPDATE ledger_ladders SET reached2 = reached2 + 1, reached3 = reached3 + 1, reached4 = reached4 + 1 WHERE dimension = 'firm' AND period = '2026' AND scope = 'city'",
    );
    await stage.suite.db.query(
      "UPDATE ledger_ladders SET reached2 = 0 WHERE dimension = 'total' AND period = '2026-01' AND scope = 'city'",
    );
    const found = await stage.recount.recount(claims);
    expect(found.ok).toBe(false);
    expect(found.differences).toHaveLength(4);
    expect(found.differences).toContainEqual({
      what: 'count',
      detail: `city 2026 firm=${firm} reached 2`,
      expected: '2 0.00',
      found: '3 0.00',
    });
    expect(await stage.recount.rebuild(claims)).toMatchObject({ ok: true, differences: [] });
    await stage.suite.db.query("UPDATE ledger_head SET hash = 'x'");
    expect((await stage.recount.recount(claims)).differences).toMatchObject([
      { what: 'chain', detail: '台账末条与链头不符' },
    ]);
  });

  it('finds every verified claim that has no entries, and records what is missing', async () => {
    const [pair, lost, other] = [pairOf(), pairOf(), pairOf('410172')];
    const contract = newId();
    await record(pair.verified(2, '2026-03-05'));
    const missed = [
      lost.verified(2, '2026-03-06'),
      lost.verified(4, '2026-04-01', contract, '3000000'),
      lost.reversed(contract, 4, '2026-05-01'),
      other.verified(2, '2026-03-07'),
      pair.verified(3, '2026-04-02', newId(), '100'),
    ];
    await announce(...missed); // and the one who should have followed never did
    const found = await stage.recount.recount(claims);
    expect(found).toMatchObject({ ok: false, entries: 1, facts: 6, claims: 5 });
    const by = (id: string | undefined) =>
      found.differences.filter((d) => d.expected.startsWith(id ?? 'none'));
    expect(missed.map(({ id }) => by(id).length)).toEqual([1, 3, 3, 1, 2]);
    expect(by(missed[1]?.id).map((d) => d.expected.slice(37))).toEqual([
      'verified level 3 pair',
      'verified level 4 pair',
      'verified level 4 amount 3000000.00',
    ]);
    expect(await stage.recount.repair()).toBe(7);
    expect(await stage.recount.recount(claims)).toMatchObject({ ok: true, differences: [], entries: 8 });
    expect(await stage.recount.repair()).toBe(0);
  });

  it('finds what is missing, too much, or in another place of the ledger than facts and freezes say', async () => {
    const [plain, taken, late] = [pairOf(), pairOf('410172'), pairOf()];
    const claim = newId();
    await record(late.verified(2, '2026-02-03'));
    await freeze('2026-02', new Date('2026-03-01T04:00:00Z'));
    await record(
      late.verified(3, '2026-02-20'),
      plain.verified(5, '2026-03-05', newId(), '4800000'),
      taken.verified(4, '2026-03-06', claim, '120000'),
      taken.reversed(claim, 4, '2026-04-07'),
    );
    expect(await stage.recount.recount(claims)).toMatchObject({ ok: true, entries: 12 });
    const tampering = {
      'an entry missing': 'DELETE FROM ledger_entries WHERE level = 5',
      'a reversal missing': "DELETE FROM ledger_entries WHERE kind = 'reversal' AND amount IS NULL",
      'a reversal that nobody announced': `INSERT INTO ledger_entries (%columns%) SELECT %columns% FROM (SELECT (jsonb_populate_record(e,
        to_jsonb(e) || '{"seq": 99, "hash": "h", "prev_hash": "p", "kind": "reversal", "reason": "x"}' ||
        jsonb_build_object('fact_id', (SELECT fact_id FROM ledger_facts WHERE level = 3)))).*
        FROM ledger_entries e WHERE level = 5) x`,
      'another amount': 'UPDATE ledger_entries SET amount = 4800000.01 WHERE amount = 4800000',
      'another amount of what was taken back': 'UPDATE ledger_entries SET amount = 1 WHERE amount = 120000',
      'another reason': "UPDATE ledger_entries SET reason = '另有原因' WHERE kind = 'reversal' AND level = 2",
      'another hand':
        "UPDATE ledger_entries SET actor_id = gen_random_uuid() WHERE kind = 'reversal' AND level = 3",
      'an amount missing':
        'UPDATE ledger_entries SET amount = NULL, amount_occasion = NULL WHERE amount = 4800000',
      'another level': 'UPDATE ledger_entries SET level = 4, claimed_level = 4 WHERE seq = 1',
      'another period': "UPDATE ledger_entries SET posted_day = '2026-09-01' WHERE seq = 2",
      'a frozen period':
        "UPDATE ledger_entries SET posted_day = '2026-02-20', happened_day = '2026-02-20' WHERE seq = 2",
      'another area': "UPDATE ledger_entries SET area = '410172' WHERE seq = 1",
      'another department': "UPDATE ledger_entries SET department = 'wjw' WHERE seq = 2",
      'another market': "UPDATE ledger_entries SET market = 'technology' WHERE level = 5",
      'another firm': 'UPDATE ledger_entries SET firm_id = gen_random_uuid() WHERE level = 5',
      'another channel': "UPDATE ledger_entries SET channel = 'meeting' WHERE level = 5",
      'another version': 'UPDATE ledger_entries SET first_version = NOT first_version WHERE level = 5',
      'a reversal in another area': "UPDATE ledger_entries SET area = '410105' WHERE kind = 'reversal'",
    };
    const [columns] = await stage.suite.owner.query<{ names: string }>(
      `SELECT string_agg(column_name, ', ') AS names FROM information_schema.columns
       WHERE table_name = 'ledger_entries' AND is_generated = 'NEVER'`,
    );
    const names = columns?.names ?? '';
    await stage.suite.owner.query('ALTER TABLE ledger_entries DISABLE TRIGGER USER');
    await stage.suite.owner.query('CREATE TABLE kept_entries AS SELECT * FROM ledger_entries');
    const unseen: string[] = [];
    const gaps: string[] = [];
    for (const [what, sql] of Object.entries(tampering)) {
      await stage.suite.owner.query(sql.replaceAll('%columns%', names));
      // The roll-ups differ, too, and so may the chain; the facts alone must tell.
      const { differences } = await stage.recount.recount(claims);
      if (!differences.some((one) => one.what === 'fact' || one.what === 'pair')) unseen.push(what);
      if (differences.some(({ detail }) => detail === '序号不连续')) gaps.push(what);
      await stage.suite.owner.query('DELETE FROM ledger_entries');
      await stage.suite.owner.query(
        `INSERT INTO ledger_entries (${names}) SELECT ${names} FROM kept_entries ORDER BY seq`,
      );
    }
    expect(unseen).toEqual([]);
    expect(gaps).toContain('an entry missing');
    expect((await stage.recount.recount(claims)).ok).toBe(true);
  });

  it('finds a fact of the log that was changed after it had been entered', async () => {
    const pair = pairOf();
    const fact = pair.verified(4, '2026-03-05', newId(), '4800000');
    await record(fact);
    await stage.suite.owner.query('ALTER TABLE facts DISABLE TRIGGER USER');
    await stage.suite.owner.query(`UPDATE facts SET payload = jsonb_set(payload, '{amount}', '"1.00"')`);
    const { differences } = await stage.recount.recount(claims);
    expect(differences).toContainEqual({
      what: 'fact',
      detail: pair.number,
      expected: `${fact.id} verified level 4 amount 1.00`,
      found: 'none',
    });
  });

  it('finds a claim that was decided and never announced, and one decided otherwise', async () => {
    const pair = pairOf();
    const claimId = newId();
    await record(pair.verified(2, '2026-03-05', claimId));
    const silent = newId();
    const also = claimsTold(async (tx) => {
      const [claim] = await decided(tx);
      if (!claim) throw new Error('no claim');
      return [
        { ...claim, state: 'reversed' },
        { ...claim, id: silent },
      ];
    });
    expect((await stage.recount.recount(also)).differences).toEqual([
      { what: 'claim', detail: `${pair.number} ${claimId}`, expected: 'reversed 2 -', found: 'verified 2 -' },
      { what: 'claim', detail: `${pair.number} ${silent}`, expected: 'verified 2 -', found: 'none' },
    ]);
    expect((await stage.recount.recount(claimsTold(async () => []))).differences).toMatchObject([
      { what: 'claim', expected: 'none' },
    ]);
  });

  it('finds proposed and intended pairs that were announced and stand in no month', async () => {
    const pair = proposedPair();
    await announce({
      id: newId(),
      occurredAt: '2026-02-01T00:00:00.000Z',
      requestId: null,
      fact: { name: 'match.proposed', market: 'software', runId: newId(), day: '2026-02-01', pairs: [pair] },
    });
    expect((await stage.recount.recount(claims)).differences).toMatchObject([
      { what: 'fact', detail: '推荐或意向', found: 'none' },
      { what: 'fact', detail: 'match.proposed', found: 'none' },
    ]);
    await stage.recount.repair();
    expect((await stage.recount.recount(claims)).ok).toBe(true);
    expect(await total('2026-02', 0)).toBe(1);
  });
});
