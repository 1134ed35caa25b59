import { Client } from 'pg';
import { sha256 } from '#kernel';
import { genesis, type LedgerEntry } from '#statistics';
import { Copy, stripped } from './copy.js';
import {
  amountOf,
  dayNo,
  days,
  entriesPerPair,
  firmsFor,
  idOf,
  type Pair,
  pairOf,
  reversed,
  said,
  stepsOf,
  verified,
} from './pairs.js';

const columns = {
  ledger_facts: 'fact_id, demand_listing_id, firm_id, sequence, name, payload',
  ledger_entries: `seq, prev_hash, hash, fact_id, kind, level, occasion, amount_occasion, market, demand_listing_id, firm_id, engagement_id,
    claim_id, claimed_level, number, demand_number, demand_title, supply_number, supply_title, demand_name, demand_uscc, supply_name,
    supply_uscc, area, department, chain, field, firm_area, channel, first_version, amount, happened_day, posted_day, reason, actor_id,
    recorded_at, form`,
  facts: 'place, fact_id, subject, name, payload, occurred_at',
  engagements: `id, number, market, demand_listing_id, firm_id, demand_id, supply_listing_id, subject, demand, supply, area, state,
    demand_intent_at, sequence`,
  claims: `id, engagement_id, level, state, side, channel, amount, note, claimed_by, claimed_at, confirmed_by, confirmed_at, verified_by,
    verified_at, acted_by, due_on`,
} as const;
type Table = keyof typeof columns;
const tables = Object.keys(columns) as Table[];

export interface Filled {
  readonly entries: number;
  readonly facts: number;
  readonly pairs: number;
}

/** A step of a pair on a day. */
interface Event {
  readonly pair: number;
  /** Which of its steps. */
  readonly at: number;
  readonly day: number;
}

/**
 * Fills the ledger, its facts and the claims behind them with about `wanted` entries, by COPY, with a right hash chain. A
 * shortcut: nothing is recorded by the ledger's own code, indexes and unique constraints are made afterwards, foreign
 * keys without a look at what is there.
 */
export async function fill(url: string, wanted: number): Promise<Filled> {
  const by = new Client({ connectionString: url });
  await by.connect();
  const restore = await stripped(by, tables);
  const writer = new Writer(firmsFor(wanted));
  await writer.open(url);
  let pairs = 0;
  const due: Event[][] = Array.from({ length: days }, () => []);
  const perDay = Math.ceil(wanted / days / entriesPerPair);
  for (let day = 0; day < days; day++) {
    const today = due[day] ?? [];
    for (let i = 0; i < perDay; i++) today.push({ pair: pairs++, at: 0, day });
    for (const event of today) {
      writer.write(event);
      const steps = stepsOf(event.pair);
      const [now, next] = [steps[event.at], steps[event.at + 1]];
      if (now && next) due[day - now.after + next.after]?.push({ ...event, at: event.at + 1 });
    }
    due[day] = [];
    await writer.flush();
  }
  await writer.close();
  for (const statement of restore) await by.query(statement);
  await by.query('UPDATE ledger_head SET seq = $1, hash = $2', [writer.head.seq, writer.head.hash]);
  await by.query('UPDATE fact_head SET place = $1', [writer.facts]);
  for (const table of tables) await by.query(`VACUUM (ANALYZE) ${table}`);
  await by.end();
  return { entries: writer.head.seq, facts: writer.facts, pairs };
}

class Writer {
  head: { readonly seq: number; readonly hash: string } = genesis;
  facts = 0;
  private readonly copies = new Map<Table, Copy>();

  constructor(private readonly firms: number) {}

  async open(url: string): Promise<void> {
    for (const table of tables) this.copies.set(table, await Copy.into(url, table, columns[table]));
  }

  async flush(): Promise<void> {
    for (const copy of this.copies.values()) await copy.flush();
  }

  async close(): Promise<void> {
    for (const copy of this.copies.values()) await copy.end();
  }

  write({ pair, at, day: no }: Event): void {
    const [of, day, steps] = [pairOf(pair, this.firms), dayNo(no), stepsOf(pair)];
    const { level, reversal } = steps[at] ?? { level: 2 };
    const factId = idOf(6, ++this.facts);
    const told = {
      of,
      claimId: idOf(7, pair * 4 + (reversal ? at - 1 : at)),
      sequence: at + 1,
      level,
      day,
      amount: reversal ? null : amountOf(pair, level),
    };
    const fact = reversal ? reversed(told) : verified(told);
    const payload = JSON.stringify(fact);
    const instant = `${day}T02:00:00.000Z`;
    this.row('facts', this.facts, factId, `engagement:${of.engagementId}`, fact.name, payload, instant);
    this.row('ledger_facts', factId, of.demandListingId, of.firmId, at + 1, fact.name, payload);
    const lowest = reversal ? level : (steps[at - 1]?.level ?? 1) + 1;
    for (let reached = lowest; reached <= level; reached++)
      this.enter(of, { ...told, factId, reached, kind: reversal ? 'reversal' : 'verified' });
    if (at === 0) this.engage(of, instant, steps.length);
    if (!reversal) this.claim(of, { ...told, day, gone: steps[at + 1]?.reversal === true && no + 20 < days });
  }

