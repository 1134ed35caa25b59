import { In, IsNull, Not } from 'typeorm';
import { type Principal, suspensionsAmong } from '#accounts';
import type { ClaimView, EngagementView, EvidenceView } from '#contracts';
import { NotFound } from '#kernel';
import type { Tx } from '#platform';
import { waitsFor } from './confirming.js';
import { levelOf } from './domain/claims.js';
import { claimsOf, findEngagement } from './engagement.store.js';
import { type Claim, type Engagement, Evidence } from './entities/index.js';

/** Engagements with their claims and evidence, in the order of the rows given, as the caller sees them. */
export async function views(
  tx: Tx,
  found: readonly Engagement[],
  caller: Principal,
): Promise<EngagementView[]> {
  const ids = found.map((row) => row.id);
  const claims = await claimsOf(tx, ids);
  const evidence = await tx.find(Evidence, {
    where: { engagementId: In(ids), claimId: Not(IsNull()) },
    order: { uploadedAt: 'ASC', id: 'ASC' },
  });
  const suspended = await suspensionsAmong(
    tx,
    found.flatMap((row) => [row.demandId, row.firmId]),
  );
  return found.map((row) =>
    engagementView(
      row,
      holdOf(row, suspended),
      claims
        .filter((claim) => claim.engagementId === row.id)
        .map((claim) =>
          claimView(
            claim,
            evidence.filter((e) => e.claimId === claim.id),
            {
              yoursToConfirm: waitsFor(caller, row, claim),
              disputedByYou: claim.state === 'disputed' && claim.disputedBy === caller.personId,
            },
          ),
        ),
    ),
  );
}

/** One engagement as the caller sees it. @throws NotFound */
export async function readView(tx: Tx, id: string, caller: Principal): Promise<EngagementView> {
  const row = await findEngagement(tx, id);
  const [view] = row ? await views(tx, [row], caller) : [];
  if (!view) throw new NotFound('对接', id);
  return view;
}

function holdOf(row: Engagement, suspended: ReadonlyMap<string, string>): EngagementView['hold'] {
  const side = suspended.has(row.demandId) ? 'demand' : 'supply';
  const reason = suspended.get(side === 'demand' ? row.demandId : row.firmId);
  return reason === undefined ? null : { side, reason };
}

function engagementView(row: Engagement, hold: EngagementView['hold'], claims: ClaimView[]): EngagementView {
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
      demand: row.demandIntentAt?.toISOString() ?? null,
      supply: row.supplyIntentAt?.toISOString() ?? null,
    },
    level: levelOf(true, claims),
    hold,
    declinedBy: row.declinedBy,
    reason: row.reason,
    reasonCode: row.reasonCode,
    claims,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
  };
}

function claimView(
  row: Claim,
  evidence: readonly Evidence[],
  readers: Pick<ClaimView, 'yoursToConfirm' | 'disputedByYou'>,
): ClaimView {
  return {
    id: row.id,
    level: row.level,
    state: row.state,
    side: row.side,
    channel: row.channel,
    amount: row.amount,
    amountIncludesTax: row.amountIncludesTax,
    happenedOn: row.happenedOn,
    note: row.note,
    reason: row.reason,
    reasonCode: row.reasonCode,
    dueOn: row.dueOn,
    claimedAt: row.claimedAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    ...readers,
    evidence: evidence.map(evidenceView),
  };
}

export function evidenceView(row: Evidence): EvidenceView {
  return {
    id: row.id,
    kind: row.kind,
    sha256: row.sha256,
    sm3: row.sm3,
    fileName: row.fileName,
    mediaType: row.mediaType,
    size: row.size,
    contractNumber: row.contractNumber,
    uploadedBy: row.uploadedByName,
    uploadedAt: row.uploadedAt.toISOString(),
  };
}
