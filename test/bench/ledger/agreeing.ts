import type { DeliveredFact } from '#contracts';
import { ClaimAudit } from '#engagements';
import { allFacts, type Database, rows } from '#platform';
import { LedgerProof, LedgerService, RecountService } from '#statistics';
import { line } from '../figures.js';
import { fill } from './filling.js';

const wanted = 3000;
/** The sums stand in two tables, and are compared in the view that has both. */
const compare = ['ledger_facts', 'ledger_entries', 'ledger_sums'] as const;
const kept = ['ledger_facts', 'ledger_entries', 'ledger_rollups', 'ledger_ladders'] as const;
/** What depends on the moment of recording alone, or on the hashes over it. */
const ofTheMoment = `'{recorded_at,received_at,hash,prev_hash}'::text[]`;

/**
 * That the filling is what the product itself writes: a small ledger is filled, its chain and its figures proven, and its
 * facts recorded once more by the code that records. Facts, entries and roll-ups are the same, row by row.
 */
export async function agreeing(url: string, db: Database): Promise<void> {
  const { entries, facts: told } = await fill(url, wanted);
  const recount = new RecountService(db, new LedgerService());
  await recount.fold();
  const found = await recount.recount(new ClaimAudit(db));
  if (!found.ok || found.entries !== entries || found.facts !== told)
    throw new Error(
      `the filling is not what facts call for: ${JSON.stringify(found.differences.slice(0, 3))}`,
    );
  const { broken } = await new LedgerProof(db).verify();
  if (broken) throw new Error(`the filling's chain is broken: ${JSON.stringify(broken)}`);
  for (const table of compare) await db.query(`CREATE TABLE filled_${table} AS ${saidIn(table)}`);
  await emptied(db);
  await recordAll(db);
  for (const table of compare) await compared(db, table);
  await emptied(db);
  line({ system: 'agree', entries, facts: told, rows: 'as recorded by the product' });
}

async function emptied(db: Database): Promise<void> {
  for (const action of ['DISABLE', 'ENABLE'] as const) {
    for (const table of kept) await db.query(`ALTER TABLE ${table} ${action} TRIGGER USER`);
    if (action === 'DISABLE') await db.query(`TRUNCATE ${kept.join(', ')}`);
  }
  await db.query(`UPDATE ledger_head SET seq = 0, hash = repeat('0', 64)`);
}

async function recordAll(db: Database): Promise<void> {
  const all: DeliveredFact[] = [];
  await db.connection(async (by) => {
    for await (const fact of allFacts(by, ['claim.verified', 'claim.reversed'])) all.push(fact);
  });
  const ledger = new LedgerService();
  for (let at = 0; at < all.length; at += 500)
    await db.transaction((tx) => ledger.record(tx, all.slice(at, at + 500)));
}

async function compared(db: Database, table: (typeof compare)[number]): Promise<void> {
  const [row] = await rows<{ n: number }>(
    db.manager,
    `SELECT count(*)::integer AS n FROM (${saidIn(table)}) r
     FULL JOIN filled_${table} f USING (said) WHERE r.said IS NULL OR f.said IS NULL`,
  );
  if (row?.n !== 0) throw new Error(`${table}: ${row?.n} rows are filled otherwise than they are recorded`);
  await db.query(`DROP TABLE filled_${table}`);
}

function saidIn(table: (typeof compare)[number]): string {
  return `SELECT to_jsonb(t) - ${ofTheMoment} AS said FROM ${table} t`;
}
