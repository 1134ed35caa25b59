import { Injectable } from '@nestjs/common';
import { askerOf, authorise, may, OrganisationService, type Principal } from '#accounts';
import {
  type ClaimState,
  type EngagementHistoryEntry,
  type EngagementSide,
  type EngagementView,
  type ListingKind,
  type MarketCode,
  markets,
  mostShown,
} from '#contracts';
import { dayOf, Forbidden, narrowed, Stale } from '#kernel';
import { appendFact, Database, newestPage, ruled, type Tx } from '#platform';
import type { StepCommand } from './claim.steps.js';
import { waitsForSql } from './confirming.js';
import { occupyingStates } from './domain/claims.js';
import { engagementColumns, engagementSeen, seesEngagement } from './domain/sight.js';
import type { EngagementSubject } from './domain/subject.js';
import {
  announceAnswer,
  createEngagement,
  declareIntent,
  findPair,
  intentOf,
  lockPair,
} from './engagement.opening.js';
import { claimsOf, findEngagement, lockEngagement, touch, writeHistory } from './engagement.store.js';
import { readView, views } from './engagement.views.js';
import { Engagement, EngagementStep } from './entities/index.js';
import { EngagementDeclined, EngagementHasClaims, IntentWanted } from './errors.js';
import { engagementDeclinedFact, subjectOf } from './facts.js';
import { checkParties, loadParties, refuseOnHold } from './parties.js';
import { admit, sideIn } from './reach.js';

export interface EngagementFilter {
  readonly state?: readonly string[] | undefined;
  readonly claimState?: readonly ClaimState[] | undefined;
  /** Only those with a claim that waits for the caller's confirmation. */
  readonly toConfirm?: boolean | undefined;
  readonly market?: readonly MarketCode[] | undefined;
  readonly demandListing?: string | undefined;
  readonly supplyListing?: string | undefined;
}

/** Why a side says no: a code of a dictionary, and words where there are any. */
export interface Refusal {
  readonly code: string;
  readonly reason?: string | undefined;
}

/** Engagements (对接) from intent on; it owns their transactions. */
@Injectable()
export class EngagementService {
  constructor(
    private readonly db: Database,
    private readonly organisations: OrganisationService,
  ) {}

  /**
   * Declares the caller's intent. There is one engagement per (demand, firm): the second side's intent, or the same
   * one again, meets it.
   * @throws SameParty, PartyNotApproved, EngagementDeclined `engagement.declined` while the other side has declined
   */
  async open(caller: Principal, subject: EngagementSubject, now = new Date()): Promise<EngagementView> {
    const { demand, supply } = subject;
    const side = openingSide(caller, subject);
    return this.db.transaction(async (tx) => {
      const parties = await loadParties(this.organisations, tx, {
        demandId: demand.organisationId,
        firmId: supply.organisationId,
      });
      checkParties(parties);
      // Two sides that open at the same moment: the second waits here and finds the engagement.
      await lockPair(tx, subject);
      const found = await findPair(tx, subject);
      if (found) await this.answer(tx, found.id, caller, side);
      const id = found?.id ?? (await createEngagement(tx, { actor: caller, side, subject, parties, now }));
      return readView(tx, id, caller);
    });
  }

  async find(caller: Principal, id: string): Promise<EngagementView> {
    const row = await findEngagement(this.db.manager, id);
    admit(caller, 'engagement.read', row, { id });
    return readView(this.db.manager, id, caller);
  }

  async list(caller: Principal, filter: EngagementFilter, limit: number, cursor: string | undefined) {
    const own = caller.organisation?.id;
    const confirms = own !== undefined && may(caller, 'claim.confirm', { organisationIds: [own] });
    if (filter.toConfirm && !confirms) return { items: [], next: null };
    const query = this.db.manager.createQueryBuilder(Engagement, 'e');
    ruled(query, narrowed(engagementSeen, askerOf(caller)), engagementColumns);
    if (filter.state) query.andWhere('e.state = ANY(:states::text[])', { states: filter.state });
    if (filter.claimState)
      query.andWhere(withClaim('c.state = ANY(:claimStates::text[])'), { claimStates: filter.claimState });
    if (filter.demandListing !== undefined)
      query.andWhere('e.demandListingId = :demandListing', { demandListing: filter.demandListing });
    if (filter.supplyListing !== undefined)
      query.andWhere('e.supplyListingId = :supplyListing', { supplyListing: filter.supplyListing });
    if (filter.market) query.andWhere('e.market = ANY(:markets::text[])', { markets: filter.market });
    if (filter.toConfirm)
      query.andWhere(withClaim(waitsForSql(':person', ':own')), { person: caller.personId, own });
    const page = await newestPage(query, 'createdAt', { limit, cursor }, (row) => row);
    return { items: await views(this.db.manager, page.items, caller), next: page.next };
  }

  /** Open engagements of an organisation, and claims in them that wait for somebody. */
  async dependents(organisationId: string): Promise<{ engagements: number; claims: number }> {
    const [row] = await this.db.query<{ engagements: number; claims: number }>(
      `SELECT count(DISTINCT e.id)::integer AS engagements, count(c.id)::integer AS claims FROM engagements e
       LEFT JOIN claims c ON c.engagement_id = e.id AND c.state IN ('claimed', 'confirmed', 'disputed')
       WHERE e.state = 'open' AND (e.demand_id = $1 OR e.firm_id = $1)`,
      [organisationId],
    );
    return row ?? { engagements: 0, claims: 0 };
  }

