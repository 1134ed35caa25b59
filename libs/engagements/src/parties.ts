import { controllersAbove, holdOrganisations, type OrganisationService, suspensionsAmong } from '#accounts';
import { NotFound } from '#kernel';
import type { Tx } from '#platform';
import type { Party } from './domain/parties.js';
import { sameParty } from './domain/parties.js';
import type { EngagementSubject } from './domain/subject.js';
import type { Engagement, PartySnapshot } from './entities/engagement.js';
import { EngagementOnHold, PartyNotApproved, SameParty } from './errors.js';

export interface Parties {
  readonly demand: Party;
  readonly supply: Party;
}

/** Both organisations as they are now, with everyone who controls them; held as they are while `tx` is open. */
export async function loadParties(
  organisations: OrganisationService,
  tx: Tx,
  { demandId, firmId }: Pick<Engagement, 'demandId' | 'firmId'>,
): Promise<Parties> {
  await holdOrganisations(tx, [demandId, firmId]);
  const demand = await organisations.find(demandId, tx);
  const supply = await organisations.find(firmId, tx);
  if (!demand || !supply) throw new NotFound('单位', demand ? firmId : demandId);
  const above = await controllersAbove(tx, [demand.uscc, supply.uscc]);
  return {
    demand: { ...demand, controllers: above.get(demand.uscc) ?? [] },
    supply: { ...supply, controllers: above.get(supply.uscc) ?? [] },
  };
}

/** @throws EngagementOnHold `engagement.on_hold` where a side is suspended */
export async function refuseOnHold(tx: Tx, row: Pick<Engagement, 'demandId' | 'firmId'>): Promise<void> {
  const [reason] = (await suspensionsAmong(tx, [row.demandId, row.firmId])).values();
  if (reason !== undefined) throw new EngagementOnHold(reason);
}

/** @throws SameParty `engagement.same_party`, PartyNotApproved `engagement.party_not_approved` */
export function checkParties({ demand, supply }: Parties): void {
  const why = sameParty(demand, supply);
  if (why) throw new SameParty(why);
  for (const party of [demand, supply])
    if (party.state !== 'approved') throw new PartyNotApproved(party.name);
}

/** The sides as facts carry them: the match counts in the demand's area and department, or its organisation's. */
export function snapshots(
  { demand, supply }: Parties,
  subject: EngagementSubject,
): { demand: PartySnapshot; supply: PartySnapshot } {
  const of = (party: Party): PartySnapshot => ({
    organisationId: party.id,
    uscc: party.uscc,
    name: party.name,
    area: party.area,
    department: party.department,
  });
  return {
    demand: {
      ...of(demand),
      area: subject.demand.area ?? demand.area,
      department: subject.demand.department ?? demand.department,
    },
    supply: of(supply),
  };
}
