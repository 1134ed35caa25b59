import { rows, type Tx } from './database.js';

/**
 * Every advisory lock of the project by name; the number is the first of PostgreSQL's two lock keys, and what is locked
 * is the second. Two names never share a number, so two features never wait for each other by mistake.
 */
export const locks = {
  /** One process applies migrations. */
  migrations: 7_205_401,
  /** One process holds a follower. Key: the follower's name. */
  follower: 7_205_402,
  /** One suite makes the template of the test databases. */
  testTemplate: 7_205_403,
  /** Organisations and applications of one credit code. Key: the code. */
  creditCode: 7_205_404,
  /** The engagement of one pair. Key: demand and firm. */
  engagementPair: 7_205_405,
  /** One dictionary's entries. Key: its name. */
  dictionary: 7_205_406,
  /** One process makes the database's roles, or a database for them. */
  roles: 7_205_408,
  /** One process says what the application role may do. */
  grants: 7_205_409,
  /** New versions of the synonyms are numbered one after the other. */
  synonyms: 7_205_410,
  /** Weights of matching are numbered and put in force one after the other. Key: the market. */
  weights: 7_205_413,
  /** Samples are drawn one after the other, so that no claim is in the population of two. */
  samples: 7_205_421,
  /** Flags are raised, and versions of their rules made, one after the other. */
  flags: 7_205_422,
  /** One process decides which store of files belongs to the database. */
  fileStore: 7_205_411,
  /** A stored file is not swept while somebody begins to use it. Key: its name. */
  storedFile: 7_205_412,
  /** One request with an Idempotency-Key is worked at a time. Key: caller and key. */
  idempotencyKey: 7_205_430,
  /** A person's open streams of progress are counted one at a time. Key: the person. */
  watches: 7_205_431,
} as const;
export type LockName = keyof typeof locks;

const keys = '($1::integer, hashtext($2))';

/** Waits for a lock and holds it until the transaction ends. */
export async function lock(tx: Tx, name: LockName, key = ''): Promise<void> {
  await rows(tx, `SELECT pg_advisory_xact_lock${keys}`, [locks[name], key]);
}

/** The same without waiting. @returns false where another transaction has it. */
export async function tryLock(tx: Tx, name: LockName, key = ''): Promise<boolean> {
  const [row] = await rows<{ held: boolean }>(tx, `SELECT pg_try_advisory_xact_lock${keys} AS held`, [
    locks[name],
    key,
  ]);
  return row?.held === true;
}

/** Statements on locks that a connection holds until it ends or lets go; parameters by `lockKeys`. */
export const sessionLock = {
  take: `SELECT pg_advisory_lock${keys}`,
  try: `SELECT pg_try_advisory_lock${keys} AS held`,
  release: `SELECT pg_advisory_unlock${keys}`,
} as const;

export function lockKeys(name: LockName, key = ''): [number, string] {
  return [locks[name], key];
}
