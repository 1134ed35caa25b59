import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ReviewFileView } from '#contracts';
import { NotFound, newId } from '#kernel';
import { Database, FileStore, rows, safeFileName, type Tx } from '#platform';
import { Review, ReviewFile } from '../entities/index.js';
import { keysSeen, seesReview, type Voice } from './domain/voice.js';
import { ReviewFileLost, ReviewFileTypeRefused, UnitHasAnswered } from './errors.js';
import { fileView } from './review.views.js';
import { admitUpload, spokenFor } from './unit.service.js';

/** Largest attachment in bytes. */
export const largestReviewFile = 50 * 1024 * 1024;

export interface ReviewAttachment {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly content: Readable;
}

/** Files of 自评 and of objections. They are what their content says, whatever they are called. */
@Injectable()
export class ReviewFileService {
  constructor(
    private readonly db: Database,
    private readonly files: FileStore,
  ) {}

  /** Lets pass who may upload, before anything is read. */
  async admitUpload(voice: Voice, id: string, key: string): Promise<void> {
    await admitUpload(this.db.manager, voice, id, key);
  }

  /** @throws ContentTooLarge `file.too_large`, ReviewFileTypeRefused `review.file_type_refused` */
  async upload(
    given: { readonly id: string; readonly key: string; readonly voice: Voice; readonly now?: Date },
    file: { readonly name: string; readonly content: AsyncIterable<Uint8Array> },
  ): Promise<ReviewFileView> {
    const { id, key, voice, now = new Date() } = given;
    const { state } = await admitUpload(this.db.manager, voice, id, key);
    const name = safeFileName(file.name, 'attachment');
    // The file first: a row without its file would be worse than a file without a row.
    const stored = await this.files.receive(file.content, largestReviewFile, (mediaType) => {
      if (mediaType === undefined) throw new ReviewFileTypeRefused(name);
    });
    return this.db.transaction(async (tx) => {
      const stage = state === 'objections' ? 'objections' : 'self_assessment';
      await spokenFor(tx, { id, key, voice, now }, stage);
      const row = tx.create(ReviewFile, {
        id: newId(),
        reviewId: id,
        key,
        purpose: stage === 'objections' ? 'objection' : 'self',
        objectionId: null,
        sha256: stored.sha256,
        fileName: name,
        mediaType: stored.mediaType ?? '',
        size: stored.size,
        uploadedBy: voice.id,
        uploadedByName: voice.name,
        uploadedAt: now,
      });
      await tx.save(row);
      return fileView(row);
    });
  }

  /** @throws NotFound also where it is another unit's; ReviewFileLost `review.file_lost` */
  async download(voice: Voice, id: string): Promise<ReviewAttachment> {
    const { file } = await this.seen(this.db.manager, voice, id);
    const content = await this.files.stream(file.sha256);
    if (!content) throw new ReviewFileLost(file.sha256);
    return {
      id,
      name: file.fileName,
      mediaType: file.mediaType,
      sha256: file.sha256,
      size: file.size,
      content,
    };
  }

  /** In the stage in which it was uploaded, and of an objection only before it is raised. */
  remove(voice: Voice, id: string, now = new Date()): Promise<void> {
    return this.db.transaction(async (tx) => {
      const { file, review } = await this.seen(tx, voice, id);
      const stage = file.purpose === 'self' ? 'self_assessment' : 'objections';
      await spokenFor(tx, { id: review.id, key: file.key, voice, now }, stage);
      const found = await tx.findOneBy(ReviewFile, { id });
      if (!found) throw new NotFound('附件', id);
      if (found.objectionId !== null) throw new UnitHasAnswered('附件已随异议提交，不能删除');
      await tx.delete(ReviewFile, { id });
    });
  }

  /** Of some files of the store by their SHA-256, those that reviews and papers name. */
  async filesInUse(hashes: readonly string[]): Promise<string[]> {
    const found = await rows<{ sha256: string }>(
      this.db.manager,
      'SELECT sha256 FROM review_files WHERE sha256 = ANY($1) UNION SELECT sha256 FROM papers WHERE sha256 = ANY($1)',
      [hashes],
    );
    return found.map(({ sha256 }) => sha256);
  }

  private async seen(tx: Tx, voice: Voice, id: string): Promise<{ file: ReviewFile; review: Review }> {
    const file = await tx.findOneBy(ReviewFile, { id });
    const review = file && (await tx.findOneBy(Review, { id: file.reviewId }));
    if (!file || !review || !seesReview(voice, review) || !keysSeen(voice, review).includes(file.key))
      throw new NotFound('附件', id);
    return { file, review };
  }
}
