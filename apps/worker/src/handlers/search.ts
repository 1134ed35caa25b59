import { Injectable } from '@nestjs/common';
import { rebuildIndex, reconcileIndex } from '#contracts';
import { HandlesJob, type JobContext } from '#platform';
import { SearchService } from '#search';

@Injectable()
export class SearchHandlers {
  constructor(private readonly search: SearchService) {}

  @HandlesJob(rebuildIndex)
  rebuild(_job: unknown, context: JobContext) {
    return this.search.rebuild((done) => context.report({ done, doing: '重建索引' }));
  }

  @HandlesJob(reconcileIndex)
  reconcile(_job: unknown, context: JobContext) {
    return this.search.reconcile((done) => context.report({ done, doing: '核对索引' }));
  }
}
