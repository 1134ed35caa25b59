import { Client } from 'pg';
import { canonicalJson } from '#kernel';
import { genesis, type LedgerEntry } from '#statistics';
import { idOf, type Pair, reversed, said, verified } from './pairs.js';
import { stepsSql, toldSteps } from './steps.sql.js';
import { stripped } from './stripped.js';
import { column, json, templateSql } from './template.js';

export interface Filled {
  readonly entries: number;
  readonly facts: number;
}

const of: Pair = {
  demandListingId: column('demand_listing_id'),
  firmId: column('firm_id'),
  engagementId: column('engagement_id'),
  supplyListingId: column('supply_listing_id'),
  number: column('number'),
  area: column('area'),
  department: column('department'),
  field: column('field'),
  chain: column('chain'),
  firmArea: column('firm_area'),
  demandId: column('demand_id'),
};
const told = {
  of,
  claimId: column('claim_id'),
  sequence: json<number>('sequence'),
  level: json<number>('level'),
  day: column('day'),
  amount: json<string | null>('amount_json'),
};
const payload = `(CASE WHEN reversal THEN ${templateSql(JSON.stringify(reversed(told)))} ELSE ${templateSql(JSON.stringify(verified(told)))} END)::jsonb`;

/** An entry as it is hashed; the hash before it is in neither half. */
const [beforePrevious = '', afterPrevious = ''] = canonicalJson({
  actorId: said.verifierId,
  amount: json('amount_json'),
  amountOccasion: json('amount_occasion_json'),
  area: of.area,
  chain: of.chain,
  channel: 'online',
  claimId: told.claimId,
  claimedLevel: json('level'),
  demandListingId: of.demandListingId,
  demandName: said.demandName,
  demandNumber: said.demandNumber,
  demandTitle: said.demandTitle,
  demandUscc: said.demandUscc,
  department: of.department,
  engagementId: of.engagementId,
  factId: column('fact_id'),
  field: of.field,
  firmArea: of.firmArea,
  firmId: of.firmId,
  firstVersion: false,
  form: 2,
  happenedDay: told.day,
  kind: column('kind'),
  level: json('reached'),
  market: said.market,
  number: of.number,
  occasion: 1,
  postedDay: told.day,
  prevHash: '@@',
  reason: json('reason_json'),
  recordedAt: `${told.day}T02:00:00.000Z`,
  seq: json('seq'),
  supplyName: said.supplyName,
  supplyNumber: said.supplyNumber,
  supplyTitle: said.supplyTitle,
  supplyUscc: said.supplyUscc,
} satisfies Record<keyof Omit<LedgerEntry, 'hash'>, unknown>)
  .split('@@')
  .map(templateSql);

const instant = `(day::text || 'T02:00:00.000Z')::timestamptz`;
const text = (value: string) => `'${value}'`;

