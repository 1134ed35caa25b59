import { Injectable } from '@nestjs/common';
import { countedFacts, type DeliveredFact, type FactOf, type RecountView } from '#contracts';
import { allFacts, Database, rows, type Tx } from '#platform';
import type { Head } from './domain/entry.js';
import { type Difference, type Figure, Recount } from './domain/recount.js';
import { type DecidedClaim, Retelling } from './domain/retelling.js';
import { cellsOf } from './domain/rollups.js';
import { addCells, entriesInOrder } from './entry.store.js';
import { LedgerService, lockHead, openedPair } from './ledger.service.js';

/** Reads all decided claims in the transaction of the recount: they are the engagements', which this lib does not know. */
export type ReadClaims = (tx: Tx) => Promise<readonly DecidedClaim[]>;

const repairedAtOnce = 500;

/**
 * Proves the figures: facts and claims told again, beside the entries; the entries counted again, beside the roll-ups
 * and the chain.
 */
@Injectable()
export class RecountService {
  constructor(
    private readonly db: Database,
    private readonly ledger: LedgerService,
  ) {}

  /** One consistent look at facts, claims, ledger and roll-ups, while others go on writing. */
  recount(claims: ReadClaims): Promise<RecountView> {
    return this.db.source.transaction('REPEATABLE READ', async (tx) => {
      const [recount, retelling] = [new Recount(), new Retelling()];
      for await (const entry of entriesInOrder(tx)) {
        recount.add(entry);
        retelling.entry(entry);
      }
      for await (const { id, fact } of allFacts(tx, ['claim.verified', 'claim.reversed']))
        if (fact.name === 'claim.verified' || fact.name === 'claim.reversed') retelling.fact(id, fact);
      const decided = await claims(tx);
      const head = await headOf(tx);
      const differences = [
        ...recount.compare(await rollups(tx), head),
        ...retelling.compare(decided),
        ...(await missingPairs(tx)).map(pairMissing),
      ];
      return {
        ok: differences.length === 0,
        entries: recount.entries,
        figures: recount.figures.length,
        facts: retelling.facts,
        claims: decided.length,
        waiting: await waiting(tx),
        headHash: head.hash,
        differences,
      };
    });
  }

  /**
   * Records what was announced and is missing, by the code that records it otherwise; what is there stays as it is.
   * @returns how many entries were added.
   */
  async repair(): Promise<number> {
    let entries = 0;
    let batch: DeliveredFact[] = [];
    const record = async () => {
      const facts = batch;
      batch = [];
      entries += (await this.db.transaction((tx) => this.ledger.record(tx, facts))).entries;
    };
    await this.db.connection(async (by) => {
      for await (const fact of allFacts(by, countedFacts))
        if (batch.push(fact) >= repairedAtOnce) await record();
    });
    await record();
    return entries;
  }

  /** Throws the roll-ups away and folds them again from the ledger; writers wait meanwhile. */
  rebuild(claims: ReadClaims): Promise<RecountView> {
    return this.db
      .transaction(async (tx) => {
        await lockHead(tx);
        await rows(tx, 'DELETE FROM ledger_rollups');
        let cells: ReturnType<typeof cellsOf> = [];
        for await (const entry of entriesInOrder(tx)) {
          cells.push(...cellsOf(entry));
          if (cells.length > 20_000) {
            await addCells(tx, cells);
            cells = [];
          }
        }
        await addCells(tx, cells);
      })
      .then(() => this.recount(claims));
  }
}

async function headOf(tx: Tx): Promise<Head> {
  const [head] = await rows<{ seq: string; hash: string }>(tx, 'SELECT seq, hash FROM ledger_head');
  return { seq: Number(head?.seq ?? -1), hash: head?.hash ?? '' };
}

async function rollups(tx: Tx): Promise<Figure[]> {
  const found = await rows<Omit<Figure, 'count'> & { count: string }>(
    tx,
    'SELECT period, dimension, key, level, count, amount::text AS amount FROM ledger_rollups',
  );
  return found.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Facts beyond the first gap of their pair. */
async function waiting(tx: Tx): Promise<number> {
  const [row] = await rows<{ waiting: string }>(
    tx,
    `SELECT count(*) AS waiting FROM (
       SELECT sequence, row_number() OVER (PARTITION BY scenario_id, firm_id ORDER BY sequence) AS place FROM ledger_facts
     ) AS f WHERE sequence <> place`,
  );
  return Number(row?.waiting ?? 0);
}

type Pair = FactOf<'match.proposed'>['pairs'][number];

/** Pairs of levels 0 and 1 that were announced and stand in no month. */
async function missingPairs(tx: Tx): Promise<Pair[]> {
  const missing: Pair[] = [];
  for await (const { fact } of allFacts(tx, ['match.proposed', 'engagement.opened'])) {
    if (fact.name === 'match.proposed') missing.push(...(await absent(tx, 0, fact.pairs)));
    if (fact.name === 'engagement.opened') missing.push(...(await absent(tx, 1, [openedPair(fact)])));
  }
  return missing;
}

async function absent(tx: Tx, level: 0 | 1, pairs: readonly Pair[]): Promise<Pair[]> {
  const found = await rows<{ place: number }>(
    tx,
    `SELECT place::integer - 1 AS place FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS p (s, f, place)
     WHERE NOT EXISTS (SELECT 1 FROM ledger_pairs l WHERE l.level = $1 AND l.scenario_id = p.s AND l.firm_id = p.f)`,
    [level, pairs.map((pair) => pair.scenarioId), pairs.map((pair) => pair.firmId)],
  );
  return found.flatMap(({ place }) => pairs[place] ?? []);
}

function pairMissing({ scenarioId, firmId }: Pair): Difference {
  return { what: 'fact', detail: '推荐或意向', expected: `${scenarioId} ${firmId}`, found: 'none' };
}
