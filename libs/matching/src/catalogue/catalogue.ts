import type { PublishedListing } from '#contracts';
import { LexicalIndex, type SparseVector } from '#topk';
import type { MarketRules } from '../markets/rules.js';
import { supplyTexts } from '../scoring/fields.js';
import type { Aids, Decided, Matched, MatchSettings } from '../scoring/matched.js';
import { Matcher, type MatcherHandle } from '../scoring/matcher.js';
import { countsOf, views } from '../scoring/views.js';
import { FeatureTable } from './feature-table.js';

/** More than this is not looked at one by one. */
export const mostDeparted = 5000;

/** What the catalogue knows of a supply beside its words and features. */
export interface Head {
  readonly id: string;
  readonly revision: number;
  readonly standsSince: string;
  readonly firmId: string;
  readonly firmArea: string | null;
}

/** A market's supplies in force, ready to be matched, under document numbers; knows nothing of databases. */
export class Catalogue {
  readonly matcher: Matcher;
  private readonly numbers = new Map<string, number>();
  /** What has gone or changed, as it was, for who follows changes; the newest so many. */
  readonly departed: SparseVector[] = [];

  constructor(
    readonly rules: MarketRules,
    readonly lexical = new LexicalIndex(views),
    readonly features = new FeatureTable(rules.layout),
    private readonly heads: (Head | undefined)[] = [],
  ) {
    this.matcher = new Matcher(rules, lexical, features);
    heads.forEach((head, doc) => {
      if (head) this.numbers.set(head.id, doc);
    });
  }

  get size(): number {
    return this.numbers.size;
  }

  /** Bytes of the tables that threads share. */
  get bytes(): number {
    return this.lexical.bytes + this.features.bytes;
  }

  /** Good while `generation` stays the same. */
  get handle(): MatcherHandle {
    return this.matcher.handle;
  }

  get generation(): number {
    return this.lexical.generation;
  }

  ids(): IterableIterator<string> {
    return this.numbers.keys();
  }

  /** A supply's document number. */
  docOf(id: string): number | undefined {
    return this.numbers.get(id);
  }

  headOf(doc: number): Head | undefined {
    return this.heads[doc];
  }

  head(id: string): Head | undefined {
    const doc = this.numbers.get(id);
    return doc === undefined ? undefined : this.heads[doc];
  }

  /** @returns false where it is as it was. */
  put(supply: PublishedListing): boolean {
    const { id, revision, standsSince, organisation } = supply;
    const known = this.head(id);
    if (known?.revision === revision && known.standsSince === standsSince) return false;
    this.remove(id);
    const doc = this.lexical.add(countsOf(supplyTexts(this.rules.market, supply)));
    this.features.put(doc, this.rules.supplyFeatures(supply));
    this.heads[doc] = { id, revision, standsSince, firmId: organisation.id, firmArea: organisation.area };
    this.numbers.set(id, doc);
    return true;
  }

  remove(id: string): void {
    const doc = this.numbers.get(id);
    if (doc === undefined) return;
    const vector = this.lexical.vector(doc);
    if (vector && this.departed.length < mostDeparted) this.departed.push(vector);
    this.lexical.remove(doc);
    this.heads[doc] = undefined;
    this.numbers.delete(id);
  }

  /** Statistics of its own and blocks in order, for a catalogue that shares none: at once while small. */
  settle(): Promise<void> {
    return this.lexical.settle();
  }

  /** Blocks in order: at once while small, beside the work when large. */
  tidy(): Promise<void> {
    return this.lexical.tidy();
  }

  match(demand: PublishedListing, settings: MatchSettings, decided?: Decided, aids?: Aids): Matched {
    return this.matcher.match(demand, settings, decided, aids);
  }

  /** For a snapshot. */
  get allHeads(): readonly (Head | undefined)[] {
    return this.heads;
  }
}
