import { Injectable } from '@nestjs/common';
import { type Day, zone } from '#kernel';
import { Database, markSql, rows, type Tx } from '#platform';

/** A claim that a coordinator has verified, with everything that the figures count of it. */
export interface Decided {
  readonly id: string;
  readonly state: 'verified' | 'reversed';
  readonly level: number;
  readonly amount: string | null;
  readonly number: string;
}

/** Reads claims for the recount, which checks the figures. */
@Injectable()
export class ClaimAudit {
  constructor(private readonly db: Database) {}

  /** Number and checksum of all claims that were ever verified, also of those reversed since. */
  async sum(tx: Tx): Promise<{ count: number; mark: string }> {
    const [row] = await rows<{ count: string; mark: string }>(
      tx,
      `SELECT count(*) AS count, coalesce(sum(${markSql('id', 'level', 'amount')}), 0)
         + coalesce(sum(${markSql('id', 0)}) FILTER (WHERE state = 'reversed'), 0) AS mark
       FROM claims WHERE state IN ('verified', 'reversed')`,
    );
    return { count: Number(row?.count), mark: String(row?.mark) };
  }

  /** The same claims, in the order of their ids. */
  decided(tx: Tx, after: string | null, limit: number): Promise<Decided[]> {
    return rows<Decided & Record<string, unknown>>(
      tx,
      `SELECT c.id, c.state, c.level, c.amount::text AS amount, e.number
       FROM claims c JOIN engagements e ON e.id = c.engagement_id
       WHERE c.state IN ('verified', 'reversed') AND ($1::uuid IS NULL OR c.id > $1) ORDER BY c.id LIMIT $2`,
      [after, limit],
    );
  }

  /**
   * Claims made up to a day and not decided yet: they may still be counted in the period that ends with it.
   */
  async undecided(lastDay: Day): Promise<{ claimed: number; confirmed: number; disputed: number }> {
    const found = await this.db.query<{ state: string; n: number }>(
      `SELECT state, count(*)::integer AS n FROM claims
       WHERE state IN ('claimed', 'confirmed', 'disputed') AND (claimed_at AT TIME ZONE '${zone}')::date <= $1 GROUP BY 1`,
      [lastDay],
    );
    const of = (state: string) => found.find((row) => row.state === state)?.n ?? 0;
    return { claimed: of('claimed'), confirmed: of('confirmed'), disputed: of('disputed') };
  }
}
