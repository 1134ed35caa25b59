import { labelOf, schemeContent } from '#contracts';
import { newId } from '#kernel';
import { FigureService, LedgerService, PeriodService, SchemeService } from '#statistics';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { engagementFacts } from '../support/facts.js';

const actor = { id: newId(), name: '示例' };
const byContracts = schemeContent.parse({
  name: '年度评比',
  units: 'area',
  indicators: [
    { measure: 'reached2', direction: 'more', weight: '40', fullMark: { kind: 'linear', target: '2' } },
    {
      measure: 'contractAmount',
      direction: 'more',
      weight: '60',
      fullMark: { kind: 'linear', target: '100' },
    },
  ],
});

describe('score schemes', () => {
  let suite: SuiteDatabase;
  let periods: PeriodService;
  let schemes: SchemeService;

  beforeAll(async () => {
    suite = await suiteDatabase();
    const ledger = new LedgerService();
    periods = new PeriodService(suite.db, new FigureService(suite.db));
    schemes = new SchemeService(suite.db, periods);
    // 金水区: two pairs met. 管城回族区: one contract of 80 (万元).
    const facts = [
      engagementFacts('410105').verified(2, '2026-03-01'),
      engagementFacts('410105').verified(2, '2026-03-02'),
      engagementFacts('410104').verified(4, '2026-03-03', newId(), '800000'),
    ];
    await suite.db.transaction((tx) => ledger.record(tx, facts));
    await periods.freeze({ code: '2026-Q1', actor, labelOf, now: new Date('2026-04-02T00:00:00Z') });
  });
  afterAll(() => suite.drop());

  it('are tried on a frozen period, with the change of place against the version in force, and stay once adopted', async () => {
    const draft = await schemes.create(byContracts, actor);
    const first = await schemes.trial(draft.id, '2026-Q1');
    expect(first).toMatchObject({ version: 1, against: null });
    // 20 + 48 = 68 against 40 + 0.
    expect(first.units.map(({ label, total, place }) => [label, total, place])).toEqual([
      ['管城回族区', '68.00', 1],
      ['金水区', '40.00', 2],
    ]);
    const adopted = await schemes.adopt({ id: draft.id, actor, revision: draft.revision });
    await expect(schemes.adopt({ id: draft.id, actor, revision: undefined })).rejects.toMatchObject({
      code: 'statistics.scheme_not_draft',
    });
    await expect(suite.db.query(`UPDATE score_schemes SET content = '{}'`)).rejects.toThrow(
      /another version/,
    );
    const [met, contracts] = byContracts.indicators;
    if (!met || !contracts) throw new Error('no indicators');
    const next = await schemes.edit(
      { id: draft.id, actor, revision: adopted.revision },
      {
        ...byContracts,
        indicators: [
          { ...met, weight: '80' },
          { ...contracts, weight: '20' },
        ],
      },
    );
    expect(next).toMatchObject({ version: 2, state: 'draft' });
    const second = await schemes.trial(draft.id, '2026-Q1');
    expect(second.against).toBe(1);
    expect(
      second.units.map(({ label, total, place, placeBefore }) => [label, total, place, placeBefore]),
    ).toEqual([
      ['金水区', '80.00', 1, 2],
      ['管城回族区', '56.00', 2, 1],
    ]);
    await expect(schemes.edit({ id: draft.id, actor, revision: 99 }, byContracts)).rejects.toMatchObject({
      status: 412,
    });
    await expect(schemes.trial(draft.id, '2026-Q2')).rejects.toMatchObject({
      code: 'statistics.period_not_stored',
    });
    await schemes.adopt({ id: draft.id, actor, revision: next.revision });
    expect((await schemes.list()).map(({ version, state }) => [version, state])).toEqual([
      [2, 'adopted'],
      [1, 'replaced'],
    ]);
  });
});
