import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type LabelOf, makePaper } from '#contracts';
import { NotFound, newId } from '#kernel';
import { Database, FileStore, Jobs, rows } from '#platform';
import { PaperGone, PaperNotMade } from '../errors.js';
import { PaperService, type ReviewPaper, type YearPaper } from './paper.service.js';

export type PaperOrder = { readonly form: 'workbook' | 'report'; readonly number: string } & (
  | ({ readonly of: 'year' } & YearPaper)
  | ({ readonly of: 'review' } & ReviewPaper)
);

const types = {
  workbook: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  report: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
/** Larger papers are none that anybody signs. */
const largest = 200 * 1024 * 1024;

interface Row extends Record<string, unknown> {
  request: PaperOrder;
  file_name: string | null;
  media_type: string | null;
  size: string | null;
  sha256: string | null;
}

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
      await rows(tx, 'INSERT INTO papers (id, request, asked_by) VALUES ($1, $2, $3)', [
        paper,
        JSON.stringify(order),
        askedBy,
      ]);
      return { paper, job: await this.jobs.ask(tx, makePaper, { paperId: paper }, askedBy) };
    });
  }

  /** Twice asked, it is made once. */
  async make(
    id: string,
    labelOf: LabelOf,
    report: (done: number, doing: string) => Promise<void>,
  ): Promise<{ readonly paper: string }> {
    const row = await this.find(id);
    if (!row || row.sha256 !== null) return { paper: id };
    const { request: order } = row;
    await report(0.1, '读取数据');
    const { name, content } =
      order.of === 'year'
        ? await this.papers.year(order, order, labelOf)
        : await this.papers.review(order, order, labelOf);
    await report(0.8, '保存文件');
    const stored = await this.files.receive(Readable.from([content]), largest);
    await this.db.query(
      'UPDATE papers SET file_name = $2, media_type = $3, size = $4, sha256 = $5 WHERE id = $1 AND sha256 IS NULL',
      [id, name, types[order.form], stored.size, stored.sha256],
    );
    return { paper: id };
  }

  /** @throws NotFound also where somebody else asked; PaperNotMade `paper.not_made`, PaperGone `paper.gone` */
  async read(askedBy: string, id: string) {
    const row = await this.find(id, askedBy);
    if (!row) throw new NotFound('工作簿或报告', id);
    const { file_name: name, media_type: mediaType, size, sha256 } = row;
    if (name === null || mediaType === null || sha256 === null) throw new PaperNotMade();
    const content = await this.files.stream(sha256);
    if (!content) throw new PaperGone();
    return { name, mediaType, size: Number(size), content };
  }

  /** Forgets papers of long ago; their files go with the next sweep. */
  async prune(): Promise<void> {
    await this.db.query("DELETE FROM papers WHERE asked_at < now() - interval '30 days'");
  }

  private async find(id: string, askedBy: string | null = null): Promise<Row | undefined> {
    const [row] = await this.db.query<Row>(
      'SELECT request, file_name, media_type, size, sha256 FROM papers WHERE id = $1 AND ($2::uuid IS NULL OR asked_by = $2)',
      [id, askedBy],
    );
    return row;
  }
}
