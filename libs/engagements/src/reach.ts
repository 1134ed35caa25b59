import { authorise, type Principal, sideOfCaller, type Whose } from '#accounts';
import type { Action, EngagementSide } from '#contracts';
import { NotFound } from '#kernel';
import { seesEngagement } from './domain/sight.js';
import type { Engagement } from './entities/index.js';

export function whose(row: Pick<Engagement, 'demandId' | 'firmId' | 'area'>): Whose {
  return { organisationIds: [row.demandId, row.firmId], area: row.area };
}

/** By what the caller named an engagement: by its own id, or by that of something in it. */
export interface Asked {
  readonly id: string;
  readonly what?: '申报' | '疑点';
}

/**
 * Lets the caller pass who may do it with this engagement. Who may not even see it learns that there is none.
 * @throws NotFound, Forbidden
 */
export function admit(
  caller: Principal,
  action: Action,
  row: Engagement | undefined,
  asked: Asked,
): asserts row is Engagement {
  if (!row || !seesEngagement(caller, row)) throw new NotFound(asked.what ?? '对接', asked.id);
  authorise(caller, action, whose(row));
}

export function sideIn(caller: Principal, row: Engagement): EngagementSide | undefined {
  return sideOfCaller(caller, row.demandId, row.firmId);
}
