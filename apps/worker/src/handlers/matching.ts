import type { INestApplicationContext } from '@nestjs/common';
import { matchAll, matchListing, unmatchListing } from '#contracts';
import { MatchingService, MatchRunService } from '#matching';
import { type Handler, handle } from '#platform';

export function matchingHandlers(app: INestApplicationContext): Handler[] {
  const matching = app.get(MatchingService);
  const runs = app.get(MatchRunService);
  return [
    handle(matchListing, (job) => matching.matchListing(job.kind, job.listingId)),
    handle(unmatchListing, (job) => matching.unmatchListing(job.kind, job.listingId)),
    handle(matchAll, async (job, context) => {
      const run = await runs.run(job.runId, (progress) => context.report(progress));
      return { runId: run.id, state: run.state, pairs: run.pairs, firmPairs: run.firm_pairs };
    }),
  ];
}