  private row(table: Table, ...values: readonly (string | number | boolean | null)[]): void {
    this.copies.get(table)?.add(values);
  }

  private engage(of: Pair, instant: string, sequence: number): void {
    this.row(
      'engagements',
      of.engagementId,
      of.number,
      said.market,
      of.demandListingId,
      of.firmId,
      of.demandId,
      of.supplyListingId,
      '{}',
      '{}',
      '{}',
      of.area,
      'open',
      instant,
      sequence,
    );
  }

  private claim(
    of: Pair,
    {
      claimId,
      level,
      amount,
      day,
      gone,
    }: { claimId: string; level: number; amount: string | null; day: string; gone: boolean },
  ): void {
    const [a, b, c, instant] = [idOf(8, 1), idOf(8, 2), idOf(8, 3), `${day}T02:00:00.000Z`];
    this.row(
      'claims',
      claimId,
      of.engagementId,
      level,
      gone ? 'reversed' : 'verified',
      'demand',
      'online',
      amount,
      '',
      a,
      instant,
      b,
      instant,
      c,
      instant,
      c,
      day,
    );
  }

  private enter(of: Pair, given: Given): void {
    const entry = entryOf(of, given, this.head);
    this.head = { seq: entry.seq, hash: entry.hash };
    this.row(
      'ledger_entries',
      entry.seq,
      entry.prevHash,
      entry.hash,
      entry.factId,
      entry.kind,
      entry.level,
      entry.occasion,
      entry.amountOccasion,
      entry.market,
      entry.demandListingId,
      entry.firmId,
      entry.engagementId,
      entry.claimId,
      entry.claimedLevel,
      entry.number,
      entry.demandNumber,
      entry.demandTitle,
      entry.supplyNumber,
      entry.supplyTitle,
      entry.demandName,
      entry.demandUscc,
      entry.supplyName,
      entry.supplyUscc,
      entry.area,
      entry.department,
      entry.chain,
      entry.field,
      entry.firmArea,
      entry.channel,
      entry.firstVersion,
      entry.amount,
      entry.happenedDay,
      entry.postedDay,
      entry.reason,
      entry.actorId,
      entry.recordedAt,
      entry.form,
    );
  }
}

interface Given {
  readonly factId: string;
  readonly claimId: string;
  readonly kind: LedgerEntry['kind'];
  readonly level: number;
  readonly reached: number;
  readonly amount: string | null;
  readonly day: string;
}

/** Members in the order of their names, so that JSON.stringify writes the canonical form; `verify` is the check on that. */
function entryOf(of: Pair, given: Given, head: { seq: number; hash: string }): LedgerEntry {
  const amount = given.reached === given.level ? given.amount : null;
  const open = {
    actorId: said.verifierId,
    amount,
    amountOccasion: amount === null ? null : 1,
    area: of.area,
    chain: of.chain,
    channel: 'online',
    claimId: given.claimId,
    claimedLevel: given.level,
    demandListingId: of.demandListingId,
    demandName: said.demandName,
    demandNumber: said.demandNumber,
    demandTitle: said.demandTitle,
    demandUscc: said.demandUscc,
    department: of.department,
    engagementId: of.engagementId,
    factId: given.factId,
    field: of.field,
    firmArea: of.firmArea,
    firmId: of.firmId,
    firstVersion: false,
    form: 2,
    happenedDay: given.day,
    kind: given.kind,
    level: given.reached,
    market: said.market,
    number: of.number,
    occasion: 1,
    postedDay: given.day,
    prevHash: head.hash,
    reason: given.kind === 'reversal' ? said.reason : null,
    recordedAt: `${given.day}T02:00:00.000Z`,
    seq: head.seq + 1,
    supplyName: said.supplyName,
    supplyNumber: said.supplyNumber,
    supplyTitle: said.supplyTitle,
    supplyUscc: said.supplyUscc,
  } as const;
  return { ...open, hash: sha256(JSON.stringify(open)) };
}
