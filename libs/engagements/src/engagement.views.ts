import { type Principal, suspensionsAmong } from '#accounts';
import type { ClaimView, EngagementView, EvidenceView } from '#contracts';
import { NotFound } from '#kernel';
import { rows, type Tx } from '#platform';
import { waitsFor } from './confirming.js';
import { levelOf } from './domain/claims.js';
import {
  type ClaimRow,
  claimsOf,
  type EngagementRow,
  type EvidenceRow,
  findEngagement,
} from './engagement.store.js';

/** Engagements with their claims and evidence, in the order of the rows given, as the caller sees them. */
export async function views(
  tx: Tx,
  found: readonly EngagementRow[],
  caller: Principal,
): Promise<EngagementView[]> {
  const ids = found.map((row) => row.id);
  const claims = await claimsOf(tx, ids);
  const evidence = await rows<EvidenceRow>(
    tx,
    'SELECT * FROM evidence WHERE engagement_id = ANY($1::uuid[]) AND claim_id IS NOT NULL ORDER BY uploaded_at, id',
    [ids],
  );
  const suspended = await suspensionsAmong(
    tx,
    found.flatMap((row) => [row.demand_id, row.firm_id]),
  );
  return found.map((row) =>
    engagementView(
      row,
      holdOf(row, suspended),
      claims
        .filter((claim) => claim.engagement_id === row.id)
        .map((claim) =>
          claimView(
            claim,
            evidence.filter((e) => e.claim_id === claim.id),
            waitsFor(caller, row, claim),
          ),
        ),
    ),
  );
}

/** One engagement as the caller sees it. @throws NotFound */
export async function viewOf(tx: Tx, id: string, caller: Principal): Promise<EngagementView> {
  const row = await findEngagement(tx, id);
  const [view] = row ? await views(tx, [row], caller) : [];
  if (!view) throw new NotFound('对接', id);
  return view;
}

function holdOf(row: EngagementRow, suspended: ReadonlyMap<string, string>): EngagementView['hold'] {
  const side = suspended.has(row.demand_id) ? 'demand' : 'supply';
  const reason = suspended.get(side === 'demand' ? row.demand_id : row.firm_id);
  return reason === undefined ? null : { side, reason };
}

function engagementView(
  row: EngagementRow,
  hold: EngagementView['hold'],
  claims: ClaimView[],
): EngagementView {
  const { market, demand, supply } = row.subject;
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    market,
    demandListing: { id: demand.id, number: demand.number, title: demand.title },
    supplyListing: { id: supply.id, number: supply.number, title: supply.title },
    demand: row.demand,
    supply: row.supply,
    intent: {
      demand: row.demand_intent_at?.toISOString() ?? null,
      supply: row.supply_intent_at?.toISOString() ?? null,
    },
    level: levelOf(true, claims),
    hold,
    declinedBy: row.declined_by,
    reason: row.reason,
    reasonCode: row.reason_code,
    claims,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  };
}

function claimView(row: ClaimRow, evidence: readonly EvidenceRow[], yoursToConfirm: boolean): ClaimView {
  return {
    id: row.id,
    level: row.level,
    state: row.state,
    side: row.side,
    channel: row.channel,
    amount: row.amount,
    amountIncludesTax: row.amount_includes_tax,
    happenedOn: row.happened_on,
    note: row.note,
    reason: row.reason,
    reasonCode: row.reason_code,
    dueOn: row.due_on,
    claimedAt: row.claimed_at.toISOString(),
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    verifiedAt: row.verified_at?.toISOString() ?? null,
    yoursToConfirm,
    evidence: evidence.map(evidenceView),
  };
}

export function evidenceView(row: EvidenceRow): EvidenceView {
  return {
    id: row.id,
    kind: row.kind,
    sha256: row.sha256,
    sm3: row.sm3,
    fileName: row.file_name,
    mediaType: row.media_type,
    size: row.size === null ? null : Number(row.size),
    contractNumber: row.contract_number,
    uploadedBy: row.uploaded_by_name,
    uploadedAt: row.uploaded_at.toISOString(),
  };
}
