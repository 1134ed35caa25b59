import { Injectable } from '@nestjs/common';
import type { MarketCode, RuleWeights } from '#contracts';
import { dayOf } from '#kernel';
import { Config, Database, rows, type Tx } from '#platform';
import type { SynonymGroups } from '#text';
import type { Catalogue } from '../catalogue/catalogue.js';
import { dayNumber } from '../markets/features.js';
import type { Decided, MatchSettings } from '../scoring/matched.js';
import type { Associations } from '../scoring/views.js';

/** Of the weights and of the synonyms that a matching goes by. */
export interface Versions {
  readonly version: number;
  readonly synonymsVersion: number;
}

export interface VersionedSettings extends Versions {
  readonly settings: MatchSettings;
}

/** A pair that a coordinator put first or keeps apart, in force today. */
export interface DecisionInForce {
  readonly id: string;
  readonly kind: 'pin' | 'block';
  readonly demandListingId: string;
  readonly supplyListingId: string;
  readonly reason: string;
  readonly until: string;
}

/** What a matching goes by beside the listings: weights, preferences, decisions. */
@Injectable()
export class MatchInputs {
  /** The list read last, as one object: versions never change. */
  private synonyms: { readonly version: number; readonly groups?: SynonymGroups } = { version: 0 };

  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /** Of the market's weights and of the synonyms in force, or of given versions. */
  async settings(market: MarketCode, of: Partial<Versions> = {}): Promise<VersionedSettings> {
    const [row] = await this.db.query<{
      version: number;
      most: RuleWeights;
      associations: { need: string; product: string; weight: number }[];
    }>(
      `SELECT w.version, w.most, w.associations FROM match_weights w WHERE w.market = $1 AND w.version = coalesce($2,
         (SELECT version FROM match_weight_adoptions WHERE market = $1 ORDER BY adopted_at DESC, id DESC LIMIT 1))`,
      [market, of.version ?? null],
    );
    if (!row) throw new Error(`no version of the weights of ${market} is in force`);
    const associations = grouped(row.associations);
    const synonyms = await this.synonymsOf(of.synonymsVersion);
    return {
      version: row.version,
      synonymsVersion: synonyms.version,
      settings: {
        keep: this.config.get('MATCH_KEEP'),
        least: Math.round(this.config.get('MATCH_MIN') * 10),
        weights: row.most,
        preferences: {
          firstVersion: this.config.get('MATCH_FIRST_VERSION'),
          today: dayNumber(dayOf(new Date())),
        },
        ...(associations.size > 0 ? { associations } : {}),
        ...(synonyms.groups ? { synonyms: synonyms.groups } : {}),
      },
    };
  }

  private async synonymsOf(version: number | undefined): Promise<typeof this.synonyms> {
    const known = this.synonyms;
    const [row] = await this.db.query<{ version: number; groups: SynonymGroups | null }>(
      `SELECT version, CASE WHEN version <> $2 THEN groups END AS groups FROM match_synonyms
       WHERE version = coalesce($1, (SELECT max(version) FROM match_synonyms))`,
      [version ?? null, known.version],
    );
    if (!row) return { version: 0 };
    if (row.groups === null) return known;
    this.synonyms = { version: row.version, groups: row.groups };
    return this.synonyms;
  }

  /** By demand; of those in force today. */
  async decisions(
    demandListingIds: readonly string[],
    by: Tx = this.db.manager,
  ): Promise<Map<string, DecisionInForce[]>> {
    const found = await rows<DecisionInForce>(
      by,
      `SELECT id, kind, demand_listing_id AS "demandListingId", supply_listing_id AS "supplyListingId", reason, until::text AS until
       FROM match_decisions WHERE ended_at IS NULL AND until >= $2::date AND demand_listing_id = ANY($1::uuid[]) ORDER BY made_at, id`,
      [demandListingIds, dayOf(new Date())],
    );
    const byDemand = new Map<string, DecisionInForce[]>();
    for (const decision of found)
      byDemand.set(decision.demandListingId, [...(byDemand.get(decision.demandListingId) ?? []), decision]);
    return byDemand;
  }
}

/** Decisions by the document numbers of a catalogue; those on supplies that are not in force do not apply. */
export function decidedIn(catalogue: Catalogue, decisions: readonly DecisionInForce[] = []): Decided {
  const docs = (kind: 'pin' | 'block') =>
    decisions
      .filter((decision) => decision.kind === kind)
      .map((decision) => catalogue.docOf(decision.supplyListingId))
      .filter((doc) => doc !== undefined);
  return { pinned: docs('pin'), blocked: docs('block') };
}

function grouped(
  pairs: readonly { readonly need: string; readonly product: string; readonly weight: number }[],
): Associations {
  const byNeed = new Map<string, { word: string; weight: number }[]>();
  for (const { need, product, weight } of pairs)
    byNeed.set(need, [...(byNeed.get(need) ?? []), { word: product, weight }]);
  return byNeed;
}
