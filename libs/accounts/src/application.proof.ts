import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { ApplicationView } from '#contracts';
import { NotFound } from '#kernel';
import { Database, FileStore, safeFileName } from '#platform';
import { applicationView, findApplication, lockApplication } from './application.store.js';
import { AuditService } from './audit.service.js';
import { ApplicationFixed, ProofLost, ProofTypeRefused } from './domain/application.refusals.js';
import { applicationSight } from './domain/application.sight.js';
import { actorOf, type Principal } from './domain/principal.js';
import { Application } from './entities/application.js';

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
    refuseOthers(caller, await findApplication(this.db.manager, id));
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
      refuseOthers(caller, await lockApplication(tx, id));
      const proof = {
        proofSha256: stored.sha256,
        proofFileName: safeFileName(file.name, 'proof'),
        proofMediaType: stored.mediaType ?? null,
        proofSize: stored.size,
      };
      await tx.update(Application, { id }, proof);
      return applicationView(await findApplication(tx, id));
    });
  }

  /** Of some files of the store by their SHA-256, those that prove an application. */
  async filesInUse(hashes: readonly string[]): Promise<string[]> {
    const found = await this.db.manager.find(Application, {
      select: { id: true, proofSha256: true },
      where: { proofSha256: In(hashes) },
    });
    return [...new Set(found.flatMap(({ proofSha256 }) => proofSha256 ?? []))];
  }

  /** Every reading by another than the applicant is in the audit trail before the file is given. @throws NotFound, ProofLost */
  async download(
    caller: Principal,
    id: string,
  ): Promise<{ name: string; mediaType: string; content: Buffer }> {
    const application = await findApplication(this.db.manager, id);
    if (!applicationSight(caller).sees(application)) throw new NotFound('申请', id);
    const { proofSha256, proofFileName, proofMediaType } = application;
    if (proofSha256 === null) throw new NotFound('证明材料');
    const content = await this.files.read(proofSha256);
    if (!content) throw new ProofLost(proofSha256);
    if (application.personId !== caller.personId) await this.recordReading(caller, application);
    return {
      name: proofFileName ?? id,
      mediaType: proofMediaType ?? 'application/octet-stream',
      content,
    };
  }

  private recordReading(caller: Principal, application: Application): Promise<void> {
    return this.db.transaction((tx) =>
      this.audit.record(tx, {
        actor: actorOf(caller),
        action: 'application.proof_read',
        subject: `application:${application.id}`,
        detail: { sha256: application.proofSha256, fileName: application.proofFileName },
      }),
    );
  }
}

/** A proof belongs to the caller's own draft. @throws NotFound, ApplicationFixed */
function refuseOthers(caller: Principal, { id, personId, state }: Application): void {
  if (personId !== caller.personId) throw new NotFound('申请', id);
  if (state !== 'draft') throw new ApplicationFixed(state);
}
