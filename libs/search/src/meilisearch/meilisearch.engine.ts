import { type EnqueuedTaskPromise, Meilisearch, type Settings } from 'meilisearch';
import { kindCodes as kinds, type ListingKind } from '#contracts';
import { normalise, searchQuery, withCodes } from '#text';
import { newest, type SearchDocument } from '../domain/document.js';
import type { Facets, SearchAnswer, SearchEngine, SearchRequest } from '../engine.js';
import { sightAttributes, sightFilter } from './sight.filter.js';

/** What Meilisearch holds: the document, and its texts normalised beside it for searching. */
interface Stored extends SearchDocument {
  readonly s_title: string;
  readonly s_organisation: string;
  readonly s_body: string;
  readonly published: number;
}

/** The words of a query are dropped only when nothing has them all; by frequency, then from the end. */
const strategies = ['all', 'frequency', 'last'] as const;
const taskTimeout = 120_000;
const handedOver = 500;

const settings: Settings = {
  searchableAttributes: ['s_title', 'number', 's_organisation', 's_body'],
  filterableAttributes: ['fields', 'chains', 'areas', 'firstVersion', ...sightAttributes],
  sortableAttributes: ['published'],
  localizedAttributes: [{ attributePatterns: ['*'], locales: ['cmn'] }],
  typoTolerance: { disableOnNumbers: true, disableOnAttributes: ['number'] },
  pagination: { maxTotalHits: 1000 },
};

export class MeilisearchEngine implements SearchEngine {
  readonly name = 'meilisearch';
  private readonly client: Meilisearch;
  private prepared: Promise<void> | undefined;

  constructor(
    url: string,
    key: string | undefined,
    private readonly prefix: string,
  ) {
    this.client = new Meilisearch({
      host: url,
      ...(key === undefined ? {} : { apiKey: key }),
      timeout: 5000,
      // With gzip every answer of more than a packet takes 46 ms instead of 5.
      requestInit: { headers: { 'accept-encoding': 'identity' }, redirect: 'error' },
    });
  }

  prepare(): Promise<void> {
    this.prepared ??= this.make().catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }

  /** All tasks are handed over before any is waited for: the server works together what comes together. */
  async put(documents: readonly SearchDocument[]): Promise<void> {
    await this.prepare();
    const tasks: Promise<void>[] = [];
    for (const kind of kinds) {
      const index = this.client.index<Stored>(this.indexName(kind));
      const some = newest(documents.filter((document) => document.kind === kind));
      for (let i = 0; i < some.length; i += handedOver) {
        const newer = await this.newer(kind, some.slice(i, i + handedOver));
        if (newer.length === 0) continue;
        const task = index.addDocuments(newer.map(stored), { primaryKey: 'id' });
        await task;
        tasks.push(done(task));
      }
    }
    await Promise.all(tasks);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.prepare();
    await Promise.all(
      kinds.map((kind) => done(this.client.index(this.indexName(kind)).deleteDocuments([...ids]))),
    );
  }

  async search(request: SearchRequest): Promise<SearchAnswer> {
    for (const strategy of strategies) {
      const answer = await this.find(request, strategy);
      if (answer.total > 0 || strategy === 'last' || request.query.trim() === '')
        return { ...answer, relaxed: strategy !== 'all' && answer.total > 0 };
    }
    throw new Error('unreachable');
  }

  async revisions(kind: ListingKind): Promise<Map<string, number>> {
    await this.prepare();
    const found = new Map<string, number>();
    for (let offset = 0; ; offset += 1000) {
      const { results } = await this.client
        .index<Stored>(this.indexName(kind))
        .getDocuments({ fields: ['id', 'revision'], limit: 1000, offset });
      for (const { id, revision } of results) found.set(id, revision);
      if (results.length < 1000) return found;
    }
  }

  async count(kind: ListingKind): Promise<number> {
    return (await this.client.index(this.indexName(kind)).getStats()).numberOfDocuments;
  }

  async healthy(): Promise<boolean> {
    return this.client.isHealthy();
  }

  private async make(): Promise<void> {
    for (const kind of kinds) {
      const name = this.indexName(kind);
      const task = await this.client
        .createIndex(name, { primaryKey: 'id' })
        .waitTask({ timeout: taskTimeout });
      if (task.status !== 'succeeded' && task.error?.code !== 'index_already_exists')
        throw new Error(`Meilisearch: ${task.error?.message ?? task.status}`);
      await done(this.client.index(name).updateSettings(settings));
    }
  }

  private async find(
    request: SearchRequest,
    matchingStrategy: (typeof strategies)[number],
  ): Promise<Omit<SearchAnswer, 'relaxed'>> {
    const { kind, filter } = request;
    const any = (attribute: string, values: readonly string[] | undefined) =>
      values?.length ? [values.map((value) => `${attribute} = ${JSON.stringify(value)}`)] : [];
    const answer = await this.client.index<Stored>(this.indexName(kind)).search(searchQuery(request.query), {
      matchingStrategy,
      filter: [
        ...any('fields', filter.fields),
        ...any('chains', filter.chains),
        ...any('areas', filter.areas),
        sightFilter(request.sight),
        ...(filter.firstVersion === undefined ? [] : [[`firstVersion = ${filter.firstVersion}`]]),
      ],
      facets: ['fields', 'chains', 'areas'],
      ...(request.sort === 'newest' || request.query.trim() === '' ? { sort: ['published:desc'] } : {}),
      offset: request.offset,
      limit: request.limit,
      locales: ['cmn'],
    });
    const facet = (name: keyof Facets) => ({ ...(answer.facetDistribution?.[name] ?? {}) });
    return {
      hits: answer.hits.map(
        ({ s_title: _t, s_organisation: _o, s_body: _b, published: _p, ...document }) => document,
      ),
      total: answer.estimatedTotalHits ?? answer.hits.length,
      facets: { fields: facet('fields'), chains: facet('chains'), areas: facet('areas') },
    };
  }

  /** Those that the index holds in no later revision. */
  private async newer(kind: ListingKind, documents: readonly SearchDocument[]): Promise<SearchDocument[]> {
    const { results } = await this.client.index<Stored>(this.indexName(kind)).getDocuments({
      ids: documents.map(({ id }) => id),
      fields: ['id', 'revision'],
      limit: documents.length,
    });
    const known = new Map(results.map(({ id, revision }) => [id, revision]));
    return documents.filter((document) => (known.get(document.id) ?? 0) <= document.revision);
  }

  private indexName(kind: ListingKind): string {
    return `${this.prefix}_${kind}`;
  }
}

/** A task that failed resolves as well: its status must be looked at. */
async function done(task: EnqueuedTaskPromise): Promise<void> {
  const ended = await task.waitTask({ timeout: taskTimeout, interval: 20 });
  if (ended.status !== 'succeeded') throw new Error(`Meilisearch: ${ended.error?.message ?? ended.status}`);
}

function stored(document: SearchDocument): Stored {
  return {
    ...document,
    s_title: withCodes(normalise(document.title)),
    s_organisation: normalise(document.organisation),
    s_body: withCodes(normalise(document.body)),
    published: Date.parse(document.publishedAt),
  };
}
