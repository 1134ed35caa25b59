import { rows, type Tx } from '#platform';
import type { Difference } from '../domain/recount.js';
import { money } from '../domain/retelling.lines.js';
import type { StepFact } from '../domain/steps.js';
import type { Apart, ClaimSum } from './facts.js';

/** A claim that was verified, and maybe reversed since, as the engagements have it. */
export interface DecidedClaim {
  readonly id: string;
  readonly state: 'verified' | 'reversed';
  readonly level: number;
  /** Yuan. */
  readonly amount: string | null;
  readonly number: string;
}

/** Decided claims, read in the transaction of the recount: they are the engagements', which this lib does not know. */
export interface DecidedClaims {
  /** Marks of id, level and amount; of what was reversed another one of its id and 0. */
  sum(tx: Tx): Promise<ClaimSum>;
  /** In the order of their ids. */
  decided(tx: Tx, after: string | null, limit: number): Promise<readonly DecidedClaim[]>;
}

const atOnce = 5000;

/** Claims that were decided and not so announced, and the other way about; read one by one only where the sums differ. */
export async function claimDifferences(
  tx: Tx,
  claims: DecidedClaims,
  facts: Apart,
): Promise<{ count: number; differences: Difference[] }> {
  const { count, mark } = await claims.sum(tx);
  const told = facts.claims;
  const same = count === told.count && mark === told.mark && facts.missing.length + facts.strange.size === 0;
  return { count, differences: same ? [] : await oneByOne(tx, claims, facts) };
}

/** Both in the order of their ids, side by side. */
async function oneByOne(tx: Tx, claims: DecidedClaims, facts: Apart): Promise<Difference[]> {
  const differences: Difference[] = [];
  const announced = inOrder((after) => toldClaims(tx, after, [...facts.strange]));
  const late = new Map<string, ToldClaim>();
  for (const { fact } of facts.missing) late.set(fact.claimId, announcedBy(fact, late.get(fact.claimId)));
  let told = await announced.next();
  const unclaimed = (one: ToldClaim) =>
    differences.push({ what: 'claim', detail: `没有申报 ${one.id}`, expected: 'none', found: saidOf(one) });
  for await (const claim of inOrder((after) => claims.decided(tx, after, atOnce))) {
    for (; told.value && told.value.id < claim.id; told = await announced.next()) unclaimed(told.value);
    const own = told.value?.id === claim.id ? told.value : undefined;
    const one = both(own, late.get(claim.id));
    late.delete(claim.id);
    if (own) told = await announced.next();
    const [expected, found] = [saidOf(claim), one ? saidOf(one) : 'none'];
    if (expected !== found)
      differences.push({ what: 'claim', detail: `${claim.number} ${claim.id}`, expected, found });
  }
  for (; told.value; told = await announced.next()) unclaimed(told.value);
  for (const one of late.values()) unclaimed(one);
  return differences;
}

function announcedBy(fact: StepFact, before: ToldClaim | undefined): ToldClaim {
  const verified = fact.name === 'claim.verified';
  return {
    id: fact.claimId,
    state: verified && before?.state !== 'reversed' ? 'verified' : 'reversed',
    level: fact.level,
    amount: verified ? fact.amount : (before?.amount ?? null),
  };
}

function both(a: ToldClaim | undefined, b: ToldClaim | undefined): ToldClaim | undefined {
  if (!a || !b) return a ?? b;
  const state = a.state === 'reversed' || b.state === 'reversed' ? 'reversed' : 'verified';
  return { ...a, state, amount: a.amount ?? b.amount };
}

type ToldClaim = Omit<DecidedClaim, 'number'>;

function saidOf({ state, level, amount }: ToldClaim): string {
  return `${state} ${level} ${money(amount)}`;
}

async function* inOrder<T extends { readonly id: string }>(
  read: (after: string | null) => Promise<readonly T[]>,
): AsyncGenerator<T, undefined> {
  for (let after: string | null = null; ; ) {
    const batch = await read(after);
    yield* batch;
    if (batch.length < atOnce) return;
    after = batch.at(-1)?.id ?? after;
  }
}

function toldClaims(tx: Tx, after: string | null, without: readonly string[]): Promise<ToldClaim[]> {
  return rows<ToldClaim & Record<string, unknown>>(
    tx,
    `SELECT claim_id AS id, CASE WHEN bool_or(name = 'claim.reversed') THEN 'reversed' ELSE 'verified' END AS state,
       max(level) AS level, max(amount)::text AS amount
     FROM ledger_facts WHERE ($1::uuid IS NULL OR claim_id > $1) AND NOT fact_id = ANY($3::uuid[]) GROUP BY claim_id ORDER BY claim_id LIMIT $2`,
    [after, atOnce, without],
  );
}
