import { rows, type Tx } from '#platform';
import type { Difference } from '../domain/recount.js';
import { Retelling } from '../domain/retelling.js';
import { toldBy } from '../domain/retelling.lines.js';
import type { Received, StepFact } from '../domain/steps.js';
import { entriesOfPairs } from '../entry.store.js';
import type { Apart } from './facts.js';
import {
  enteredOfPairs,
  enteredSums,
  expectedSums,
  partSql,
  type Summing,
  takenBackSums,
} from './sums.sql.js';

interface PairKey extends Record<string, unknown> {
  readonly demandListingId: string;
  readonly firmId: string;
}

export interface ComparedLines {
  readonly differences: readonly Difference[];
  /** Facts that wait for an earlier one of their pair. */
  readonly waiting: number;
  /** All that the ledger holds. */
  readonly entries: number;
}

const pairsAtOnce = 1000;
const partsAtOnce = 16;
/** Nobody reads more. */
const mostTold = 1000;

/**
 * The entries beside what the facts call for. PostgreSQL compares sums over all pairs, and where they differ sums of parts
 * of them; the pairs of a part whose sums differ are told step by step, and so are those few whose facts no sum can tell.
 */
export async function compareLines(tx: Tx, facts: Apart): Promise<ComparedLines> {
  const telling = new Telling(tx, facts);
  const whole = await sumsOf(tx, 'whole');
  for (const pairs of inBatches(whole.unclear)) await telling.tell(pairs);
  const waiting = whole.waiting + telling.waiting;
  const differ = whole.differing.length > 0;
  const parts = differ ? (await sumsOf(tx, 'parts')).differing : [];
  for (let at = 0; at < parts.length && telling.differences.length < mostTold; at += partsAtOnce)
    await telling.tellParts(parts.slice(at, at + partsAtOnce));
  for (const pairs of inBatches(pairsOf(facts.missing)))
    if (telling.differences.length < mostTold) await telling.tell(pairs);
  return { differences: telling.differences, waiting, entries: whole.entries };
}

/** Before all ids. */
const none = '00000000-0000-0000-0000-000000000000';

/** Both sides, and the pairs that are in neither: no sum can tell them. */
interface Compared {
  readonly differing: readonly number[];
  readonly unclear: readonly PairKey[];
  readonly waiting: number;
  /** All of the ledger. */
  readonly entries: number;
}

async function sumsOf(tx: Tx, summing: Summing): Promise<Compared> {
  const takenBack = await rows<PartSum & Partial<PairKey>>(tx, takenBackSums(summing));
  const unclear = takenBack.filter((row): row is PartSum & PairKey => row.part === null);
  const expected = new Sums();
  expected.add(await rows<PartSum>(tx, expectedSums(summing)));
  expected.add(takenBack);
  const entered = new Sums();
  entered.add(await rows<PartSum>(tx, enteredSums(summing)));
  const { entries } = entered;
  if (unclear.length > 0) entered.add(await rows<PartSum>(tx, enteredOfPairs(summing), idsOf(unclear)), -1n);
  return { differing: expected.differing(entered), unclear, waiting: expected.waiting, entries };
}

interface PartSum extends Record<string, unknown> {
  /** None in the rows that name a pair. */
  readonly part: number | null;
  readonly mark: string;
  readonly waiting?: string;
  readonly entries?: string;
}

/** Marks of lines by part; several sums of a part are one. */
class Sums {
  waiting = 0;
  entries = 0;
  private readonly parts = new Map<number, bigint>();

  add(found: readonly PartSum[], sign = 1n): void {
    for (const { part, mark, waiting = '0', entries = '0' } of found) {
      if (part === null) continue;
      this.parts.set(part, (this.parts.get(part) ?? 0n) + sign * BigInt(mark));
      this.waiting += Number(waiting);
      this.entries += Number(entries);
    }
  }

  differing(other: Sums): number[] {
    return [...new Set([...this.parts.keys(), ...other.parts.keys()])].filter(
      (part) => (this.parts.get(part) ?? 0n) !== (other.parts.get(part) ?? 0n),
    );
  }
}

/** Tells pairs step by step, in batches; each once, however often it is met. */
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
    const [demands, firms] = idsOf(fresh);
    for (const { fact_id: id, payload } of await stepsOf(this.tx, demands, firms))
      if (!this.facts.strange.has(id)) retelling.fact(id, payload);
    for (const pair of fresh) {
      for (const { id, fact } of this.missing.get(keyOf(pair)) ?? []) retelling.fact(id, fact);
      this.told.add(keyOf(pair));
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

function idsOf(pairs: readonly PairKey[]): [demands: string[], firms: string[]] {
  return [pairs.map((pair) => pair.demandListingId), pairs.map((pair) => pair.firmId)];
}

function inBatches(pairs: readonly PairKey[]): PairKey[][] {
  return Array.from({ length: Math.ceil(pairs.length / pairsAtOnce) }, (_, n) =>
    pairs.slice(n * pairsAtOnce, (n + 1) * pairsAtOnce),
  );
}

/** Pairs of some parts, of which something was announced or entered. */
async function* pairsIn(tx: Tx, parts: readonly number[]): AsyncGenerator<PairKey[]> {
  const of = (table: string) =>
    `SELECT demand_listing_id, firm_id FROM ${table} t WHERE ${partSql('t')} = ANY($4)
       AND (demand_listing_id, firm_id) > ($1::uuid, $2::uuid)`;
  for (let last: PairKey | undefined; ; ) {
    const pairs: PairKey[] = await rows<PairKey>(
      tx,
      `SELECT demand_listing_id AS "demandListingId", firm_id AS "firmId" FROM (${of('ledger_facts')} UNION ${of('ledger_entries')}) p
       ORDER BY 1, 2 LIMIT $3`,
      [last?.demandListingId ?? none, last?.firmId ?? none, pairsAtOnce, parts],
    );
    yield pairs;
    if (pairs.length < pairsAtOnce) return;
    last = pairs.at(-1);
  }
}
