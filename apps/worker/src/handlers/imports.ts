import type { INestApplicationContext } from '@nestjs/common';
import { advanceImport, commitImport, mendImport, stageImport, undoImport } from '#contracts';
import { ImportService } from '#listings';
import { type Handler, handle, type JobContext } from '#platform';

const reporting = (context: JobContext) => (done: number, doing: string) => context.report({ done, doing });

/** What becomes of files that are imported. */
export function importHandlers(app: INestApplicationContext): Handler[] {
  const imports = app.get(ImportService);
  return [
    handle(stageImport, async ({ importId, reading }, context) => {
      const { state, total, valid, refused, refusal } = await imports.read(
        importId,
        reading,
        reporting(context),
      );
      return { state, total, valid, refused, refusal };
    }),
    handle(commitImport, async ({ importId }, context) => {
      const { created, revised, known, published, refused, left_out } = await imports.commit(
        importId,
        reporting(context),
      );
      return { created, revised, known, published, refused, left: left_out };
    }),
    handle(advanceImport, ({ importId, step, actor }, context) =>
      imports.advance(importId, step, actor, reporting(context)),
    ),
    handle(undoImport, ({ importId, actor }) => imports.undo.run(importId, actor)),
    handle(mendImport, async ({ importId, path }) => ({ rows: await imports.mend(importId, path) })),
  ];
}
