import { Injectable } from '@nestjs/common';
import { OrganisationService, type Principal } from '#accounts';
import type { FlagParameters, FlagView } from '#contracts';
import { type Day, dayOf, NotFound, newId, Parameters } from '#kernel';
import { appendFact, Database, keyset, lock, rows, type Tx } from '#platform';
import { type ClaimLineRow, claimLine, claimLineSql } from './claim.line.js';
import { ClaimSteps } from './claim.steps.js';
import { raise, shippedParameters } from './domain/flags.js';
import { engagementSeenSql } from './domain/sight.js';
import { findClaim, lockEngagement } from './engagement.store.js';
import { FlagRuleset, FlagSettlement } from './entities/index.js';
import { FlagSettled } from './errors.js';
import { flaggedFact } from './facts.js';
import { type OriginReader, verifiedThisYear } from './flag.reader.js';
import { admit } from './reach.js';
import { independent } from './verification.js';

interface Row extends ClaimLineRow {
  id: string;
  rule: FlagView['rule'];
  evidence: Record<string, unknown>;
  raised_at: Date;
  at: string;
  outcome: 'explained' | 'confirmed' | null;
  reason: string | null;
  settled_by_name: string | null;
  settled_at: Date | null;
}

const selectFlags = `SELECT g.id, g.rule, ${claimLineSql}, g.evidence, g.raised_at, g.raised_at::text AS at, t.outcome, t.reason, t.settled_by_name, t.settled_at
  FROM claim_flags g JOIN claims c ON c.id = g.claim_id JOIN engagements e ON e.id = c.engagement_id
  LEFT JOIN claim_flag_settlements t ON t.flag_id = g.id`;

export interface FlagRules {
  readonly version: number;
  readonly parameters: FlagParameters;
  readonly reason: string | null;
  readonly madeBy: string | null;
  readonly madeAt: string | null;
}

/** Flags: what rules raise for a person to look at. None of them changes a count. */
@Injectable()
export class FlagService {
  private readonly steps: ClaimSteps;

  constructor(
    private readonly db: Database,
    organisations: OrganisationService,
  ) {
    this.steps = new ClaimSteps(db, organisations);
  }

  /** Looks at what was verified this year; what was raised before is not raised again. @returns how many are new. */
  async look(origins: OriginReader, now = new Date()): Promise<number> {
    const today = dayOf(now);
    const { parameters } = await this.rules();
    const claims = await verifiedThisYear(this.db.manager, origins, today);
    const raised = raise(claims, parameters, today);
    if (raised.length === 0) return 0;
    return this.db.transaction(async (tx) => {
      await lock(tx, 'flags');
      const written = await rows<{ id: string; claim_id: string; rule: FlagView['rule'] }>(
        tx,
        `INSERT INTO claim_flags (id, claim_id, rule, evidence, parameters)
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::jsonb[])
         ON CONFLICT ON CONSTRAINT uq_claim_flags_rule DO NOTHING RETURNING id, claim_id, rule`,
        [
          raised.map(() => newId()),
          raised.map((one) => one.claimId),
          raised.map((one) => one.rule),
          raised.map((one) => JSON.stringify(one.evidence)),
          raised.map((one) => JSON.stringify(parameters[one.rule])),
        ],
      );
      for (const { id, claim_id, rule } of written)
        await announce(tx, { flagId: id, claimId: claim_id, rule, day: today });
      return written.length;
    });
  }

  async list(
    caller: Principal,
    filter: { open?: boolean | undefined; rule?: string | undefined },
    limit: number,
    cursor: string | undefined,
  ) {
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const parameters = new Parameters(filter.open ?? null, filter.rule ?? null, at, id, limit + 1);
    const found = await this.db.query<Row>(
      `${selectFlags} WHERE ${engagementSeenSql(caller, parameters)} AND ($1::boolean IS NULL OR (t.flag_id IS NULL) = $1)
         AND ($2::text IS NULL OR g.rule = $2) AND ($3::text IS NULL OR (g.raised_at, g.id) < ($3::timestamptz, $4::uuid))
       ORDER BY g.raised_at DESC, g.id DESC LIMIT $5`,
      parameters.values,
    );
    return keyset.page(found, limit, (row) => [row.at, row.id], view);
  }

  /**
   * What a person found of it, once. It stays on record beside the flag.
   * @throws ReviewerInvolved, FlagSettled `flag.settled`
   */
  settle(
    caller: Principal,
    id: string,
    { outcome, reason }: { outcome: 'explained' | 'confirmed'; reason: string },
    now = new Date(),
  ): Promise<FlagView> {
    return this.db.transaction(async (tx) => {
      const flag = await one(tx, id);
      const row = flag && (await lockEngagement(tx, flag.engagement_id));
      admit(caller, 'flag.settle', row, { id, what: '疑点' });
      const claim = flag && (await findClaim(tx, flag.claim_id));
      if (!claim) throw new NotFound('疑点', id);
      await independent(
        { tx, row, claim, caller, side: 'coordinator', now },
        await this.steps.parties(tx, row),
      );
      // The engagement is locked: nobody settles the same flag at this moment.
      if (await tx.existsBy(FlagSettlement, { flagId: id })) throw new FlagSettled();
      await tx.insert(FlagSettlement, {
        flagId: id,
        outcome,
        reason,
        settledBy: caller.personId,
        settledByName: caller.name,
        settledAt: now,
      });
      const settled = await one(tx, id);
      if (!settled) throw new NotFound('疑点', id);
      return view(settled);
    });
  }

  /** The newest version, or what is shipped. */
  async rules(tx: Tx = this.db.manager): Promise<FlagRules> {
    const [newest] = await tx.find(FlagRuleset, { order: { version: 'DESC' }, take: 1 });
    if (!newest)
      return { version: 0, parameters: shippedParameters, reason: null, madeBy: null, madeAt: null };
    const { version, parameters, reason } = newest;
    return { version, parameters, reason, madeBy: newest.madeByName, madeAt: newest.madeAt.toISOString() };
  }

  changeRules(caller: Principal, parameters: FlagParameters, reason: string): Promise<FlagRules> {
    return this.db.transaction(async (tx) => {
      await lock(tx, 'flags');
      const { version } = await this.rules(tx);
      await tx.insert(FlagRuleset, {
        version: version + 1,
        parameters,
        reason,
        madeBy: caller.personId,
        madeByName: caller.name,
      });
      return this.rules(tx);
    });
  }
}

interface Raised {
  readonly flagId: string;
  readonly claimId: string;
  readonly rule: FlagView['rule'];
  readonly day: Day;
}

async function announce(tx: Tx, { claimId, ...flag }: Raised): Promise<void> {
  const claim = await findClaim(tx, claimId);
  const row = claim && (await lockEngagement(tx, claim.engagementId));
  if (row) await appendFact(tx, `flag:${flag.flagId}`, flaggedFact(row, claim, flag));
}

async function one(tx: Tx, id: string): Promise<Row | undefined> {
  return (await rows<Row>(tx, `${selectFlags} WHERE g.id = $1`, [id]))[0];
}

function view(row: Row): FlagView {
  return {
    id: row.id,
    rule: row.rule,
    ...claimLine(row),
    evidence: row.evidence,
    raisedAt: row.raised_at.toISOString(),
    settled:
      row.outcome === null || row.settled_at === null
        ? null
        : {
            outcome: row.outcome,
            reason: row.reason ?? '',
            settledBy: row.settled_by_name ?? '',
            settledAt: row.settled_at.toISOString(),
          },
  };
}
