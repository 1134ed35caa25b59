import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { countedFacts, type DeliveredFact, type RecountView } from '#contracts';
import { allFacts, Database, rows, type Tx } from '#platform';
import type { Difference } from '../domain/recount.js';
import { LedgerService, lockHead } from '../ledger.service.js';
import { differences, foldAgain, weighed } from './again.sql.js';
import { besideDifferences } from './beside.js';
import { chainDifferences, postingDifferences } from './chain.js';
import { claimDifferences, type DecidedClaims } from './claims.js';
import { apart, strangeDifferences } from './facts.js';
import { compareLines } from './lines.js';
import { sumsOf, type Weighed, Weights } from './weights.sql.js';

const repairedAtOnce = 500;
/** Of one recount. */
const connections = 2;

/**
 * Proves the figures: facts and claims told again, beside the entries; the entries counted again, beside the roll-ups.
 * Sums over millions are compared inside PostgreSQL; what they tell apart is read one by one. The hashes of the chain are
 * LedgerProof's.
 */
@Injectable()
export class RecountService {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * One consistent look at facts, claims, ledger and roll-ups, while others go on writing. It may count on several
   * connections at once, and one recount of a process at a time does so: two would wait for each other's.
   */
  recount(claims: DecidedClaims): Promise<RecountView> {
    const found = this.last.then(() => this.look(claims));
    this.last = found.catch(() => undefined);
    return found;
  }

  private look(claims: DecidedClaims): Promise<RecountView> {
    const weights = new Weights(randomInt(2 ** 47));
    return this.db.snapshot(async (tx) => {
      const counting = this.mayUseMore ? await this.beside(tx, weights) : undefined;
      await settle(tx, reading);
      const told = await this.tell(tx, claims);
      const { kept, counted } = counting ? await counting.done : await weighBoth(tx, weights);
      const figures = kept.reduce((sum, { places }) => sum + Number(places), 0);
      // Place by place only where the sums over all places differ, or where the entries are not those of the facts: what
      // was counted again is told by one entry a fact.
      const same = sumsOf(kept) === sumsOf(counted) && told.chain.length + told.facts.length === 0;
      const differences = same ? [] : await differingPlaces(tx);
      const found = [...told.chain, ...differences, ...told.facts];
      return { ...told.view, ok: found.length === 0, figures, differences: found };
    });
  }

  /** Where one connection is left to others at the same time. */
  private get mayUseMore(): boolean {
    return this.db.pool.options.max > connections;
  }

  /** The figures at the same moment as the rest, and beside it. */
  private async beside(tx: Tx, weights: Weights): Promise<{ readonly done: Promise<Both> }> {
    const [moment] = await rows<{ id: string }>(tx, 'SELECT pg_export_snapshot() AS id');
    const done = this.db.snapshot(async (other) => {
      await rows(other, `SET TRANSACTION SNAPSHOT '${moment?.id}'`);
      return weighBoth(other, weights);
    });
    // Whoever waits for it hears of it; until then it is nobody's unhandled failure.
    done.catch(() => undefined);
    return { done };
  }

  private async tell(tx: Tx, claims: DecidedClaims) {
    const facts = await apart(tx);
    const lines = await compareLines(tx, facts);
    const chain = await chainDifferences(tx, lines.entries);
    const decided = await claimDifferences(tx, claims, facts);
    return {
      view: {
        entries: lines.entries,
        facts: facts.count,
        claims: decided.count,
        waiting: lines.waiting,
        headHash: chain.headHash,
      },
      chain: chain.differences,
      facts: [
        ...strangeDifferences(facts),
        ...lines.differences,
        ...(await postingDifferences(tx)),
        ...decided.differences,
        ...(await besideDifferences(tx)),
      ],
    };
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

  async rebuild(claims: DecidedClaims): Promise<RecountView> {
    await this.fold();
    return this.recount(claims);
  }

  /** Throws the roll-ups away and folds them again from entries, lines and pairs; writers wait meanwhile. */
  fold(): Promise<void> {
    return this.db.transaction(async (tx) => {
      await lockHead(tx);
      for (const table of ['ledger_ladders', 'ledger_rollups']) await rows(tx, `DELETE FROM ${table}`);
      await settle(tx, counting);
      for (const fold of foldAgain) await rows(tx, fold);
    });
  }
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

/** What is summed is read whole from indexes that hold all of it: the planner takes each of their pages for a far one. */
const reading = { random_page_cost: '1.1', work_mem: '128MB' };

/**
 * The planner takes the codes of an entry for independent of each other, expects as many groups as entries, and would sort
 * all of them once a dimension on disk; the groups are few. Of pairs it expects one where there are thousands: they are
 * looked up in small tables by their hashes.
 */
const counting = {
  ...reading,
  enable_sort: 'off',
  enable_nestloop: 'off',
  work_mem: '256MB',
  hash_mem_multiplier: '2',
};

/** Until the transaction ends. */
async function settle(tx: Tx, settings: Readonly<Record<string, string>>): Promise<void> {
  await rows(
    tx,
    `SELECT ${Object.entries(settings)
      .map(([name, value]) => `set_config('${name}', '${value}', true)`)
      .join(', ')}`,
  );
}

/** What the roll-ups hold, and what entries, lines and pairs come to. */
interface Both {
  readonly kept: readonly Weighed[];
  readonly counted: readonly Weighed[];
}

async function weighBoth(tx: Tx, weights: Weights): Promise<Both> {
  await settle(tx, counting);
  const { kept, again } = weighed(weights);
  return { kept: await all(tx, kept), counted: await all(tx, again) };
}

async function all(tx: Tx, parts: readonly string[]): Promise<Weighed[]> {
  const found: Weighed[] = [];
  for (const part of parts) found.push(...(await rows<Weighed>(tx, part)));
  return found;
}

async function differingPlaces(tx: Tx): Promise<Difference[]> {
  await settle(tx, counting);
  const found = await rows<Differing & Record<string, unknown>>(tx, differences);
  return found.map((row) => ({
    what: 'count',
    detail: `${row.market === 'software' ? '' : `${row.market} `}${row.scope} ${row.period} ${row.dimension}=${row.key} ${row.part} ${row.bucket}`,
    expected: row.expected,
    found: row.found,
  }));
}
