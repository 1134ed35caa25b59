import { Injectable, Logger } from '@nestjs/common';
import type { PublishedScenario } from '#contracts';
import { ListingReader } from '#listings';
import { Config, Database } from '#platform';
import { type NearestVectors, VectorScan } from '#topk';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { capabilityFields, scenarioFields, textOf } from '../fields.js';
import type { AidState, Meaning } from '../matched.js';
import { EmbeddingService } from './service.js';

/** So many missing vectors are waited for; more are fetched beside the work, and words alone count until then. */
const patience = 256;
const batch = 64;

/** `off`: no server is named. `away`: it does not answer. `filling`: vectors are being fetched. */
export type MeaningState = 'off' | 'on' | 'away' | 'filling';

/** What texts mean, as vectors of an embeddings server, beside the words: never in the way of matching by words. */
@Injectable()
export class MeaningService {
  private readonly embeddings: EmbeddingService;
  private readonly logger = new Logger('meaning');
  private vectors: NearestVectors | undefined;
  private catalogue: Catalogue | undefined;
  /** Of each document number, the revision whose vector is in. */
  private placed = new Map<number, string>();
  private filling: Promise<boolean> | undefined;
  private current: MeaningState;

  constructor(
    private readonly listings: ListingReader,
    private readonly config: Config,
    db: Database,
  ) {
    this.embeddings = EmbeddingService.open(config, db, {
      onChange: (state) => this.logger.warn(state.available ? 'the embeddings server is back' : state.detail),
    });
    this.current = config.get('EMBEDDINGS_URL') === undefined ? 'off' : 'filling';
  }

  get state(): MeaningState {
    return this.current;
  }

  /** Of one list: whether its meanings were compared. */
  stateOf(meaning: Meaning | undefined): AidState {
    return meaning ? 'on' : this.current === 'off' ? 'off' : 'away';
  }

  /** For a run's record: `off`, `on`, or why words alone counted. */
  describe(): string {
    if (this.current === 'away') {
      const state = this.embeddings.state();
      return state.available ? '语义比对未应答，仅按文字比对' : `${state.detail}，仅按文字比对`;
    }
    if (this.current === 'filling') return `语义比对准备中（已完成${this.placed.size}项），仅按文字比对`;
    return this.current;
  }

  /** Of each scenario what its meaning is compared by; undefined where words alone count. Never throws for the server. */
  async of(
    catalogue: Catalogue,
    scenarios: readonly PublishedScenario[],
  ): Promise<readonly (Meaning | undefined)[]> {
    if (this.current === 'off' || scenarios.length === 0) return scenarios.map(() => undefined);
    const ready = await this.ready(catalogue);
    const asked = ready
      ? await this.embeddings.vectors(
          'query',
          scenarios.map((scenario) => textOf(scenarioFields(scenario))),
        )
      : undefined;
    if (ready) this.current = asked ? 'on' : 'away';
    const { vectors } = this;
    if (!asked || !vectors) return scenarios.map(() => undefined);
    const weight = this.config.get('EMBEDDINGS_WEIGHT');
    return asked.map((vector) => ({ vector, vectors, weight }));
  }

  /** Forgets vectors of texts that nobody has asked for in `days`. */
  prune(days = 90): Promise<void> {
    return this.embeddings.prune(days);
  }

  /** Every capability's vector is in. */
  private async ready(catalogue: Catalogue): Promise<boolean> {
    if (this.catalogue !== catalogue) {
      this.catalogue = catalogue;
      this.vectors = undefined;
      this.placed = new Map();
    }
    this.dropGone(catalogue);
    if (this.missing(catalogue).length === 0) return true;
    this.filling ??= this.fill(catalogue).finally(() => {
      this.filling = undefined;
    });
    if (this.missing(catalogue).length <= patience) return this.filling;
    this.filling.catch((error) => this.logger.error(error));
    this.current = this.embeddings.state().available ? 'filling' : 'away';
    return false;
  }

  private missing(catalogue: Catalogue): { doc: number; id: string; stamp: string }[] {
    return catalogue.allHeads.flatMap((head, doc) => {
      if (!head) return [];
      const stamp = `${head.id} ${head.revision}`;
      return this.placed.get(doc) === stamp ? [] : [{ doc, id: head.id, stamp }];
    });
  }

  private dropGone(catalogue: Catalogue): void {
    for (const doc of [...this.placed.keys()]) {
      if (catalogue.headOf(doc)) continue;
      this.vectors?.remove(doc);
      this.placed.delete(doc);
    }
  }

  /** @returns false where the server is away. */
  private async fill(catalogue: Catalogue): Promise<boolean> {
    const missing = this.missing(catalogue);
    for (let i = 0; i < missing.length; i += batch) {
      const some = missing.slice(i, i + batch);
      const listings = await this.listings.publishedByIds(
        'capability',
        some.map(({ id }) => id),
      );
      const byId = new Map(listings.map((listing) => [listing.id, listing]));
      const present = some.filter(({ id }) => byId.has(id));
      const found = await this.embeddings.vectors(
        'passage',
        present.map(({ id }) => textOf(capabilityFields(byId.get(id) as (typeof listings)[number]))),
      );
      if (!found) {
        this.current = 'away';
        return false;
      }
      found.forEach((vector, at) => {
        this.vectors ??= new VectorScan(vector.length);
        const { doc, stamp } = present[at] as (typeof present)[number];
        this.vectors.put(doc, vector);
        this.placed.set(doc, stamp);
      });
    }
    return true;
  }
}
