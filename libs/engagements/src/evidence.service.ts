import { createHash, getHashes, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AuditService, actorOf, authorise, type Principal } from '#accounts';
import type { EngagementSide, EvidenceView } from '#contracts';
import { Forbidden, InvalidInput, NotFound, newId, sha256 } from '#kernel';
import { Config, ContentTooLarge, Database, FileStore, rows, type Tx } from '#platform';
import { type EngagementFacts, seesEngagement, seesEvidence } from './domain/sight.js';
import { contractKey, largestEvidence, safeFileName } from './domain/upload.js';
import { findEngagement, lockEngagement } from './engagement.store.js';
import { evidenceView } from './engagement.views.js';
import { type Engagement, Evidence } from './entities/index.js';
import {
  EngagementDeclined,
  EvidenceLost,
  EvidenceTooLarge,
  EvidenceTypeRefused,
  type EvidenceUse,
  EvidenceUsedElsewhere,
} from './errors.js';
import { refuseOnHold } from './parties.js';
import { admit, sideIn, whose } from './reach.js';

/** Files that prove a claim. They are what their content says, whatever they are called. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly db: Database,
    private readonly files: FileStore,
    private readonly audit: AuditService,
    private readonly config: Config = Config.parse({}),
  ) {
    if (config.get('EVIDENCE_SM3') && !getHashes().includes('sm3'))
      throw new Error('EVIDENCE_SM3 is on, but this build of Node has no SM3');
  }

  /** Lets pass who may upload, before anything is read. */
  async admitUpload(caller: Principal, engagementId: string): Promise<void> {
    const row = await findEngagement(this.db.manager, engagementId);
    admit(caller, 'engagement.claim', row, { id: engagementId });
    if (!sideIn(caller, row)) throw new Forbidden();
    if (row.state === 'declined') throw new EngagementDeclined(row.reason);
    await refuseOnHold(this.db.manager, row);
  }

  /**
   * Takes a file while it streams in, and keeps its hashes.
   * @throws EvidenceTooLarge `evidence.too_large`, EvidenceTypeRefused `evidence.type_refused`
   */
  async upload(
    caller: Principal,
    engagementId: string,
    file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
  ): Promise<EvidenceView> {
    await this.admitUpload(caller, engagementId);
    const name = safeFileName(file.name);
    const sm3 = this.config.get('EVIDENCE_SM3') ? createHash('sm3') : undefined;
    // The file first: a row without its file would be worse than a file without a row.
    const stored = await this.files
      .receive(sm3 ? hashed(file.content, sm3) : file.content, largestEvidence, (mediaType) => {
        if (mediaType === undefined) throw new EvidenceTypeRefused(name);
      })
      .catch((error: unknown) => {
        throw error instanceof ContentTooLarge ? new EvidenceTooLarge(largestEvidence) : error;
      });
    return this.db.transaction(async (tx) => {
      const row = await lockEngagement(tx, engagementId);
      admit(caller, 'engagement.claim', row, { id: engagementId });
      const side = sideIn(caller, row);
      if (!side) throw new Forbidden();
      const id = newId();
      await tx.insert(Evidence, {
        id,
        engagementId,
        kind: 'file',
        sha256: stored.sha256,
        sm3: sm3?.digest('hex') ?? null,
        fileName: name,
        mediaType: stored.mediaType ?? null,
        size: stored.size,
        side,
        uploadedBy: caller.personId,
        uploadedByName: caller.name,
      });
      return evidenceView(await tx.findOneByOrFail(Evidence, { id }));
    });
  }

  /** Of some files of the store by their SHA-256, those that prove something. */
  async filesInUse(hashes: readonly string[]): Promise<string[]> {
    const found = await this.db.query<{ sha256: string }>(
      "SELECT DISTINCT sha256 FROM evidence WHERE kind = 'file' AND sha256 = ANY($1)",
      [hashes],
    );
    return found.map(({ sha256: hash }) => hash);
  }

  /**
   * The reading is in the audit trail before anything is given.
   * @throws NotFound; EvidenceLost `evidence.lost` when the file is gone or changed
   */
  async download(caller: Principal, id: string): Promise<EvidenceFile> {
    const found = await this.db.manager.findOneBy(Evidence, { id, kind: 'file' });
    const row = found && (await findEngagement(this.db.manager, found.engagementId));
    if (!row || !seesEvidence(caller, evidenceFacts(found, row))) throw new NotFound('佐证材料', id);
    authorise(caller, 'evidence.read', whose(row));
    const content = await this.files.stream(found.sha256);
    if (!content) throw new EvidenceLost(found.sha256);
    await this.audit.note({
      actor: actorOf(caller),
      action: 'evidence.read',
      subject: `evidence:${id}`,
      detail: { number: row.number, fileName: found.fileName, sha256: found.sha256 },
    });
    return {
      name: found.fileName ?? id,
      mediaType: found.mediaType ?? 'application/octet-stream',
      size: found.size ?? 0,
      content,
    };
  }
}

