import { Injectable } from '@nestjs/common';
import { countedFacts } from '#contracts';
import { Database } from '../database/database.js';

/** How far a follower is. */
export interface FollowerState {
  readonly follower: string;
  /** Facts not worked yet, held ones among them; a lower bound above 100,000. */
  readonly waiting: number;
  /** When the oldest of them happened; null where all is worked. */
  readonly oldest: Date | null;
  /** Facts that could not be worked, and those of the same subject behind them. */
  readonly held: number;
  readonly movedAt: Date;
  /** Why it gets on with nothing: a server that is away. */
  readonly trouble: string | null;
  readonly troubleSince: Date | null;
}

/** A fact that could not be worked. */
export interface HeldFact {
  readonly follower: string;
  readonly place: number;
  readonly factId: string;
  readonly fact: string;
  readonly subject: string;
  readonly occurredAt: Date;
  readonly heldSince: Date;
  readonly attempts: number;
  readonly reason: string;
  readonly nextAttemptAt: Date;
  /** Later facts of the same subject that wait for it. */
  readonly behind: number;
}

const counted = 100_001;

const states = `SELECT p.follower, p.moved_at AS "movedAt", p.trouble, p.trouble_since AS "troubleSince",
    (w.n + u.n + h.n)::integer AS waiting, least(w.oldest, u.oldest, h.oldest) AS oldest, h.n::integer AS held
  FROM follower_positions p
  CROSS JOIN LATERAL (SELECT count(*) AS n, min(occurred_at) AS oldest FROM (
    SELECT occurred_at FROM facts WHERE place > p.place AND name = ANY(p.facts) ORDER BY place LIMIT ${counted}) x) w
  CROSS JOIN LATERAL (SELECT count(*) AS n, min(occurred_at) AS oldest FROM (
    SELECT occurred_at FROM facts WHERE place IS NULL AND name = ANY(p.facts) ORDER BY id LIMIT ${counted}) x) u
  CROSS JOIN LATERAL (SELECT count(*) AS n, min(f.occurred_at) AS oldest FROM follower_held h
    JOIN facts f ON f.place = h.place WHERE h.follower = p.follower) h
  WHERE p.active ORDER BY p.follower`;

const held = `SELECT h.follower, h.place::integer AS place, f.fact_id AS "factId", f.name AS fact, h.subject, f.occurred_at AS "occurredAt",
    h.held_since AS "heldSince", h.attempts, h.reason, h.next_attempt_at AS "nextAttemptAt",
    (SELECT count(*)::integer FROM follower_held b WHERE b.follower = h.follower AND b.subject = h.subject AND b.place > h.place) AS behind
  FROM follower_held h JOIN facts f ON f.place = h.place
  WHERE h.reason IS NOT NULL ORDER BY h.held_since, h.follower, h.place LIMIT $1`;

/** What operators and metrics see of the followers. */
@Injectable()
export class FollowerStates {
  constructor(private readonly db: Database) {}

  /** Of the followers at work, by name. */
  list(): Promise<FollowerState[]> {
    return this.db.query<FollowerState>(states);
  }

  /** When the oldest fact happened that no worker process has read; null where there is none. */
  async oldestUnread(): Promise<Date | null> {
    const [row] = await this.db.query<{ oldest: Date | null }>(
      'SELECT min(occurred_at) AS oldest FROM facts WHERE place IS NULL',
    );
    return row?.oldest ?? null;
  }

  /** Longest held first. */
  held(limit: number): Promise<HeldFact[]> {
    return this.db.query<HeldFact>(held, [limit]);
  }

  /** Tries a held fact at once. @returns false where it is not held, or waits for another. */
  async retry(follower: string, place: number): Promise<boolean> {
    const found = await this.db.query(
      `WITH due AS (UPDATE follower_held SET next_attempt_at = now()
         WHERE follower = $1 AND place = $2 AND reason IS NOT NULL RETURNING 1)
       SELECT pg_notify('facts', '') FROM due`,
      [follower, place],
    );
    return found.length > 0;
  }

  /** Forgets facts that all followers have worked a month ago, but for those that the ledger stands on. */
  async prune(days = 30): Promise<number> {
    const gone = await this.db.query(
      `DELETE FROM facts f WHERE occurred_at < now() - make_interval(days => $1) AND name <> ALL($2)
         AND place <= (SELECT coalesce(min(place), 0) FROM follower_positions WHERE active)
         AND NOT EXISTS (SELECT 1 FROM follower_held h WHERE h.place = f.place) RETURNING 1`,
      [days, countedFacts],
    );
    return gone.length;
  }
}
