import type { INestApplicationContext } from '@nestjs/common';
import { countedFacts, type DeliveredFact } from '#contracts';
import { ListingReader, listingFacts } from '#listings';
import { MatchingService, MatchRunService } from '#matching';
import { type Follower, follower } from '#platform';
import { EditionService } from '#publication';
import { SearchService } from '#search';
import { LedgerService } from '#statistics';
import { strikeWithdrawn } from './strikes.js';

/** The one table that knows both who announces and who acts: which follower works which facts. */
export function followers(app: INestApplicationContext): readonly Follower[] {
  const ledger = app.get(LedgerService);
  const listings = app.get(ListingReader);
  const search = app.get(SearchService);
  const matching = app.get(MatchingService);
  const runs = app.get(MatchRunService);
  const editions = app.get(EditionService);
  return [
    follower('statistics', {
      facts: countedFacts,
      inside: (tx, facts) => ledger.record(tx, facts),
    }),
    follower('search', {
      facts: listingFacts,
      inside: async (tx, facts) => search.refresh(tx, await listings.changedBy(facts, tx)),
    }),
    ...(search.hasSecond
      ? [
          follower('meilisearch', {
            facts: listingFacts,
            batch: 2000,
            outside: async (facts) => search.refreshBeside(await listings.changedBy(facts)),
          }),
        ]
      : []),
    follower('matching', {
      facts: [...listingFacts, 'match.decided'],
      batch: 2000,
      // What was published in bulk is found before it is compared; together they would take each other's time.
      givesWayTo: ['search', 'meilisearch'],
      outside: async (facts) =>
        matching.follow({ ...(await listings.changesIn(facts)), decided: decidedIn(facts) }),
    }),
    follower('runs', {
      facts: ['match.requested'],
      outside: async (facts) => {
        for (const { fact } of facts) if (fact.name === 'match.requested') await runs.handOn(fact.runId);
      },
    }),
    follower('publication', {
      facts: ['listing.withdrawn'],
      outside: (facts) => strikeWithdrawn(listings, editions, facts),
    }),
  ];
}

/** Demands about whose pairs a person has decided. */
const decidedIn = (facts: readonly DeliveredFact[]): string[] =>
  facts.flatMap(({ fact }) => (fact.name === 'match.decided' ? [fact.demandListingId] : []));
