import { Injectable } from '@nestjs/common';
import { makePaper } from '#contracts';
import { DictionaryService } from '#listings';
import { HandlesJob, type JobContext } from '#platform';
import { PaperOrders } from '#statistics';

@Injectable()
export class StatisticsHandlers {
  constructor(
    private readonly papers: PaperOrders,
    private readonly dictionaries: DictionaryService,
  ) {}

  @HandlesJob(makePaper)
  async makePaper({ paperId }: { readonly paperId: string }, { report }: JobContext) {
    const labelOf = await this.dictionaries.labels();
    return this.papers.make(paperId, labelOf, (done, doing) => report({ done, doing }));
  }
}
