import { countedFacts, type DeliveredFact, type FactName } from '#contracts';
import { allFacts, factSum, factSumSql, rows, summed, type Tx } from '#platform';
import type { Difference } from '../domain/recount.js';
import { type Pair, pairsOf } from '../figures/pairs.record.js';

const atOnce = 500;
const besideLedger = countedFacts.filter((name) => !name.startsWith('claim.'));
/** Those that tell of pairs of levels 0 and 1. */
const ofPairs: readonly FactName[] = ['match.proposed', 'engagement.opened'];

/** What was announced beside the ledger and is not counted, and what is counted and was never announced. */
export async function besideDifferences(tx: Tx): Promise<Difference[]> {
  const [log, taken] = [
    await factSum(tx, besideLedger, 'ids'),
    await summed(tx, `SELECT ${factSumSql('ids')} FROM figure_facts`),
  ];
  const whole = log.count === taken.count && log.sum === taken.sum;
  const found = [...(await uncounted(tx, whole)), ...(await strangeLines(tx))];
  // A line may stand under a fact that nobody announced: then only the sums tell.
  if (!whole && found.length === 0)
    found.push({
      what: 'fact',
      detail: '指标所依据的事实与事实日志的合计',
      expected: String(log.count),
      found: String(taken.count),
    });
  return found;
}

/** Facts beside the ledger's that were announced and are not counted: their pairs, and the facts themselves. */
async function uncounted(tx: Tx, whole: boolean): Promise<Difference[]> {
  const missing: Difference[] = [];
  let batch: DeliveredFact[] = [];
  const check = async () => {
    if (!whole) missing.push(...(await untaken(tx, batch)));
    batch = [];
  };
  for await (const delivered of allFacts(tx, whole ? ofPairs : besideLedger)) {
    const told = pairsOf(delivered.fact);
    if (told) missing.push(...(await absent(tx, told.level, told.pairs)).map(pairMissing));
    if (batch.push(delivered) >= atOnce) await check();
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
