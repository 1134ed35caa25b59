import { Injectable } from '@nestjs/common';
import { may, type Principal } from '#accounts';
import type { DisputeView } from '#contracts';
import { Parameters } from '#kernel';
import { Database, keyset } from '#platform';
import { type ClaimLineRow, claimLine, claimLineSql } from './claim.line.js';
import { engagementSeenSql } from './domain/sight.js';
import { whose } from './reach.js';

interface Row extends ClaimLineRow {
  id: string;
  demandId: string;
  firmId: string;
  area: string | null;
  raised_at: Date;
  raised_by: string;
  raiser_id: string;
  side: DisputeView['side'];
  reason: string;
  decided_to: NonNullable<DisputeView['decision']>['to'] | null;
  decided_by: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
}

/** Lists disputes and what was decided on them, read from the history, which nobody can change. */
@Injectable()
export class DisputeService {
  constructor(private readonly db: Database) {}

  /** Newest first. @param open only those that hold a claim now (true), or that are decided (false). */
  async list(caller: Principal, open: boolean | undefined, limit: number, cursor: string | undefined) {
    const [before] = keyset.read(cursor, ['serial']) ?? [null];
    const parameters = new Parameters(open ?? null, before, limit + 1);
    const found = await this.db.query<Row>(
      `SELECT h.id, ${claimLineSql}, e.demand_id AS "demandId", e.firm_id AS "firmId", e.area, h.at AS raised_at, h.actor_name AS raised_by,
         h.actor_id AS raiser_id, h.side, h.reason,
         d.to_state AS decided_to, d.actor_name AS decided_by, d.at AS decided_at, d.reason AS decision_reason
       FROM engagement_history h JOIN engagements e ON e.id = h.engagement_id JOIN claims c ON c.id = h.claim_id
       LEFT JOIN LATERAL (SELECT * FROM engagement_history n WHERE n.claim_id = h.claim_id AND n.id > h.id ORDER BY n.id LIMIT 1) d ON true
       WHERE h.to_state = 'disputed' AND ${engagementSeenSql(caller, parameters)}
         AND ($1::boolean IS NULL OR (d.id IS NULL) = $1) AND ($2::bigint IS NULL OR h.id < $2)
       ORDER BY h.id DESC LIMIT $3`,
      parameters.values,
    );
    return keyset.page(
      found,
      limit,
      (row) => [row.id],
      (row) => view(row, caller),
    );
  }
}

function view(row: Row, caller: Principal): DisputeView {
  return {
    ...claimLine(row),
    raisedAt: row.raised_at.toISOString(),
    raisedBy: row.raised_by,
    side: row.side,
    reason: row.reason,
    decision:
      row.decided_to === null || row.decided_at === null
        ? null
        : {
            to: row.decided_to,
            decidedBy: row.decided_by ?? '',
            decidedAt: row.decided_at.toISOString(),
            reason: row.decision_reason,
          },
    yoursToDecide:
      row.decided_to === null && row.raiser_id !== caller.personId && may(caller, 'claim.reject', whose(row)),
  };
}
