import { rows, type Tx } from '#platform';
import type { Difference } from '../domain/recount.js';
import { Retelling } from '../domain/retelling.js';
import { toldBy } from '../domain/retelling.lines.js';
import type { Received, StepFact } from '../domain/steps.js';
import { entriesOfPairs } from '../entry.store.js';
import type { Apart } from './facts.js';
import { enteredSums, expectedSums, partSql } from './sums.sql.js';

interface PairKey extends Record<string, unknown> {
  readonly demandListingId: string;
  readonly firmId: string;
}

export interface ComparedLines {
  readonly differences: readonly Difference[];
  /** Facts that wait for an earlier one of their pair. */
  readonly waiting: number;
}

const pairsAtOnce = 1000;
const partsAtOnce = 16;
/** Nobody reads more. */
const most = 1000;

/**
 * The entries beside what the facts call for. PostgreSQL compares sums of the pairs that were only ever verified; what
 * those sums tell apart, and every pair of which something was taken back, is told step by step.
 */
export async function compareLines(tx: Tx, facts: Apart): Promise<ComparedLines> {
  const telling = new Telling(tx, facts);
  const expected = await sums(tx, expectedSums);
  const entered = await sums(tx, enteredSums);
  for await (const pairs of takenBack(tx)) await telling.tell(pairs);
  const waiting = telling.waiting + [...expected.values()].reduce((sum, part) => sum + part.waiting, 0);
  const parts = [...new Set([...expected.keys(), ...entered.keys()])].filter(
    (part) => (expected.get(part)?.said ?? nothing) !== (entered.get(part)?.said ?? nothing),
  );
  for (let at = 0; at < parts.length && telling.differences.length < most; at += partsAtOnce)
    await telling.tellParts(parts.slice(at, at + partsAtOnce));
  const late = pairsOf(facts.missing);
  for (let at = 0; at < late.length && telling.differences.length < most; at += pairsAtOnce)
    await telling.tell(late.slice(at, at + pairsAtOnce));
  return { differences: telling.differences, waiting };
}

const nothing = '0 0';
/** Before all ids. */
const none = '00000000-0000-0000-0000-000000000000';

async function sums(tx: Tx, sql: string): Promise<Map<number, { said: string; waiting: number }>> {
  const found = await rows<{ part: number; lines: string; mark: string; waiting?: string }>(tx, sql);
  return new Map(
    found.map(({ part, lines, mark, waiting = 0 }) => [
      part,
      { said: `${lines} ${mark}`, waiting: Number(waiting) },
    ]),
  );
}

/** Tells pairs step by step, in batches; a pair with missing facts is told once, however often it is met. */
class Telling {
  readonly differences: Difference[] = [];
  waiting = 0;
  private readonly told = new Set<string>();
  private readonly missing = new Map<string, Received[]>();

  constructor(
    private readonly tx: Tx,
    private readonly facts: Apart,
  ) {
    for (const step of facts.missing) {
      const { pair } = toldBy(step.id, step.fact);
      this.missing.set(pair, [...(this.missing.get(pair) ?? []), step]);
    }
  }

  /** Where the sums differ and no step does, that itself is a difference. */
  async tellParts(parts: readonly number[]): Promise<void> {
    const before = this.differences.length;
    for await (const pairs of pairsIn(this.tx, parts)) await this.tell(pairs);
    if (this.differences.length === before && this.facts.strange.size === 0)
      this.differences.push({
        what: 'fact',
        detail: '台账与事实的合计',
        expected: '',
        found: parts.join(' '),
      });
  }

  async tell(pairs: readonly PairKey[]): Promise<void> {
    const fresh = pairs.filter((pair) => !this.told.has(keyOf(pair)));
    if (fresh.length === 0) return;
    const retelling = new Retelling();
    const [demands, firms] = [fresh.map((p) => p.demandListingId), fresh.map((p) => p.firmId)];
    for (const { fact_id: id, payload } of await stepsOf(this.tx, demands, firms))
      if (!this.facts.strange.has(id)) retelling.fact(id, payload);
    for (const pair of fresh) {
      for (const { id, fact } of this.missing.get(keyOf(pair)) ?? []) retelling.fact(id, fact);
      if (this.missing.has(keyOf(pair))) this.told.add(keyOf(pair));
    }
    for (const entry of await entriesOfPairs(this.tx, demands, firms)) retelling.entry(entry);
    this.differences.push(...retelling.compare());
    this.waiting += retelling.waiting;
  }
}

function keyOf({ demandListingId, firmId }: PairKey): string {
  return `${demandListingId} ${firmId}`;
}

function pairsOf(steps: readonly Received[]): PairKey[] {
  const pairs = steps.map(({ fact }) => ({
    demandListingId: fact.demandListingId,
    firmId: fact.name === 'claim.verified' ? fact.supply.organisationId : fact.firmId,
  }));
  return [...new Map(pairs.map((pair) => [keyOf(pair), pair])).values()];
}

function stepsOf(tx: Tx, demands: readonly string[], firms: readonly string[]) {
  return rows<{ fact_id: string; payload: StepFact }>(
    tx,
    `SELECT fact_id, payload FROM ledger_facts
     WHERE (demand_listing_id, firm_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))`,
    [demands, firms],
  );
}

async function* takenBack(tx: Tx): AsyncGenerator<PairKey[]> {
  yield* batches(
    tx,
    `SELECT DISTINCT demand_listing_id AS "demandListingId", firm_id AS "firmId" FROM ledger_facts
     WHERE name = 'claim.reversed' AND (demand_listing_id, firm_id) > ($1::uuid, $2::uuid) ORDER BY 1, 2 LIMIT $3`,
    [],
  );
}

/** Pairs of some parts, of which something was announced or entered and nothing taken back. */
async function* pairsIn(tx: Tx, parts: readonly number[]): AsyncGenerator<PairKey[]> {
  const of = (table: string) =>
    `SELECT demand_listing_id, firm_id FROM ${table} t WHERE ${partSql('t')} = ANY($4)
       AND (demand_listing_id, firm_id) > ($1::uuid, $2::uuid)
       AND NOT EXISTS (SELECT FROM ledger_facts r WHERE r.name = 'claim.reversed'
         AND r.demand_listing_id = t.demand_listing_id AND r.firm_id = t.firm_id)`;
  yield* batches(
    tx,
    `SELECT demand_listing_id AS "demandListingId", firm_id AS "firmId" FROM (${of('ledger_facts')} UNION ${of('ledger_entries')}) p
     ORDER BY 1, 2 LIMIT $3`,
    [parts],
  );
}

async function* batches(tx: Tx, sql: string, more: readonly unknown[]): AsyncGenerator<PairKey[]> {
  for (let last: PairKey | undefined; ; ) {
    const pairs: PairKey[] = await rows<PairKey>(tx, sql, [
      last?.demandListingId ?? none,
      last?.firmId ?? none,
      pairsAtOnce,
      ...more,
    ]);
    yield pairs;
    if (pairs.length < pairsAtOnce) return;
    last = pairs.at(-1);
  }
}
