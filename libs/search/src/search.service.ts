import { Injectable } from '@nestjs/common';
import { kindCodes as kinds, type ListingKind } from '#contracts';
import { DictionaryService, ListingReader, type ListingRef } from '#listings';
import { Config, Database, TryLater, type Tx } from '#platform';
import { documentOf, type SearchDocument } from './domain/document.js';
import type { SearchAnswer, SearchEngine, SearchRequest } from './engine.js';
import { MeilisearchEngine } from './meilisearch/meilisearch.engine.js';
import { PostgresEngine } from './postgres/postgres.engine.js';

export interface Answered extends SearchAnswer {
  readonly engine: SearchEngine['name'];
  /** The engine that was asked first did not answer. */
  readonly fallback: boolean;
}

export interface Repair {
  readonly engine: SearchEngine['name'];
  readonly added: number;
  readonly removed: number;
}

const batch = 500;
/** Share of what PostgreSQL holds that the engine beside it holds at least, where it is asked. */
const mostlyFilled = 0.9;
/** Milliseconds after which it is looked again whether it does. */
const lookAgain = { filled: 60_000, behind: 1000 } as const;

/** The client's own errors for a server that was not reached, or not in time. */
function isNoAnswer(error: unknown): boolean {
  return error instanceof Error && /^Meilisearch\w*(Request|TimeOut)Error$/i.test(error.name);
}

/** Keeps the index in step with what is in force, and asks it. The PostgreSQL index is always kept: it is what remains. */
@Injectable()
export class SearchService {
  private readonly postgres: PostgresEngine;
  private readonly first: SearchEngine | undefined;
  /** By kind, whether the engine beside PostgreSQL was filled, and until when that is believed. */
  private readonly filled = new Map<ListingKind, { readonly is: boolean; readonly until: number }>();

  constructor(
    db: Database,
    config: Config,
    private readonly listings: ListingReader,
    private readonly dictionaries: DictionaryService,
  ) {
    this.postgres = new PostgresEngine(db);
    const url = config.get('MEILI_URL');
    this.first =
      url === undefined
        ? undefined
        : new MeilisearchEngine(url, config.get('MEILI_KEY'), config.get('MEILI_PREFIX'));
  }

  private get engines(): SearchEngine[] {
    return this.first ? [this.postgres, this.first] : [this.postgres];
  }

  async search(request: SearchRequest): Promise<Answered> {
    const answer = await this.asked(request);
    // The index is behind by some seconds; what the asker does not see any more is not shown to him meanwhile.
    const ids = answer.hits.map((hit) => hit.id);
    const seen = await this.listings.seenAmong(request.kind, ids, request.sight);
    const hits = answer.hits.filter((hit) => seen.has(hit.id));
    return { ...answer, hits, total: answer.total - (answer.hits.length - hits.length) };
  }

  private async asked(request: SearchRequest): Promise<Answered> {
    if (this.first) {
      try {
        if (await this.isFilled(this.first, request.kind))
          return { ...(await this.first.search(request)), engine: this.first.name, fallback: false };
        return { ...(await this.postgres.search(request)), engine: 'postgres', fallback: true };
      } catch {
        this.filled.delete(request.kind);
        return { ...(await this.postgres.search(request)), engine: 'postgres', fallback: true };
      }
    }
    return { ...(await this.postgres.search(request)), engine: 'postgres', fallback: false };
  }

  /** An index that was just made, or that lost its disk, is empty until it has been filled: it is not asked meanwhile. */
  private async isFilled(engine: SearchEngine, kind: ListingKind): Promise<boolean> {
    const known = this.filled.get(kind);
    if (known && performance.now() < known.until) return known.is;
    const [held, here] = [await engine.count(kind), await this.postgres.count(kind)];
    const is = held >= here * mostlyFilled;
    this.filled.set(kind, { is, until: performance.now() + lookAgain[is ? 'filled' : 'behind'] });
    return is;
  }

  /** Brings the PostgreSQL index in step with what is in force of some listings, in the caller's transaction. */
  refresh(tx: Tx, listings: readonly ListingRef[]): Promise<void> {
    return this.bring(this.postgres, listings, tx);
  }

  /** The same of the engine beside it. @throws TryLater while that is away. */
  async refreshBeside(listings: readonly ListingRef[]): Promise<void> {
    if (!this.first) return;
    try {
      await this.bring(this.first, listings);
    } catch (error) {
      if (!isNoAnswer(error) && (await this.first.healthy())) throw error;
      throw new TryLater(`${this.first.name} does not answer`, { cause: error });
    }
  }

  /** An engine beside PostgreSQL is kept as well. */
  get hasSecond(): boolean {
    return this.first !== undefined;
  }

  /** Finds what the index lacks, holds too old, or holds in vain, and mends it. */
  async reconcile(report: (done: number) => Promise<void> = async () => undefined): Promise<Repair[]> {
    const repairs: Repair[] = [];
    for (const engine of this.engines) {
      await engine.prepare();
      let added = 0;
      let removed = 0;
      for (const kind of kinds) {
        // What is held is read first: what is published meanwhile is not taken for spare.
        const held = await engine.revisions(kind);
        const truth = await this.listings.publishedRevisions(kind);
        const wanted = [...truth].filter(([id, revision]) => held.get(id) !== revision).map(([id]) => id);
        const spare = [...held.keys()].filter((id) => !truth.has(id));
        const differing = [...wanted, ...spare].map((id) => ({ kind, id }));
        for (let i = 0; i < differing.length; i += batch) {
          await this.bring(engine, differing.slice(i, i + batch));
          await report(Math.min(1, (i + batch) / differing.length));
        }
        added += wanted.length;
        removed += spare.length;
      }
      repairs.push({ engine: engine.name, added, removed });
    }
    return repairs;
  }

  /** Puts in what is in force now, takes out what is not: late and repeated calls end alike. */
  private async bring(engine: SearchEngine, listings: readonly ListingRef[], by?: Tx): Promise<void> {
    const labelOf = await this.dictionaries.labels(by);
    const documents: SearchDocument[] = [];
    const gone: string[] = [];
    for (const kind of kinds) {
      const ids = [...new Set(listings.filter((of) => of.kind === kind).map(({ id }) => id))];
      if (ids.length === 0) continue;
      const found = await this.listings.publishedByIds(kind, ids, by);
      documents.push(...found.map((listing) => documentOf(kind, listing, labelOf)));
      const inForce = new Set(found.map(({ id }) => id));
      gone.push(...ids.filter((id) => !inForce.has(id)));
    }
    if (documents.length > 0) await engine.put(documents, by);
    if (gone.length > 0) await engine.remove(gone, by);
  }

  /** Writes every document anew in place, while people search and write: nobody meets an empty index. */
  async rebuild(report: (done: number) => Promise<void> = async () => undefined): Promise<Repair[]> {
    const total =
      (await Promise.all(kinds.map((kind) => this.listings.publishedCount(kind)))).reduce(
        (a, b) => a + b,
        0,
      ) * this.engines.length;
    let done = 0;
    const labelOf = await this.dictionaries.labels();
    for (const engine of this.engines) {
      await engine.prepare();
      for (const kind of kinds) {
        for await (const some of this.listings.publishedBatches(kind, batch)) {
          await engine.put(some.map((listing) => documentOf(kind, listing, labelOf)));
          done += some.length;
          await report(done / Math.max(1, total));
        }
      }
    }
    return this.reconcile();
  }

  async healthy(): Promise<boolean> {
    return this.first ? this.first.healthy() : true;
  }
}
