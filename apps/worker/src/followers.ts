import type { INestApplicationContext } from '@nestjs/common';
import {
  amendEditions,
  countedFacts,
  type DeliveredFact,
  indexListing,
  type JobDefinition,
  matchAll,
  matchListing,
  matchScenario,
  unindexListing,
  unmatchListing,
} from '#contracts';
import { type Follower, follower, JobQueues } from '#platform';
import { LedgerService } from '#statistics';

/** The one table that knows both who announces and who acts: which follower works which facts. */
export function followers(app: INestApplicationContext): readonly Follower[] {
  const ledger = app.get(LedgerService);
  const queues = app.get(JobQueues);
  return [
    follower('statistics', {
      facts: countedFacts,
      inside: (tx, facts) => ledger.record(tx, facts),
    }),
    follower('jobs', {
      facts: ['listing.published', 'listing.withdrawn', 'match.requested', 'match.decided'],
      outside: async (facts) => {
        for (const delivered of facts)
          for (const { definition, payload } of routes(delivered))
            await queues.add(definition, payload as never, delivered.requestId ?? undefined);
      },
    }),
  ];
}

interface Call {
  readonly definition: JobDefinition<never>;
  readonly payload: unknown;
}

function call<P>(definition: JobDefinition<P>, payload: P): Call {
  return { definition: definition as unknown as JobDefinition<never>, payload };
}

function routes(delivered: DeliveredFact): readonly Call[] {
  const { fact } = delivered;
  switch (fact.name) {
    case 'listing.published': {
      const job = { kind: fact.kind, listingId: fact.listingId, revision: fact.revision };
      return [call(indexListing, job), call(matchListing, job)];
    }
    case 'listing.withdrawn': {
      const job = { kind: fact.kind, listingId: fact.listingId, revision: fact.revision };
      return [call(unindexListing, job), call(unmatchListing, job), call(amendEditions, job)];
    }
    case 'match.requested':
      return [call(matchAll, { runId: fact.runId })];
    case 'match.decided':
      return [call(matchScenario, { scenarioId: fact.scenarioId, occasion: delivered.id })];
    default:
      return [];
  }
}
