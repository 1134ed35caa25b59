import { Injectable } from '@nestjs/common';
import type { RecountView } from '#contracts';
import { Database, rows, type Tx } from '#platform';
import type { Head } from './domain/entry.js';
import { type Figure, Recount } from './domain/recount.js';
import { cellsOf } from './domain/rollups.js';
import { addCells, entriesInOrder } from './entry.store.js';
import { lockHead } from './ledger.service.js';

/** Proves the figures: the ledger counted again, beside the roll-ups and the chain. */
@Injectable()
export class RecountService {
  constructor(private readonly db: Database) {}

  /** One consistent look at ledger and roll-ups, while others go on writing. */
  recount(): Promise<RecountView> {
    return this.db.source.transaction('REPEATABLE READ', async (tx) => {
      const recount = new Recount();
      for await (const entry of entriesInOrder(tx)) recount.add(entry);
      const head = await headOf(tx);
      const differences = recount.compare(await rollups(tx), head);
      return {
        ok: differences.length === 0,
        entries: recount.entries,
        figures: recount.figures.length,
        waiting: await waiting(tx),
        headHash: head.hash,
        differences,
      };
    });
  }

  /** Throws the roll-ups away and folds them again from the ledger; writers wait meanwhile. */
  rebuild(): Promise<RecountView> {
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
      .then(() => this.recount());
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
