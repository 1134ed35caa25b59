import {
  amendEditions,
  type DeliveredFact,
  indexListing,
  type JobDefinition,
  matchAll,
  matchListing,
  matchScenario,
  recordFact,
  unindexListing,
  unmatchListing,
} from '#contracts';

interface Call {
  readonly definition: JobDefinition<never>;
  readonly payload: unknown;
}

function call<P>(definition: JobDefinition<P>, payload: P): Call {
  return { definition: definition as unknown as JobDefinition<never>, payload };
}

/** The one table that knows both who announces and who acts: which jobs a fact calls for. */
export function routes(delivered: DeliveredFact): readonly Call[] {
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
    case 'claim.verified':
    case 'claim.reversed':
    case 'match.proposed':
    case 'engagement.opened':
      return [call(recordFact, delivered)];
    case 'organisation.approved':
    case 'organisation.suspended':
    case 'edition.published':
    case 'edition.amended':
    case 'edition.withdrawn':
    case 'claim.confirmed':
      return []; // announced for those who will listen; nobody acts on them yet
  }
}