/** A file on its way to a reader; always as a download, never shown in a page. */
export interface EvidenceFile {
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly content: Readable;
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    hash.update(piece);
    yield piece;
  }
}

function evidenceFacts(evidence: Evidence, row: Engagement) {
  return {
    demandId: row.demandId,
    firmId: row.firmId,
    area: row.area,
    attached: evidence.claimId !== null,
    uploadedFor: evidence.side === 'demand' ? row.demandId : row.firmId,
  };
}

/** Other engagements in which the same file or contract number stands for a claim that was not given up. */
export async function usesElsewhere(
  tx: Tx,
  engagementId: string,
  claimId: string,
): Promise<(EvidenceUse & EngagementFacts)[]> {
  return rows<EvidenceUse & EngagementFacts & Record<string, unknown>>(
    tx,
    `SELECT DISTINCT e.number, e.demand_id AS "demandId", e.firm_id AS "firmId", e.area, other.sha256, other.contract_number AS "contractNumber", other.file_name AS "fileName"
     FROM evidence own
     JOIN evidence other ON other.sha256 = own.sha256 AND other.kind = own.kind AND other.engagement_id <> $1
     JOIN claims c ON c.id = other.claim_id AND c.state NOT IN ('declined', 'rejected', 'withdrawn')
     JOIN engagements e ON e.id = other.engagement_id
     WHERE own.claim_id = $2 AND own.engagement_id = $1 ORDER BY e.number LIMIT 20`,
    [engagementId, claimId],
  );
}

/** Names the engagements that the caller may see; of others it says that they are there. */
export function usedElsewhere(
  uses: readonly (EvidenceUse & EngagementFacts)[],
  caller: Principal,
): EvidenceUsedElsewhere {
  const seen = uses.filter((use) => seesEngagement(caller, use));
  const named = seen.map(({ number, sha256, contractNumber, fileName }) => ({
    number,
    sha256,
    contractNumber,
    fileName,
  }));
  const others = new Set(uses.filter((use) => !seen.includes(use)).map(({ number }) => number));
  return new EvidenceUsedElsewhere(named, others.size);
}

export interface Attachment {
  readonly row: Engagement;
  readonly side: EngagementSide;
  readonly claimId: string;
  readonly caller: Principal;
  readonly evidenceIds: readonly string[];
  readonly contractNumber?: string | undefined;
}

/** Ties uploaded files of the same side, and a contract number, to a claim. */
export async function attachEvidence(tx: Tx, given: Attachment): Promise<void> {
  const { row, side, claimId, caller, contractNumber } = given;
  const ids = [...new Set(given.evidenceIds)];
  const attached = await rows<{ id: string }>(
    tx,
    `UPDATE evidence SET claim_id = $1 WHERE id = ANY($2::uuid[]) AND engagement_id = $3 AND side = $4 AND claim_id IS NULL
     RETURNING id`,
    [claimId, ids, row.id, side],
  );
  const missing = ids.filter((id) => !attached.some((a) => a.id === id));
  if (missing.length > 0)
    throw new InvalidInput(
      missing.map((value) => ({
        pointer: `/evidenceIds/${given.evidenceIds.indexOf(value)}`,
        code: 'claim.evidence_unknown',
        detail: '应为本方为这次对接上传、且尚未用于其他申报的材料',
        value,
      })),
    );
  if (contractNumber === undefined) return;
  await tx.insert(Evidence, {
    id: newId(),
    engagementId: row.id,
    claimId,
    kind: 'contract',
    sha256: sha256(contractKey(contractNumber)),
    contractNumber,
    side,
    uploadedBy: caller.personId,
    uploadedByName: caller.name,
  });
}
