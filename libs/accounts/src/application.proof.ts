import { Injectable } from '@nestjs/common';
import type { ApplicationView } from '#contracts';
import { NotFound } from '#kernel';
import { Database, FileStore, rows, safeFileName, type Tx } from '#platform';
import { type ApplicationRow, applicationView, findApplication } from './application.store.js';
import { AuditService } from './audit.service.js';
import { ApplicationFixed, ProofLost, ProofTypeRefused } from './domain/application.refusals.js';
import { applicationSight } from './domain/application.sight.js';
import type { Principal } from './domain/principal.js';

/** Largest proof in bytes: a letter of authority or a licence is a page or two. */
export const largestProof = 10 * 1024 * 1024;

/** The file by which an application is proved. */
@Injectable()
export class ApplicationProof {
  constructor(
    private readonly db: Database,
    private readonly files: FileStore,
    private readonly audit: AuditService,
  ) {}

  /** Lets pass who may upload, before anything is read. @throws NotFound, ApplicationFixed */
  async admitUpload(caller: Principal, id: string): Promise<void> {
    await this.ownDraft(this.db.manager, caller, id);
  }

  /**
   * Takes the place of the proof that was there.
   * @throws ContentTooLarge `file.too_large`, ProofTypeRefused `application.proof_type_refused`
   */
  async upload(
    caller: Principal,
    id: string,
    file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
  ): Promise<ApplicationView> {
    // The file first: a row without its file would be worse than a file without a row.
    const stored = await this.files.receive(file.content, largestProof, (mediaType) => {
      if (mediaType === undefined) throw new ProofTypeRefused();
    });
    return this.db.transaction(async (tx) => {
      await this.ownDraft(tx, caller, id, 'FOR UPDATE OF a');
      await rows(
        tx,
        `UPDATE applications SET proof_sha256 = $2, proof_file_name = $3, proof_media_type = $4, proof_size = $5, version = version + 1,
           updated_at = now() WHERE id = $1`,
        [id, stored.sha256, safeFileName(file.name, 'proof'), stored.mediaType, stored.size],
      );
      return applicationView(await findApplication(tx, id));
    });
  }

  /** Of some files of the store by their SHA-256, those that prove an application. */
  async filesInUse(hashes: readonly string[]): Promise<string[]> {
    const found = await this.db.query<{ proof_sha256: string }>(
      'SELECT DISTINCT proof_sha256 FROM applications WHERE proof_sha256 = ANY($1)',
      [hashes],
    );
    return found.map(({ proof_sha256 }) => proof_sha256);
  }

  /** Every reading by another than the applicant is in the audit trail before the file is given. @throws NotFound, ProofLost */
  async download(
    caller: Principal,
    id: string,
  ): Promise<{ name: string; mediaType: string; content: Buffer }> {
    const row = await findApplication(this.db.manager, id);
    const sight = applicationSight(caller);
    const seen = sight.sees({
      personId: row.person_id,
      area: row.area,
      submittedAt: row.submitted_at?.toISOString() ?? null,
    });
    if (!seen) throw new NotFound('申请', id);
    if (row.proof_sha256 === null) throw new NotFound('证明材料');
    const content = await this.files.read(row.proof_sha256);
    if (!content) throw new ProofLost(row.proof_sha256);
    if (row.person_id !== caller.personId) await this.recordReading(caller, row);
    return {
      name: row.proof_file_name ?? id,
      mediaType: row.proof_media_type ?? 'application/octet-stream',
      content,
    };
  }

  private recordReading(caller: Principal, row: ApplicationRow): Promise<void> {
    return this.db.transaction((tx) =>
      this.audit.record(tx, {
        actorId: caller.personId,
        actorName: caller.name,
        action: 'application.proof_read',
        subject: `application:${row.id}`,
        detail: { sha256: row.proof_sha256, fileName: row.proof_file_name },
      }),
    );
  }

  private async ownDraft(
    tx: Tx,
    caller: Principal,
    id: string,
    lock: '' | 'FOR UPDATE OF a' = '',
  ): Promise<void> {
    const row = await findApplication(tx, id, lock);
    if (row.person_id !== caller.personId) throw new NotFound('申请', id);
    if (row.state !== 'draft') throw new ApplicationFixed(row.state);
  }
}