/** What every table is filled with, from the told steps `t`; entries from those of `e`. */
function inserts(wanted: number): Readonly<Record<string, string>> {
  const steps = `(SELECT *, coalesce('"' || amount || '"', 'null') AS amount_json FROM ${toldSteps(wanted)} AS u ORDER BY fact OFFSET 0) AS t`;
  const [a, b, c] = [idOf(8, 1), idOf(8, 2), idOf(8, 3)].map(text);
  return {
    facts: `(place, fact_id, subject, name, payload, occurred_at)
SELECT fact, fact_id::uuid, 'engagement:' || engagement_id, name, ${payload}, ${instant} FROM ${steps}`,
    ledger_facts: `(fact_id, demand_listing_id, firm_id, sequence, name, payload)
SELECT fact_id::uuid, demand_listing_id::uuid, firm_id::uuid, sequence, name, ${payload} FROM ${steps}`,
    engagements: `(id, number, market, demand_listing_id, firm_id, demand_id, supply_listing_id, subject, demand, supply, area, state,
  demand_intent_at, sequence)
SELECT engagement_id::uuid, number, '${said.market}', demand_listing_id::uuid, firm_id::uuid, demand_id::uuid, supply_listing_id::uuid,
  '{}', '{}', '{}', area, 'open', ${instant}, steps
FROM (SELECT *, count(*) OVER (PARTITION BY pair) AS steps FROM ${steps}) AS s WHERE at = 0`,
    claims: `(id, engagement_id, level, state, side, channel, amount, note, claimed_by, claimed_at, confirmed_by, confirmed_at,
  verified_by, verified_at, acted_by, due_on)
SELECT claim_id::uuid, engagement_id::uuid, level, CASE WHEN gone THEN 'reversed' ELSE 'verified' END, 'demand', 'online', amount::numeric, '',
  ${a}, ${instant}, ${b}, ${instant}, ${c}, ${instant}, ${c}, day
FROM ${steps} WHERE NOT reversal`,
    ledger_entries: `(seq, prev_hash, hash, fact_id, kind, level, occasion, amount_occasion, market, demand_listing_id, firm_id, engagement_id,
  claim_id, claimed_level, number, demand_number, demand_title, supply_number, supply_title, demand_name, demand_uscc, supply_name,
  supply_uscc, area, department, chain, field, firm_area, channel, first_version, amount, happened_day, posted_day, reason, actor_id,
  recorded_at, form)
SELECT seq, lag(hash, 1, '${genesis.hash}') OVER (ORDER BY seq), hash, fact_id::uuid, kind, reached, 1, amount_occasion, '${said.market}',
  demand_listing_id::uuid, firm_id::uuid, engagement_id::uuid, claim_id::uuid, level, number, ${[said.demandNumber, said.demandTitle, said.supplyNumber, said.supplyTitle, said.demandName, said.demandUscc, said.supplyName, said.supplyUscc].map(text).join(', ')},
  area, department, chain, field, firm_area, 'online', false, amount::numeric, day, day, reason, '${said.verifierId}', ${instant}, 2
FROM (
  SELECT *, pg_temp.chained(${beforePrevious}, ${afterPrevious}) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) AS hash
  FROM (
    SELECT t.*, seq_before + reached - had AS seq, coalesce('"' || t.amount || '"', 'null') AS amount_json,
      coalesce('"' || t.reason || '"', 'null') AS reason_json, coalesce(amount_occasion::text, 'null') AS amount_occasion_json
    FROM (
      SELECT fact_id, seq_before, had, kind, level, number, claim_id, demand_listing_id, firm_id, engagement_id, area, department, chain,
        field, firm_area, reason, day, reached, CASE WHEN reached = level THEN amount END AS amount,
        CASE WHEN reached = level AND amount IS NOT NULL THEN 1 END AS amount_occasion
      FROM ${toldSteps(wanted)} AS u CROSS JOIN LATERAL generate_series(had + 1, level) AS reached
    ) AS t ORDER BY seq OFFSET 0
  ) AS e
) AS h`,
  };
}

/** The hash over an entry's text, with the hash of the one before put in. */
const chained = `
CREATE FUNCTION pg_temp.link(previous text, head text, tail text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
  $$ BEGIN RETURN encode(sha256(convert_to(head || previous || tail, 'UTF8')), 'hex'); END $$;
CREATE AGGREGATE pg_temp.chained(text, text) (SFUNC = pg_temp.link, STYPE = text, INITCOND = '${genesis.hash}')`;

/**
 * Fills the ledger, its facts and the claims behind them with about `wanted` entries inside PostgreSQL, with a right hash
 * chain. A shortcut: nothing is recorded by the ledger's own code (`agreeing` holds it to that), indexes and unique
 * constraints are made afterwards, foreign keys without a look at what is there.
 */
export async function fill(url: string, wanted: number): Promise<Filled> {
  const filling = inserts(wanted);
  const tables = Object.keys(filling);
  return connected(url, async (by) => {
    const { own, last } = await stripped(by, tables);
    await by.query('DROP TABLE IF EXISTS filled_steps');
    await by.query(stepsSql(wanted));
    await by.query('VACUUM ANALYZE filled_steps');
    const fillTable = (table: string) =>
      connected(url, async (one) => {
        if (table === 'ledger_entries') await one.query(chained);
        await one.query('BEGIN');
        await one.query(`TRUNCATE ${table} CASCADE`);
        await one.query(`INSERT INTO ${table} ${filling[table]}`);
        await one.query('COMMIT');
        await one.query(`VACUUM (ANALYZE) ${table}`);
        for (const statement of own.get(table) ?? []) await one.query(statement);
      });
    // Two at a time: the entries take as long as all the others.
    await Promise.all([
      fillTable('ledger_entries'),
      tables
        .filter((table) => table !== 'ledger_entries')
        .reduce((before, table) => before.then(() => fillTable(table)), Promise.resolve()),
    ]);
    for (const statement of last) await by.query(statement);
    await by.query(
      'UPDATE ledger_head SET (seq, hash) = (SELECT seq, hash FROM ledger_entries ORDER BY seq DESC LIMIT 1)',
    );
    await by.query('UPDATE fact_head SET place = (SELECT max(place) FROM facts)');
    await by.query('DROP TABLE filled_steps');
    const { rows } = await by.query(
      'SELECT (SELECT seq::integer FROM ledger_head) AS entries, (SELECT place::integer FROM fact_head) AS facts',
    );
    return rows[0];
  });
}

async function connected<T>(url: string, work: (by: Client) => Promise<T>): Promise<T> {
  const by = new Client({ connectionString: url });
  await by.connect();
  return work(by).finally(() => by.end());
}
