import type { INestApplicationContext } from '@nestjs/common';
import { rebuildIndex, reconcileIndex } from '#contracts';
import { type Handler, handle } from '#platform';
import { SearchService } from '#search';

export function searchHandlers(app: INestApplicationContext): Handler[] {
  const search = app.get(SearchService);
  return [
    handle(rebuildIndex, (_job, context) =>
      search.rebuild((done) => context.report({ done, doing: '重建索引' })),
    ),
    handle(reconcileIndex, (_job, context) =>
      search.reconcile((done) => context.report({ done, doing: '核对索引' })),
    ),
  ];
}
