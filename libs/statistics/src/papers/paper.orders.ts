import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { type LabelOf, makePaper } from '#contracts';
import { NotFound, newId } from '#kernel';
import { Database, FileStore, Jobs } from '#platform';
import { OrderedPaper } from '../entities/index.js';
import { PaperGone, PaperNotMade } from '../errors.js';
import type { PaperOrder } from './order.js';
import { PaperService } from './paper.service.js';

const types = {
  workbook: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  report: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
/** Larger papers are none that anybody signs. */
const largest = 200 * 1024 * 1024;

/** Papers that people ask for: made by a job, kept for a while for whoever asked. */
@Injectable()
export class PaperOrders {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly files: FileStore,
    private readonly papers: PaperService,
  ) {}

  ask(order: PaperOrder, askedBy: string): Promise<{ readonly paper: string; readonly job: string }> {
    return this.db.transaction(async (tx) => {
      const paper = newId();
      await tx.insert(OrderedPaper, { id: paper, request: order, askedBy });
      return { paper, job: await this.jobs.ask(tx, makePaper, { paperId: paper }, askedBy) };
    });
  }

  /** Twice asked, it is made once. */
  async make(
    id: string,
    labelOf: LabelOf,
    report: (done: number, doing: string) => Promise<void>,
  ): Promise<{ readonly paper: string }> {
    const found = await this.db.manager.findOneBy(OrderedPaper, { id });
    if (!found || found.sha256 !== null) return { paper: id };
    const { request: order } = found;
    await report(0.1, '读取数据');
    const { name, content } =
      order.of === 'year'
        ? await this.papers.year(order, order, labelOf)
        : await this.papers.review(order, order, labelOf);
    await report(0.8, '保存文件');
    const stored = await this.files.receive(Readable.from([content]), largest);
    const unmade = { id, sha256: IsNull() };
    const { sha256, size } = stored;
    const file = { fileName: name, mediaType: types[order.form], size, sha256 };
    await this.db.manager.update(OrderedPaper, unmade, file);
    return { paper: id };
  }

  /** @throws NotFound also where somebody else asked; PaperNotMade `paper.not_made`, PaperGone `paper.gone` */
  async read(askedBy: string, id: string) {
    const found = await this.db.manager.findOneBy(OrderedPaper, { id, askedBy });
    if (!found) throw new NotFound('工作簿或报告', id);
    const { fileName: name, mediaType, size, sha256 } = found;
    if (name === null || mediaType === null || sha256 === null) throw new PaperNotMade();
    const content = await this.files.stream(sha256);
    if (!content) throw new PaperGone();
    return { name, mediaType, size: size ?? 0, content };
  }

  /** Forgets papers of long ago; their files go with the next sweep. */
  async prune(): Promise<void> {
    await this.db.query("DELETE FROM papers WHERE asked_at < now() - interval '30 days'");
  }
}
