import { Controller } from '@nestjs/common';
import type { Principal } from '#accounts';
import {
  type InputOf,
  kindCodes,
  type ListingKind,
  rebuildIndex,
  reindex,
  type SearchAnswerView,
  searchRoutes,
  suggest,
} from '#contracts';
import { Database, Jobs } from '#platform';
import { highlight, SearchService } from '#search';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { Sights } from '../listings/sights.js';

@Controller()
export class SearchController {
  constructor(
    private readonly search: SearchService,
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly sights: Sights,
  ) {}

  @Endpoint(suggest)
  async suggest(@Input() { query }: InputOf<typeof suggest>, @Caller() caller: Principal) {
    const { hits } = await this.search.search({
      kind: query.kind,
      query: query.q,
      filter: {},
      sight: await this.sights.of(caller),
      sort: 'relevance',
      offset: 0,
      limit: 8,
    });
    return { items: hits.map(({ number, title }) => ({ number, title })) };
  }

  @Endpoint(reindex)
  async reindex(@Caller() caller: Principal) {
    const id = await this.db.transaction((tx) =>
      this.jobs.ask(tx, rebuildIndex, { requestedBy: caller.personId }, caller.personId),
    );
    return { job: { id, href: `/api/v1/jobs/${id}` } };
  }
}

type SearchRoute = (typeof searchRoutes)[ListingKind];

/** The search of one kind. */
function searchOf(kind: ListingKind) {
  @Controller()
  class KindSearchController {
    constructor(
      readonly search: SearchService,
      readonly sights: Sights,
    ) {}

    @Endpoint(searchRoutes[kind])
    async find(
      @Input() { query }: InputOf<SearchRoute>,
      @Caller() caller: Principal,
    ): Promise<SearchAnswerView> {
      const answer = await this.search.search({
        kind,
        query: query.q,
        sort: query.sort,
        offset: query.offset,
        limit: query.limit,
        filter: {
          fields: query.field,
          chains: query.chain,
          areas: query.area,
          firstVersion: query.firstVersion,
        },
        sight: await this.sights.of(caller),
      });
      const seen = query.offset + answer.hits.length;
      return {
        items: answer.hits.map((hit) => ({
          id: hit.id,
          number: hit.number,
          organisation: hit.organisation,
          fields: [...hit.fields],
          chains: [...hit.chains],
          areas: [...hit.areas],
          publishedAt: hit.publishedAt,
          title: highlight(hit.title, query.q, 200),
          excerpt: highlight(hit.body, query.q, 160),
        })),
        total: answer.total,
        next: seen < answer.total && seen <= 980 && answer.hits.length > 0 ? seen : null,
        facets: {
          fields: { ...answer.facets.fields },
          chains: { ...answer.facets.chains },
          areas: { ...answer.facets.areas },
        },
        relaxed: answer.relaxed,
        engine: answer.engine,
        fallback: answer.fallback,
      };
    }
  }
  return KindSearchController;
}

export const searchControllers = kindCodes.map(searchOf);
