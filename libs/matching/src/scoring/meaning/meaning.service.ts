import { Injectable, Logger } from '@nestjs/common';
import { type MarketCode, markets, type PublishedListing } from '#contracts';
import { ListingReader } from '#listings';
import { Config, Database } from '#platform';
import { type NearestVectors, VectorScan } from '#topk';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { demandTexts, supplyTexts, textOf } from '../fields.js';
import type { AidState, Meaning } from '../matched.js';
import { EmbeddingService } from './service.js';

/** So many missing vectors are waited for; more are fetched beside the work, and words alone count until then. */
const patience = 256;
const batch = 64;

/** `off`: no server is named. `away`: it does not answer. `filling`: vectors are being fetched. */
export type MeaningState = 'off' | 'on' | 'away' | 'filling';

/** What is known of a market's catalogue. */
interface Part {
  catalogue: Catalogue | undefined;
  vectors: NearestVectors | undefined;
  /** Of each document number, the revision whose vector is in. */
  placed: Map<number, string>;
  filling: Promise<boolean> | undefined;
  state: MeaningState;
}

/** What texts mean, as vectors of an embeddings server, beside the words: never in the way of matching by words. */
@Injectable()
export class MeaningService {
  private readonly embeddings: EmbeddingService;
  private readonly logger = new Logger('meaning');
  private readonly parts = new Map<MarketCode, Part>();

  constructor(
    private readonly listings: ListingReader,
    private readonly config: Config,
    db: Database,
  ) {
    this.embeddings = EmbeddingService.open(config, db, {
      onChange: (state) => this.logger.warn(state.available ? 'the embeddings server is back' : state.detail),
    });
  }

  private part(market: MarketCode): Part {
    const state = this.config.get('EMBEDDINGS_URL') === undefined ? 'off' : 'filling';
    const known = this.parts.get(market) ?? {
      catalogue: undefined,
      vectors: undefined,
      placed: new Map(),
      filling: undefined,
      state,
    };
    this.parts.set(market, known);
    return known;
  }

  /** Whether meanings are compared in a market now. */
  isOn(market: MarketCode): boolean {
    return this.part(market).state === 'on';
  }

  /** Of one list: whether its meanings were compared. */
  stateOf(market: MarketCode, meaning: Meaning | undefined): AidState {
    return meaning ? 'on' : this.part(market).state === 'off' ? 'off' : 'away';
  }

  /** For a run's record: `off`, `on`, or why words alone counted. */
  describe(market: MarketCode): string {
    const { state: current, placed } = this.part(market);
    if (current === 'away') {
      const state = this.embeddings.state();
      return state.available ? '语义比对未应答，仅按文字比对' : `${state.detail}，仅按文字比对`;
    }
    if (current === 'filling') return `语义比对准备中（已完成${placed.size}项），仅按文字比对`;
    return current;
  }

  /** Of each demand what its meaning is compared by; undefined where words alone count. Never throws for the server. */
  async of(
    catalogue: Catalogue,
    demands: readonly PublishedListing[],
  ): Promise<readonly (Meaning | undefined)[]> {
    const { market } = catalogue.rules;
    const part = this.part(market);
    if (part.state === 'off' || demands.length === 0) return demands.map(() => undefined);
    const ready = await this.ready(part, catalogue);
    const asked = ready
      ? await this.embeddings.vectors(
          'query',
          demands.map((demand) => textOf(demandTexts(market, demand))),
        )
      : undefined;
    if (ready) part.state = asked ? 'on' : 'away';
    const { vectors } = part;
    if (!asked || !vectors) return demands.map(() => undefined);
    const weight = this.config.get('EMBEDDINGS_WEIGHT');
    return asked.map((vector) => ({ vector, vectors, weight }));
  }

  /** Forgets vectors of texts that nobody has asked for in `days`. */
  prune(days = 90): Promise<void> {
    return this.embeddings.prune(days);
  }

  /** Every supply's vector is in. */
  private async ready(part: Part, catalogue: Catalogue): Promise<boolean> {
    if (part.catalogue !== catalogue) {
      part.catalogue = catalogue;
      part.vectors = undefined;
      part.placed = new Map();
    }
    dropGone(part, catalogue);
    if (missingOf(part, catalogue).length === 0) return true;
    part.filling ??= this.fill(part, catalogue).finally(() => {
      part.filling = undefined;
    });
    if (missingOf(part, catalogue).length <= patience) return part.filling;
    part.filling.catch((error) => this.logger.error(error));
    part.state = this.embeddings.state().available ? 'filling' : 'away';
    return false;
  }

  /** @returns false where the server is away. */
  private async fill(part: Part, catalogue: Catalogue): Promise<boolean> {
    const { market } = catalogue.rules;
    const missing = missingOf(part, catalogue);
    for (let i = 0; i < missing.length; i += batch) {
      const some = missing.slice(i, i + batch);
      const listings = await this.listings.publishedByIds(
        markets[market].supply,
        some.map(({ id }) => id),
      );
      const byId = new Map<string, PublishedListing>(listings.map((listing) => [listing.id, listing]));
      const present = some.filter(({ id }) => byId.has(id));
      const found = await this.embeddings.vectors(
        'passage',
        present.map(({ id }) => textOf(supplyTexts(market, byId.get(id) as PublishedListing))),
      );
      if (!found) {
        part.state = 'away';
        return false;
      }
      found.forEach((vector, at) => {
        part.vectors ??= new VectorScan(vector.length);
        const { doc, stamp } = present[at] as (typeof present)[number];
        part.vectors.put(doc, vector);
        part.placed.set(doc, stamp);
      });
    }
    return true;
  }
}

function missingOf({ placed }: Part, catalogue: Catalogue): { doc: number; id: string; stamp: string }[] {
  return catalogue.allHeads.flatMap((head, doc) => {
    if (!head) return [];
    const stamp = `${head.id} ${head.revision}`;
    return placed.get(doc) === stamp ? [] : [{ doc, id: head.id, stamp }];
  });
}

function dropGone({ placed, vectors }: Part, catalogue: Catalogue): void {
  for (const doc of [...placed.keys()]) {
    if (catalogue.headOf(doc)) continue;
    vectors?.remove(doc);
    placed.delete(doc);
  }
}
