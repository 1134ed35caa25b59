import { Injectable } from '@nestjs/common';
import { kinds, markets } from '#contracts';
import { addDays, type Day, dayOf, InvalidInput, NotFound, newId, Parameters } from '#kernel';
import { DictionaryService, ListingReader, type Sight } from '#listings';
import { appendFact, Database, keyset, rows, type Tx } from '#platform';
import { exclusion } from '../markets/exclusion.js';
import { rulesOf } from '../markets/index.js';
import { seesDecision } from '../shown/sight.js';
import { type Audit, platformItself, type Steerer } from './audit.js';
import {
  closeLapsed,
  type DecidedPair,
  type DecisionMade,
  type DecisionRow,
  decisionOf,
  insertDecision,
  type NewDecision,
  oneDecision,
  someDecisions,
} from './decision.store.js';
import { DecisionEnded, PairDecided, PairExcluded } from './errors.js';

/** The farthest last day, from today. */
const mostDays = 366;
/** Decisions that one transaction closes. */
const closeAtOnce = 200;

export interface DecisionFilter {
  readonly demand?: string | undefined;
  readonly inForce?: boolean | undefined;
  readonly sight: Sight;
}

/**
 * Pairs that a coordinator puts first or keeps apart until a day. What is in force for a matching is read by
 * `MatchInputs.decisions`; every change announces `match.decided`, and the demand is then matched anew. Whether the
 * person may is asked by the caller, by the demand's area.
 */
@Injectable()
export class DecisionService {
  constructor(
    private readonly db: Database,
    private readonly listings: ListingReader,
    private readonly dictionaries: DictionaryService,
  ) {}

  /** @throws NotFound where a listing is not in force; InvalidInput `match.until`; PairExcluded; PairDecided */
  async make(
    decision: NewDecision,
    by: Steerer & { readonly id: string },
    audit: Audit,
    today: Day = dayOf(new Date()),
  ): Promise<DecisionMade> {
    refuseUntil(decision.until, today);
    await this.refuseExcluded(decision, today);
    return this.db.transaction(async (tx) => {
      // One whose last day has passed is open until the daily job; it stands in nobody's way.
      await this.close(tx, today, audit, decision);
      const id = newId();
      if (!(await insertDecision(tx, id, by.id, decision)))
        throw new PairDecided(decision.market, await openOne(tx, decision));
      const made = await this.view(tx, id, today);
      await announce(tx, made, false);
      await audit(tx, entryOf(made, `match.${made.kind}`, by, made.reason));
      return made;
    });
  }

  /** Before its last day. @throws NotFound; DecisionEnded */
  async end(
    { id, reason }: { readonly id: string; readonly reason: string },
    by: Steerer & { readonly id: string },
    audit: Audit,
    today: Day = dayOf(new Date()),
  ): Promise<DecisionMade> {
    return this.db.transaction(async (tx) => {
      const ended = await rows(
        tx,
        'UPDATE match_decisions SET ended_at = now(), ended_by = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL RETURNING id',
        [id, by.id, reason],
      );
      const after = await this.view(tx, id, today);
      if (ended.length === 0) throw new DecisionEnded(after.endedAt ?? '');
      await announce(tx, after, true);
      await audit(tx, entryOf(after, 'match.endDecision', by, reason));
      return after;
    });
  }

  /** Closes what lasted until a day before `today`. @returns how many; a second call finds none. */
  async endLapsed(audit: Audit, today: Day = dayOf(new Date())): Promise<number> {
    let ended = 0;
    for (;;) {
      const some = await this.db.transaction((tx) => this.close(tx, today, audit));
      ended += some;
      if (some < closeAtOnce) return ended;
    }
  }

  /** @throws NotFound also for what is there but not for this asker. */
  async find(id: string, sight: Sight, today: Day = dayOf(new Date())): Promise<DecisionMade> {
    const found = await this.view(this.db.manager, id, today);
    if (!seesDecision(sight, found.demand)) throw new NotFound('置顶或屏蔽', id);
    return found;
  }

  /** Newest first. */
  async list(
    { demand, inForce, sight }: DecisionFilter,
    limit: number,
    cursor: string | undefined,
    today: Day = dayOf(new Date()),
  ): Promise<{ items: DecisionMade[]; next: string | null }> {
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const parameters = new Parameters(today, demand ?? null, inForce ?? null, at, id, limit + 1);
    const sql = someDecisions(sight, parameters);
    const found = await this.db.query<DecisionRow>(sql, parameters.values);
    return keyset.page(found, limit, (row) => [row.made_key, row.id], decisionOf);
  }

  private async refuseExcluded(
    { market, demandListingId, supplyListingId, kind }: NewDecision,
    today: Day,
  ): Promise<void> {
    const of = markets[market];
    const [demand, supply] = await Promise.all([
      this.listings.published(of.demand, demandListingId),
      this.listings.published(of.supply, supplyListingId),
    ]);
    if (!demand) throw new NotFound(`已发布的${kinds[of.demand].label.zh}`, demandListingId);
    if (!supply) throw new NotFound(`已发布的${kinds[of.supply].label.zh}`, supplyListingId);
    if (kind === 'block') return;
    const label = await this.dictionaries.labels();
    const apart = exclusion(rulesOf(market), { demand, supply, today, label });
    if (apart) throw new PairExcluded(apart);
  }

  private async close(tx: Tx, today: Day, audit: Audit, pair?: DecidedPair): Promise<number> {
    const closed = await closeLapsed(tx, today, closeAtOnce, pair);
    for (const id of closed) {
      const decision = await this.view(tx, id, today);
      await announce(tx, decision, true);
      await audit(tx, entryOf(decision, 'match.endDecision', platformItself, '到期'));
    }
    return closed.length;
  }

  private async view(tx: Tx, id: string, today: Day): Promise<DecisionMade> {
    const [row] = await rows<DecisionRow>(tx, oneDecision, [today, id]);
    if (!row) throw new NotFound('置顶或屏蔽', id);
    return decisionOf(row);
  }
}

function refuseUntil(until: Day, today: Day): void {
  const last = addDays(today, mostDays);
  if (until >= today && until <= last) return;
  throw new InvalidInput([
    {
      pointer: '/until',
      code: 'match.until',
      detail: `截止日期应在今天（${today}）至${last}之间`,
      value: until,
    },
  ]);
}

async function openOne(tx: Tx, { demandListingId, supplyListingId }: DecidedPair) {
  const [row] = await rows<{ id: string; kind: 'pin' | 'block'; until: string }>(
    tx,
    'SELECT id, kind, until::text AS until FROM match_decisions WHERE demand_listing_id = $1 AND supply_listing_id = $2 AND ended_at IS NULL',
    [demandListingId, supplyListingId],
  );
  return row;
}

async function announce(tx: Tx, decision: DecisionMade, ended: boolean): Promise<void> {
  await appendFact(tx, `match-decision:${decision.id}`, {
    name: 'match.decided',
    decisionId: decision.id,
    kind: decision.kind,
    market: decision.market,
    demandListingId: decision.demand.id,
    supplyListingId: decision.supply.id,
    ended,
    area: decision.demand.area,
  });
}

function entryOf(
  { id, kind, demand, supply, until }: DecisionMade,
  action: string,
  by: Steerer,
  reason: string,
) {
  return {
    actor: by,
    action,
    subject: `match-decision:${id}`,
    detail: { kind, demand: demand.number, supply: supply.number, until },
    reason,
  };
}
