import { labelOf, mostShown } from '#contracts';
import { newId } from '#kernel';
import { city } from '#statistics';
import { firm, ledgerStage, pairOf, proposedPair } from '../support/ledger.js';

describe('the periods of the ledger', () => {
  const stage = ledgerStage();
  const { record, freeze, total, claims } = stage;

  it('takes no late entries into a frozen period: they count in the next open month', async () => {
    await expect(freeze('2026-11', new Date('2026-11-30T15:59:59Z'))).rejects.toMatchObject({
      code: 'statistics.period_not_over',
    });
    await record(pairOf().verified(2, '2026-09-30'));
    const frozen = await freeze('2026-Q3', new Date('2026-09-30T16:00:00Z'));
    expect(frozen.period).toMatchObject({ code: '2026-Q3', frozen: true, stored: true });
    expect((await stage.periods.find('2026-08')).frozen).toBe(true);
    await expect(freeze('2026-Q3')).rejects.toMatchObject({ code: 'statistics.period_frozen' });
    await record(pairOf().verified(2, '2026-08-15'));
    expect([await total('2026-Q3'), await total('2026-10'), await total('2026')]).toEqual([1, 1, 2]);
    const { items } = await stage.statistics.entries(
      { level: 2, period: '2026-10', scope: city },
      10,
      undefined,
    );
    expect(items).toMatchObject([{ happenedDay: '2026-08-15', postedDay: '2026-10-01' }]);
    expect((await stage.recount.recount(claims)).ok).toBe(true);
  });

  it('stores what a period was: its figures, its part of the ledger, who froze it, and a hash over it', async () => {
    const pair = pairOf();
    await record(
      pairOf('410172').verified(2, '2026-05-02'),
      pair.verified(4, '2026-07-02', newId(), '1200000'),
    );
    const { frozen } = await freeze('2026-Q3', new Date('2026-10-05T00:00:00Z'));
    expect(frozen).toMatchObject({
      by: '示例',
      firstSeq: 2,
      lastSeq: 4,
      entries: 3,
      headSeq: 4,
      intact: true,
    });
    expect(frozen?.figures.total).toMatchObject({ reached2: '1', contractAmount: '120' });
    expect(frozen?.figures.area.map(({ label, values }) => [label, values['reached4']])).toEqual([
      ['金水区', '1'],
    ]);
    // The half with the same months closed is stored by itself, and the quarter stays as it is.
    await expect(freeze('2026-H2', new Date('2026-10-05T00:00:00Z'))).rejects.toMatchObject({
      code: 'statistics.period_not_over',
    });
    await expect(stage.suite.owner.query("UPDATE frozen_periods SET figures = '{}'")).rejects.toThrow(
      /append-only/,
    );
    await stage.suite.owner.query('ALTER TABLE frozen_periods DISABLE TRIGGER USER');
    await stage.suite.owner.query(
      `UPDATE frozen_periods SET figures = jsonb_set(figures, '{total,reached2}', '"9"')`,
    );
    expect((await stage.periods.read('2026-Q3')).frozen?.intact).toBe(false);
  });

  it('marks what comes late, of every level, and tells it by amendments without thawing anything', async () => {
    await record(pairOf().verified(2, '2026-03-02'));
    const now = new Date('2026-04-03T00:00:00Z');
    const before = await freeze('2026-Q1', now);
    const amend = () =>
      stage.periods.amend({
        code: '2026-Q1',
        reason: '补录',
        actor: { id: firm, name: '示例' },
        labelOf,
        now,
      });
    await expect(amend()).rejects.toMatchObject({ code: 'statistics.nothing_to_amend' });
    const pair = proposedPair();
    await record(pairOf().verified(2, '2026-03-20'), {
      id: newId(),
      occurredAt: '2026-03-21T00:00:00.000Z',
      requestId: null,
      fact: { name: 'match.proposed', market: 'software', runId: newId(), day: '2026-03-21', pairs: [pair] },
    });
    expect([
      await total('2026-Q1'),
      await total('2026-Q1', 0),
      await total('2026-04'),
      await total('2026-04', 0),
    ]).toEqual([1, 0, 1, 1]);
    const read = await stage.periods.read('2026-Q1');
    expect(read.late).toEqual({ entries: 1, pairs: 1, lines: 0 });
    const { amendments, frozen } = await amend();
    expect(frozen).toEqual(before.frozen);
    expect(amendments).toMatchObject([
      { number: 1, reason: '补录', intact: true, late: { entries: 1, pairs: 1 } },
    ]);
    expect(amendments[0]?.figures.total).toMatchObject({ reached2: '2', newly2: '2', proposed: '1' });
    expect(await total('2026-Q1')).toBe(1);
    expect((await stage.periods.figuresOf('2026-Q1')).amendment).toBe(1);
    await expect(amend()).rejects.toMatchObject({ code: 'statistics.nothing_to_amend' });
    expect((await stage.recount.recount(claims)).ok).toBe(true);
  });

  it('shows before a freeze what it will store, and stores just that', async () => {
    await record(pairOf().verified(2, '2026-03-02'));
    const now = new Date('2026-04-03T00:00:00Z');
    const preview = await stage.periods.preview('2026-03', labelOf, now);
    expect(preview).toMatchObject({ freezable: true, entries: 1, figures: { total: { reached2: '1' } } });
    expect((await freeze('2026-03', now)).frozen?.figures).toEqual(preview.figures);
    expect((await stage.periods.preview('2026-04', labelOf, now)).freezable).toBe(false);
  });

  it('splits by no more firms than an answer holds, and says how many it leaves out', async () => {
    const pairs = Array.from({ length: mostShown + 1 }, () => ({
      demandListingId: newId(),
      firmId: newId(),
      area: '410105',
      department: null,
      firmArea: null,
      field: null,
      chain: null,
    }));
    for (const some of [pairs.slice(0, 1000), pairs.slice(1000)])
      await record({
        id: newId(),
        occurredAt: '2026-02-01T00:00:00.000Z',
        requestId: null,
        fact: { name: 'match.proposed', market: 'software', runId: newId(), day: '2026-02-01', pairs: some },
      });
    const {
      items,
      leftOut,
      total: all,
    } = await stage.statistics.figures({ by: 'firm', period: '2026', level: 0, scope: city }, labelOf);
    expect([items.length, leftOut, all.count]).toEqual([mostShown, 1, mostShown + 1]);
  });

  it('opens every figure to the entries behind it, an area seeing its own', async () => {
    for (let i = 0; i < 5; i++) await record(pairOf(i < 3 ? '410105' : '410172').verified(2, '2026-03-05'));
    const page = await stage.statistics.entries(
      { level: 2, by: 'area', key: '410105', scope: city },
      2,
      undefined,
    );
    const rest = await stage.statistics.entries(
      { level: 2, by: 'area', key: '410105', scope: city },
      2,
      page.next ?? '',
    );
    expect([page.items.length, rest.items.length, rest.next]).toEqual([2, 1, null]);
    expect((await stage.statistics.entries({ level: 2, scope: '410172' }, 50, undefined)).items).toHaveLength(
      2,
    );
    await expect(stage.statistics.entries({ level: 2, scope: city }, 50, 'nonsense')).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});
