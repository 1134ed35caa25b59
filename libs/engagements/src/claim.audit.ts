import { Injectable } from '@nestjs/common';
import { rows, type Tx } from '#platform';

/** A claim that a coordinator has decided for, with all that counts of it. */
export interface Decided {
  readonly id: string;
  readonly state: 'verified' | 'reversed';
  readonly level: number;
  readonly amount: string | null;
  readonly scenarioId: string;
  readonly firmId: string;
  readonly number: string;
}

/** Claims for those who prove the figures. */
@Injectable()
export class ClaimAudit {
  /** Every verified claim, also where it was reversed since. */
  decided(tx: Tx): Promise<Decided[]> {
    return rows<Decided & Record<string, unknown>>(
      tx,
      `SELECT c.id, c.state, c.level, c.amount::text AS amount, e.scenario_id AS "scenarioId", e.firm_id AS "firmId", e.number
       FROM claims c JOIN engagements e ON e.id = c.engagement_id WHERE c.state IN ('verified', 'reversed') ORDER BY c.id`,
    );
  }
}
