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

interface SettingsRow {
  readonly version: number;
  readonly most: RuleWeights;
  readonly associations: readonly {
    readonly need: string;
    readonly product: string;
    readonly weight: number;
  }[];
  /** Null where there are none. */
  readonly synonymsVersion: number | null;
  /** Null where they are those that are known. */
  readonly groups: SynonymGroups | null;
}

interface Synonyms {
  readonly version: number;
  readonly groups?: SynonymGroups;
}

/** What a matching goes by beside the listings: weights, preferences, decisions. */
@Injectable()
export class MatchInputs {
  /** The list read last, as one object: versions never change. */
  private synonyms: Synonyms = { version: 0 };

  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /** Of the market's weights and of the synonyms in force, or of given versions. */
  async settings(market: MarketCode, of: Partial<Versions> = {}): Promise<VersionedSettings> {
    const known = this.synonyms;
    const [row] = await this.db.query<SettingsRow>(
      `SELECT w.version, w.most, w.associations, s.version AS "synonymsVersion", CASE WHEN s.version <> $4 THEN s.groups END AS groups
       FROM match_weights w LEFT JOIN match_synonyms s ON s.version = coalesce($3, (SELECT max(version) FROM match_synonyms))
       WHERE w.market = $1 AND w.version = coalesce($2,
         (SELECT version FROM match_weight_adoptions WHERE market = $1 ORDER BY adopted_at DESC, id DESC LIMIT 1))`,
      [market, of.version ?? null, of.synonymsVersion ?? null, known.version],
    );
    if (!row) throw new Error(`no version of the weights of ${market} is in force`);
    const associations = grouped(row.associations);
    const synonyms = this.synonymsOf(row, known);
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

  private synonymsOf({ synonymsVersion: version, groups }: SettingsRow, known: Synonyms): Synonyms {
    if (version === null) return { version: 0 };
    if (groups === null) return known;
    this.synonyms = { version, groups };
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
