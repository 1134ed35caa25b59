import { authorise, type Principal, sideOf, type Whose } from '#accounts';
import type { Action, EngagementSide } from '#contracts';
import { NotFound } from '#kernel';
import { seesEngagement } from './domain/sight.js';
import type { EngagementRow } from './engagement.store.js';

export function whose(row: Pick<EngagementRow, 'demand_id' | 'firm_id' | 'area'>): Whose {
  return { organisationIds: [row.demand_id, row.firm_id], area: row.area };
}

/**
 * Lets the caller pass who may do it with this engagement. Who may not even see it learns that there is none.
 * @throws NotFound, Forbidden
 */
export function admit(
  caller: Principal,
  action: Action,
  row: EngagementRow | undefined,
  id: string,
  /** By what the caller named it. */
  what: '对接' | '申报' | '疑点' = '对接',
): asserts row is EngagementRow {
  if (!row || !sees(caller, row)) throw new NotFound(what, id);
  authorise(caller, action, whose(row));
}

export function sees(caller: Principal, row: EngagementRow): boolean {
  return seesEngagement(caller, { demandId: row.demand_id, firmId: row.firm_id, area: row.area });
}

export function sideIn(caller: Principal, row: EngagementRow): EngagementSide | undefined {
  return sideOf(caller, row.demand_id, row.firm_id);
}
