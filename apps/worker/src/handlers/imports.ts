import { Injectable } from '@nestjs/common';
import {
  advanceImport,
  commitImport,
  type JobDefinition,
  mendImport,
  stageImport,
  undoImport,
} from '#contracts';
import { ImportService } from '#listings';
import { HandlesJob, type JobContext } from '#platform';

type PayloadOf<D> = D extends JobDefinition<infer P> ? P : never;

const reporting = (context: JobContext) => (done: number, doing: string) => context.report({ done, doing });

/** What becomes of files that are imported. */
@Injectable()
export class ImportHandlers {
  constructor(private readonly imports: ImportService) {}

  @HandlesJob(stageImport)
  async stage({ importId, reading }: PayloadOf<typeof stageImport>, context: JobContext) {
    const read = await this.imports.read(importId, reading, reporting(context));
    const { state, total, valid, refused, refusal } = read;
    return { state, total, valid, refused, refusal };
  }

  @HandlesJob(commitImport)
  async commit({ importId }: PayloadOf<typeof commitImport>, context: JobContext) {
    const committed = await this.imports.commit(importId, reporting(context));
    const { created, revised, known, published, refused, leftOut } = committed;
    return { created, revised, known, published, refused, left: leftOut };
  }

  @HandlesJob(advanceImport)
  advance({ importId, step, actor }: PayloadOf<typeof advanceImport>, context: JobContext) {
    return this.imports.advance(importId, step, actor, reporting(context));
  }

  @HandlesJob(undoImport)
  undo({ importId, actor }: PayloadOf<typeof undoImport>) {
    return this.imports.undo.run(importId, actor);
  }

  @HandlesJob(mendImport)
  async mend({ importId, path }: PayloadOf<typeof mendImport>) {
    return { rows: await this.imports.mend(importId, path) };
  }
}