  /** Numbers of the listings among these that somebody engages over. */
  async amongListings(ids: readonly string[]): Promise<string[]> {
    const found = await this.db.query<{ number: string }>(
      `SELECT DISTINCT x.number FROM engagements e,
         LATERAL (VALUES (e.demand_listing_id, e.subject->'demand'->>'number'), (e.supply_listing_id, e.subject->'supply'->>'number')) AS x(id, number)
       WHERE (e.demand_listing_id = ANY($1::uuid[]) OR e.supply_listing_id = ANY($1::uuid[])) AND x.id = ANY($1::uuid[])`,
      [ids],
    );
    return found.map(({ number }) => number);
  }

  /** Of pairs of a demand and a firm, those engagements that there are and that the caller may see. */
  async between(
    caller: Principal,
    pairs: readonly { readonly demandListingId: string; readonly firmId: string }[],
  ): Promise<EngagementView[]> {
    const found = await this.db.manager
      .createQueryBuilder(Engagement, 'e')
      .where('(e.demandListingId, e.firmId) IN (SELECT * FROM unnest(:demands::uuid[], :firms::uuid[]))', {
        demands: pairs.map((pair) => pair.demandListingId),
        firms: pairs.map((pair) => pair.firmId),
      })
      .getMany();
    return views(
      this.db.manager,
      found.filter((row) => seesEngagement(caller, row)),
      caller,
    );
  }

  /** Ids of the listings whose organisations have turned to the caller's: an engagement on which the other side declared intent. */
  async invitationsOf(caller: Principal): Promise<string[]> {
    if (!caller.organisation) return [];
    const found = await this.db.query<{ id: string }>(
      `SELECT demand_listing_id AS id FROM engagements WHERE firm_id = $1 AND state = 'open' AND demand_intent_at IS NOT NULL
       UNION SELECT supply_listing_id FROM engagements WHERE demand_id = $1 AND state = 'open' AND supply_intent_at IS NOT NULL`,
      [caller.organisation.id],
    );
    return found.map((row) => row.id);
  }

  async history(caller: Principal, id: string): Promise<EngagementHistoryEntry[]> {
    admit(caller, 'engagement.read', await findEngagement(this.db.manager, id), { id });
    const found = await this.db.manager.find(EngagementStep, {
      where: { engagementId: id },
      order: { id: 'ASC' },
      take: mostShown,
    });
    return found.map(({ at, claimId, level, from, to, side, actorName, reason, code }) => ({
      at: at.toISOString(),
      claimId,
      level,
      from,
      to,
      side,
      actorName,
      reason,
      code,
    }));
  }

  /** Turns the engagement down; the side that did so may open it again. */
  decline(
    { caller, id, version, now = new Date() }: StepCommand,
    { code, reason }: Refusal,
  ): Promise<EngagementView> {
    return this.db.transaction(async (tx) => {
      const row = await lockEngagement(tx, id);
      admit(caller, 'engagement.decline', row, { id });
      const side = sideIn(caller, row);
      if (!side) throw new Forbidden();
      if (row.state === 'declined' && row.declinedBy === side) return readView(tx, id, caller);
      if (version !== undefined && version !== row.version) throw new Stale(row.version);
      if (row.state === 'declined') throw new EngagementDeclined(row.reason);
      if ((await claimsOf(tx, [id])).some((claim) => occupyingStates.includes(claim.state)))
        throw new EngagementHasClaims();
      await announceAnswer(tx, row, side, 'declined');
      await touch(tx, id, { state: 'declined', declinedBy: side, reason: reason ?? null, reasonCode: code });
      await writeHistory(tx, {
        engagementId: id,
        from: 'open',
        to: 'declined',
        side,
        actor: caller,
        reason,
        code,
      });
      const given = { side, code, reason: reason ?? null, day: dayOf(now) };
      await appendFact(tx, subjectOf(row), engagementDeclinedFact(row, given));
      return readView(tx, id, caller);
    });
  }

  /**
   * Which listing's contact the caller may read: the other side's, once that side has declared intent itself. Who only
   * asks learns nobody's telephone number.
   * @throws IntentWanted `engagement.intent_wanted`
   */
  async contactOf(
    caller: Principal,
    id: string,
  ): Promise<{ side: EngagementSide; kind: ListingKind; listingId: string }> {
    const row = await findEngagement(this.db.manager, id);
    admit(caller, 'engagement.read', row, { id });
    const own = sideIn(caller, row);
    if (!own) throw new Forbidden('只有对接双方可以查看对方联系人');
    const side = own === 'demand' ? 'supply' : 'demand';
    await refuseOnHold(this.db.manager, row);
    if (row.state !== 'open' || row[intentOf[side]] === null) throw new IntentWanted();
    const kind = markets[row.market][side];
    return { side, kind, listingId: side === 'demand' ? row.demandListingId : row.supplyListingId };
  }

  private async answer(tx: Tx, id: string, caller: Principal, side: EngagementSide): Promise<void> {
    const row = await lockEngagement(tx, id);
    if (!row) return;
    const declined = row.state === 'declined';
    if (declined && row.declinedBy !== side) throw new EngagementDeclined(row.reason);
    if (row[intentOf[side]] !== null && !declined) return;
    const opened = { state: 'open', declinedBy: null, reason: null, reasonCode: null } as const;
    await declareIntent(tx, id, side, opened);
    await writeHistory(tx, {
      engagementId: id,
      from: row.state,
      to: declined ? 'open' : 'intent',
      side,
      actor: caller,
    });
  }
}

/** Of engagements `e`: whether one of their claims `c` fits. */
function withClaim(condition: string): string {
  return `EXISTS (SELECT 1 FROM claims c WHERE c.engagement_id = e.id AND ${condition})`;
}

function openingSide(caller: Principal, { demand, supply }: EngagementSubject): EngagementSide {
  const ids = [demand.organisationId, supply.organisationId];
  authorise(caller, 'engagement.open', { organisationIds: ids });
  return caller.organisation?.id === demand.organisationId ? 'demand' : 'supply';
}
