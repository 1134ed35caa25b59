import { type DeliveredFact, labelOf, type MarketCode } from '#contracts';
import { newId } from '#kernel';
import { allFacts, type Tx } from '#platform';
import {
  city,
  type DecidedClaim,
  FigureService,
  LedgerService,
  PaperService,
  PeriodService,
  RecountService,
  StatisticsService,
} from '#statistics';
import { claimsTold } from './claims.js';
import { type SuiteDatabase, suiteDatabase } from './database.js';
import { engagementFacts } from './facts.js';

export const firm = newId();

/** Facts of one pair of the firm, in the order of its sequence. */
export function pairOf(area: string | null = '410105', firmId = firm, market: MarketCode = 'software') {
  return engagementFacts(area, { firmId, market });
}

/** A pair of the firm as a proposal or an intent names it. */
export const proposedPair = () => ({
  demandListingId: newId(),
  firmId: firm,
  area: '410105',
  department: null,
  firmArea: null,
  field: 'ai',
  chain: null,
});

interface Services {
  suite: SuiteDatabase;
  ledger: LedgerService;
  recount: RecountService;
  periods: PeriodService;
  statistics: StatisticsService;
  papers: PaperService;
}

/** An empty ledger in a database of its own for each test of a suite, and what is done to it. */
export function ledgerStage() {
  const stage = {} as Services;
  beforeEach(async () => {
    const suite = await suiteDatabase();
    const ledger = new LedgerService();
    const periods = new PeriodService(suite.db, new FigureService(suite.db));
    Object.assign(stage, {
      suite,
      ledger,
      recount: new RecountService(suite.db, ledger),
      periods,
      statistics: new StatisticsService(suite.db, periods),
      papers: new PaperService(suite.db, new FigureService(suite.db)),
    } satisfies Services);
  });
  afterEach(() => stage.suite.drop());

  /** As the change announces it: into the log. */
  const announce = async (...facts: DeliveredFact[]) => {
    for (const { id, fact, occurredAt } of facts)
      await stage.suite.db.query(
        `INSERT INTO facts (fact_id, subject, name, payload, occurred_at) VALUES ($1, 'pair', $2, $3, $4)
         ON CONFLICT ON CONSTRAINT uq_facts_fact DO NOTHING`,
        [id, fact.name, JSON.stringify(fact), occurredAt],
      );
  };
  const record = async (...facts: DeliveredFact[]) => {
    await announce(...facts);
    return stage.suite.db.transaction((tx) => stage.ledger.record(tx, facts));
  };
  const freeze = (code: string, now?: Date) =>
    stage.periods.freeze({ code, actor: { id: firm, name: '示例' }, labelOf, ...(now ? { now } : {}) });
  const total = async (period: string, level = 2) =>
    (await stage.statistics.figures({ by: 'area', period, level, scope: city }, labelOf)).total.count;
  return Object.assign(stage, { announce, record, freeze, total, decided, claims: claimsTold(decided) });
}

/** What the engagements would have decided, by the log alone. */
async function decided(tx: Tx): Promise<DecidedClaim[]> {
  const found = new Map<string, DecidedClaim>();
  for await (const { fact } of allFacts(tx, ['claim.verified', 'claim.reversed'])) {
    if (fact.name === 'claim.verified')
      found.set(fact.claimId, {
        id: fact.claimId,
        state: found.has(fact.claimId) ? 'reversed' : 'verified',
        level: fact.level,
        amount: fact.amount,
        number: fact.number,
      });
    if (fact.name === 'claim.reversed')
      found.set(fact.claimId, { ...(found.get(fact.claimId) as DecidedClaim), state: 'reversed' });
  }
  return [...found.values()].filter((claim) => claim.number !== undefined);
}
