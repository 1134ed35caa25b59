import { Injectable } from '@nestjs/common';
import { countedFacts, type DeliveredFact, type RecountView } from '#contracts';
import { allFacts, Database, rows, type Tx } from '#platform';
import { differences, foldAgain } from './again.sql.js';
import type { Head } from './domain/entry.js';
import { ChainWalk, type Difference } from './domain/recount.js';
import { type DecidedClaim, Retelling } from './domain/retelling.js';
import { entriesInOrder } from './entry.store.js';
import { type Pair, pairsOf } from './figures/pairs.record.js';
import { LedgerService, lockHead } from './ledger.service.js';

/** Reads all decided claims in the transaction of the recount: they are the engagements', which this lib does not know. */
export type ReadClaims = (tx: Tx) => Promise<readonly DecidedClaim[]>;

const repairedAtOnce = 500;
const besideLedger = countedFacts.filter((name) => !name.startsWith('claim.'));

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
    return this.db.snapshot(async (tx) => {
      const [walk, retelling] = [new ChainWalk(), new Retelling()];
      for await (const entry of entriesInOrder(tx)) {
        walk.add(entry);
        retelling.entry(entry);
      }
      for await (const { id, fact } of allFacts(tx, ['claim.verified', 'claim.reversed']))
        if (fact.name === 'claim.verified' || fact.name === 'claim.reversed') retelling.fact(id, fact);
      const decided = await claims(tx);
      const head = await headOf(tx);
      const found = [
        ...walk.compare(head),
        ...(await countDifferences(tx)),
        ...retelling.compare(decided),
        ...(await uncounted(tx)),
        ...(await strangeLines(tx)),
      ];
      return {
        ok: found.length === 0,
        entries: walk.entries,
        figures: await figures(tx),
        facts: retelling.facts,
        claims: decided.length,
        waiting: await waiting(tx),
        headHash: head.hash,
        differences: found,
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

  async rebuild(claims: ReadClaims): Promise<RecountView> {
    await this.fold();
    return this.recount(claims);
  }

  /** Throws the roll-ups away and folds them again from entries, lines and pairs; writers wait meanwhile. */
  fold(): Promise<void> {
    return this.db.transaction(async (tx) => {
      await lockHead(tx);
      await rows(tx, 'DELETE FROM ledger_rollups');
      await rows(tx, foldAgain);
    });
  }
}

async function headOf(tx: Tx): Promise<Head> {
  const [head] = await rows<{ seq: string; hash: string }>(tx, 'SELECT seq, hash FROM ledger_head');
  return { seq: Number(head?.seq ?? -1), hash: head?.hash ?? '' };
}

interface Differing {
  market: string;
  scope: string;
  period: string;
  dimension: string;
  key: string;
  part: string;
  bucket: number;
  expected: string;
  found: string;
}

async function countDifferences(tx: Tx): Promise<Difference[]> {
  const found = await rows<Differing & Record<string, unknown>>(tx, differences);
  return found.map((row) => ({
    what: 'count',
    detail: `${row.market === 'software' ? '' : `${row.market} `}${row.scope} ${row.period} ${row.dimension}=${row.key} ${row.part} ${row.bucket}`,
    expected: row.expected,
    found: row.found,
  }));
}

/** Places of the roll-ups that hold something. */
async function figures(tx: Tx): Promise<number> {
  const [row] = await rows<{ n: string }>(
    tx,
    'SELECT count(*) AS n FROM ledger_rollups WHERE count <> 0 OR amount <> 0',
  );
  return Number(row?.n ?? 0);
}

/** Facts beyond the first gap of their pair. */
async function waiting(tx: Tx): Promise<number> {
  const [row] = await rows<{ waiting: string }>(
    tx,
    `SELECT count(*) AS waiting FROM (
       SELECT sequence, row_number() OVER (PARTITION BY demand_listing_id, firm_id ORDER BY sequence) AS place FROM ledger_facts
     ) AS f WHERE sequence <> place`,
  );
  return Number(row?.waiting ?? 0);
}

/** Facts beside the ledger's that were announced and are not counted: their pairs, and the facts themselves. */
async function uncounted(tx: Tx): Promise<Difference[]> {
  const missing: Difference[] = [];
  let batch: DeliveredFact[] = [];
  const check = async () => {
    missing.push(...(await untaken(tx, batch)));
    batch = [];
  };
  for await (const delivered of allFacts(tx, besideLedger)) {
    const told = pairsOf(delivered.fact);
    if (told) missing.push(...(await absent(tx, told.level, told.pairs)).map(pairMissing));
    if (batch.push(delivered) >= repairedAtOnce) await check();
  }
  await check();
  return missing;
}

async function untaken(tx: Tx, facts: readonly DeliveredFact[]): Promise<Difference[]> {
  const names = new Map(facts.map(({ id, fact }) => [id, fact.name]));
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM unnest($1::uuid[]) AS id WHERE NOT EXISTS (SELECT 1 FROM figure_facts f WHERE f.fact_id = id)`,
    [[...names.keys()]],
  );
  return found.map(({ id }) => ({ what: 'fact', detail: names.get(id) ?? '', expected: id, found: 'none' }));
}

/** Lines that no fact tells of. */
async function strangeLines(tx: Tx): Promise<Difference[]> {
  const found = await rows<{ id: string; part: string }>(
    tx,
    `SELECT l.id, l.part FROM figure_lines l
     WHERE NOT EXISTS (SELECT 1 FROM figure_facts f WHERE f.fact_id = l.fact_id)
       AND NOT EXISTS (SELECT 1 FROM ledger_facts f WHERE f.fact_id = l.fact_id) ORDER BY l.id`,
  );
  return found.map(({ id, part }) => ({ what: 'fact', detail: part, expected: 'none', found: id }));
}

async function absent(tx: Tx, level: 0 | 1, pairs: readonly Pair[]): Promise<Pair[]> {
  const found = await rows<{ place: number }>(
    tx,
    `SELECT place::integer - 1 AS place FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS p (s, f, place)
     WHERE NOT EXISTS (SELECT 1 FROM ledger_pairs l WHERE l.level = $1 AND l.demand_listing_id = p.s AND l.firm_id = p.f)`,
    [level, pairs.map((pair) => pair.demandListingId), pairs.map((pair) => pair.firmId)],
  );
  return found.flatMap(({ place }) => pairs[place] ?? []);
}

function pairMissing({ demandListingId, firmId }: Pair): Difference {
  return { what: 'fact', detail: '推荐或意向', expected: `${demandListingId} ${firmId}`, found: 'none' };
}
