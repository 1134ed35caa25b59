import { type DeliveredFact, labelOf, mostShown } from '#contracts';
import { ClaimAudit } from '#engagements';
import { newId, parsePeriod } from '#kernel';
import type { Database } from '#platform';
import {
  FigureService,
  LedgerProof,
  LedgerService,
  PeriodService,
  periodSpan,
  RecountService,
} from '#statistics';
import { line, rounded } from '../figures.js';
import { areas, idOf, lastDay, pairOf, splits, verified } from './pairs.js';
import { undone } from './undone.js';

/** After all that was filled. */
const now = new Date(`${lastDay}T12:00:00Z`);

async function timed<T>(work: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const began = performance.now();
  const result = await work();
  return [rounded((performance.now() - began) / 1000, 3), result];
}

/** @returns what the process held at most beyond what it held before, in MB, looked at every 50 ms */
async function peakOf<T>(work: () => Promise<T>): Promise<[result: T, megabytes: number]> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 50);
  const result = await work().finally(() => clearInterval(timer));
  return [result, Math.round((most - before) / 1024 / 1024)];
}

/** The sums of a question straight from the entries, as anybody would ask PostgreSQL for them. */
const plain = `SELECT %KEY% AS key, level, sum(CASE kind WHEN 'verified' THEN 1 ELSE -1 END), sum(CASE kind WHEN 'verified' THEN amount ELSE -amount END)
  FROM ledger_entries WHERE posted_day BETWEEN $1 AND $2 AND ($3 = 'city' OR area = $3) GROUP BY 1, 2`;
const columnOf: Readonly<Record<string, string>> = { firmArea: 'firm_area', firm: 'firm_id' };

/** Roll-ups thrown away and folded again. */
export async function folding(db: Database): Promise<void> {
  const [seconds] = await timed(() => new RecountService(db, new LedgerService()).fold());
  line({ system: 'fold', seconds });
}

/** Everything counted again, beside one plain sum over all entries. */
export async function recounting(db: Database): Promise<void> {
  const recount = new RecountService(db, new LedgerService());
  const audit = new ClaimAudit(db);
  const [[seconds, found], peak] = await peakOf(() => timed(() => recount.recount(audit)));
  if (!found.ok) throw new Error(JSON.stringify(found.differences.slice(0, 3)));
  const [own] = await timed(() =>
    db.query(
      `SELECT date_trunc('month', posted_day), area, level, count(*), sum(amount) FROM ledger_entries GROUP BY 1, 2, 3`,
    ),
  );
  line({
    system: 'recount',
    target: 15,
    seconds,
    plain: own,
    ratio: rounded(seconds / own, 1),
    entries: found.entries,
    facts: found.facts,
    claims: found.claims,
    figures: found.figures,
    megabytesOverBefore: peak,
  });
}

/** Every hash computed again, in one walk from the first entry. */
export async function proving(db: Database): Promise<void> {
  const [seconds, proof] = await timed(() => new LedgerProof(db).verify());
  if (proof.broken) throw new Error(`broken: ${JSON.stringify(proof.broken)}`);
  line({ system: 'verify', seconds, entries: proof.entries });
}

const at = (times: readonly number[], share: number) =>
  rounded([...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0, 1);

/** Every period, every split, the city and areas. */
export async function dashboard(db: Database): Promise<void> {
  const figures = new FigureService(db);
  const periods = ['2024', '2025', '2025-H1', '2024-Q3', '2025-Q4', '2024-05', '2025-11', '2026-03'];
  const questions = periods.flatMap((period) =>
    ['city', areas[4], areas[9]].flatMap((scope) =>
      splits.map((by) => ({ period, scope: String(scope), by })),
    ),
  );
  const [ours, beside, own]: [number[], number[], number[]] = [[], [], []];
  for (const [n, { period, scope, by }] of questions.entries()) {
    const [seconds] = await timed(() =>
      figures.read({ span: periodSpan(period), scope, by, now, most: mostShown }, labelOf),
    );
    ours.push(seconds * 1000);
    // Every twenty-fifth: each of the seven splits once. At ten million entries one takes seconds.
    if (n % 25 !== 0) continue;
    beside.push(seconds * 1000);
    const { first, last } = parsePeriod(period) ?? { first: '', last: '' };
    const [plainly] = await timed(() =>
      db.query(plain.replace('%KEY%', columnOf[by] ?? by), [first, last, scope]),
    );
    own.push(plainly * 1000);
  }
  line({
    system: 'dashboard',
    target: 50,
    queries: ours.length,
    p50: at(ours, 0.5),
    p95: at(ours, 0.95),
    worst: at(ours, 0.999),
    plainP50: at(own, 0.5),
    ratio: rounded(at(own, 0.5) / at(beside, 0.5), 1),
  });
}

/** Facts of new pairs, as the follower brings them: 500 at a time, one batch after the other. */
export async function recording(db: Database): Promise<void> {
  const ledger = new LedgerService();
  const [batches, size] = [20, 500];
  const from = 20_000_000 + Math.floor(Math.random() * 1e7);
  const firms = Number(
    (await db.query<{ n: string }>('SELECT count(DISTINCT firm_id) AS n FROM engagements'))[0]?.n ?? 50,
  );
  const facts = Array.from({ length: batches * size }, (_, n): DeliveredFact => {
    const level = 2 + (n % 4);
    const fact = verified({
      of: pairOf(from + n, firms),
      claimId: newId(),
      sequence: 1,
      level,
      day: lastDay,
      amount: level < 4 ? null : '120000.00',
    });
    return { id: newId(), occurredAt: `${lastDay}T02:00:00.000Z`, fact, requestId: null };
  });
  let entries = 0;
  const [seconds] = await undone(db, () =>
    timed(async () => {
      for (let i = 0; i < facts.length; i += size)
        entries += (await db.transaction((tx) => ledger.record(tx, facts.slice(i, i + size)))).entries;
    }),
  );
  line({
    system: 'record',
    target: 500,
    facts: facts.length,
    entries,
    factsPerSecond: Math.round(facts.length / seconds),
  });
}

/** A year, a quarter and a month, each beside the plain sum over the same days. */
export async function freezing(db: Database): Promise<void> {
  await undone(db, () => freezeEach(db));
}

async function freezeEach(db: Database): Promise<void> {
  const periods = new PeriodService(db, new FigureService(db));
  for (const code of ['2024', '2025-Q1', '2025-05']) {
    const { first, last } = parsePeriod(code) ?? { first: '', last: '' };
    const [own] = await timed(() => db.query(plain.replace('%KEY%', 'area'), [first, last, 'city']));
    const [seconds, record] = await timed(() =>
      periods.freeze({ code, actor: { id: idOf(8, 9), name: '测试' }, labelOf, now }),
    );
    const entries = record.frozen?.entries;
    line({ system: `freeze ${code}`, target: 5, seconds, plain: own, entries });
  }
}
