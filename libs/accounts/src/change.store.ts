import type { OrganisationChangeView } from '#contracts';
import { NotFound } from '#kernel';
import { newestPage, type PageAsked, type Tx } from '#platform';
import { differences, movesArea, type Reviewed } from './domain/change.js';
import type { Organisation } from './entities/organisation.js';
import { OrganisationChange } from './entities/organisation-change.js';

function changes(by: Tx) {
  return by.createQueryBuilder(OrganisationChange, 'c').innerJoinAndSelect('c.organisation', 'o');
}

/** With its organisation as it stands. @throws NotFound */
export async function findChange(by: Tx, id: string): Promise<OrganisationChange> {
  const found = await changes(by).where('c.id = :id', { id }).getOne();
  if (!found) throw new NotFound('变更', id);
  return found;
}

export interface ChangeFilter {
  readonly state?: readonly string[] | undefined;
  readonly organisation?: string | undefined;
  /** Only of organisations of this area. */
  readonly area?: string | undefined;
}

/** Newest first. */
export function listChanges(by: Tx, filter: ChangeFilter, asked: PageAsked) {
  const query = changes(by);
  if (filter.state) query.andWhere('c.state = ANY(:states::text[])', { states: filter.state });
  if (filter.organisation !== undefined)
    query.andWhere('c.organisationId = :organisation', { organisation: filter.organisation });
  if (filter.area !== undefined) query.andWhere('o.area = :area', { area: filter.area });
  return newestPage(query, 'proposedAt', asked, changeView);
}

/** The values that stand, of those that a change may change. */
export function standingValues(organisation: Organisation): Reviewed {
  const { name, uscc, kinds, area, department, ownerKind, size } = organisation;
  return { name, uscc, kinds, area, department, ownerKind, size };
}

export function changeView(change: OrganisationChange): OrganisationChangeView {
  const { id, uscc, name, area, state, version } = change.organisation;
  const found = differences(change.before ?? standingValues(change.organisation), change.proposed);
  return {
    id: change.id,
    organisation: { id, uscc, name, area, state },
    state: change.state,
    differences: found,
    movesArea: movesArea(found),
    reason: change.reason,
    side: change.side,
    proposedBy: change.proposedByName,
    proposedById: change.proposedBy,
    proposedAt: change.proposedAt.toISOString(),
    decidedBy: change.decidedByName,
    decidedAt: change.decidedAt?.toISOString() ?? null,
    decisionReason: change.decisionReason,
    version,
  };
}
