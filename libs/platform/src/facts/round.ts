import { type Database, rows, type Tx } from '../database/database.js';
import type { Follower } from './follower.js';
import { dueFact, heldSubjects, hold, holdOn, letGo } from './held.js';
import { headOfLog, type LoggedFact, readFacts, type Stretch } from './log.js';
import { type Unworked, workFacts } from './working.js';

/**
 * One batch of a follower: what it reads behind its position, worked as far as it can be, the rest held, and the
 * position moved.
 * @returns facts read; 0 when it has come to the end of the log.
 */
export async function followOnce(db: Database, follower: Follower): Promise<number> {
  const before = await positionOf(db.manager, follower.name);
  if (before === undefined || BigInt(before) >= BigInt(await headOfLog(db.manager))) return 0;
  if ('inside' in follower)
    return db.transaction(async (tx) => {
      const at = await positionOf(tx, follower.name, 'FOR UPDATE');
      if (at !== before) return 0; // another process was faster
      const stretch = await readFacts(tx, at, follower.facts, follower.batch);
      const { free, behind } = await sorted(tx, follower, stretch);
      const unworked = await workFacts(free, (some) => tx.transaction((part) => follower.inside(part, some)));
      await move(tx, follower, stretch, [...unworked, ...behind]);
      return stretch.facts.length;
    });
  const stretch = await readFacts(db.manager, before, follower.facts, follower.batch);
  const { free, behind } = await sorted(db.manager, follower, stretch);
  const unworked = await workFacts(free, (some) => follower.outside(some));
  return db.transaction(async (tx) => {
    if ((await positionOf(tx, follower.name, 'FOR UPDATE')) !== before) return 0;
    await move(tx, follower, stretch, [...unworked, ...behind]);
    return stretch.facts.length;
  });
}

/** Tries a held fact again whose time has come. @returns false where there is none. */
export async function retryOnce(db: Database, follower: Follower): Promise<boolean> {
  const due = await dueFact(db.manager, follower.name);
  if (!due) return false;
  if ('inside' in follower)
    await db.transaction(async (tx) => {
      await positionOf(tx, follower.name, 'FOR UPDATE');
      if ((await dueFact(tx, follower.name))?.place !== due.place) return; // another process was faster
      const unworked = await workFacts([due], (some) =>
        tx.transaction((part) => follower.inside(part, some)),
      );
      await settle(tx, follower, due, unworked);
    });
  else {
    const unworked = await workFacts([due], (some) => follower.outside(some));
    await db.transaction((tx) => settle(tx, follower, due, unworked));
  }
  return true;
}

async function positionOf(tx: Tx, name: string, how: '' | 'FOR UPDATE' = ''): Promise<string | undefined> {
  const [row] = await rows<{ place: string }>(
    tx,
    `SELECT place FROM follower_positions WHERE follower = $1 ${how}`,
    [name],
  );
  return row?.place;
}

/** What can be worked, and what waits behind a held fact of its subject. */
async function sorted(
  tx: Tx,
  { name }: Follower,
  { facts }: Stretch,
): Promise<{ free: LoggedFact[]; behind: Unworked[] }> {
  const held = await heldSubjects(tx, name, facts);
  return {
    free: facts.filter((fact) => !held.has(fact.subject)),
    behind: facts.filter((fact) => held.has(fact.subject)).map((fact) => ({ fact })),
  };
}

async function move(
  tx: Tx,
  { name }: Follower,
  { upTo }: Stretch,
  unworked: readonly Unworked[],
): Promise<void> {
  await hold(tx, name, unworked);
  await rows(
    tx,
    'UPDATE follower_positions SET place = $2, moved_at = now(), trouble = NULL, trouble_since = NULL WHERE follower = $1',
    [name, upTo],
  );
}

async function settle(
  tx: Tx,
  { name }: Follower,
  fact: LoggedFact,
  [unworked]: readonly Unworked[],
): Promise<void> {
  if (unworked) await holdOn(tx, name, fact, unworked.error);
  else await letGo(tx, name, fact);
}
