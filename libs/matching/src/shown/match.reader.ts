import { Injectable } from '@nestjs/common';
import { type ListingKind, type MarketCode, marketOf, markets, type RuleWeights, sideOf } from '#contracts';
import { Parameters } from '#kernel';
import { joinInForce, type Sight, seenInForceSql } from '#listings';
import { Config, Database, keyset } from '#platform';
import { readPlaces } from '../runs/match.store.js';
import type { Aids, Places } from '../scoring/matched.js';
import { type DecisionInForce, MatchInputs } from '../steering/match.inputs.js';
import { type Arranged, arrange } from './arrange.js';

/** A match as it is kept. */
export interface StoredMatch {
  readonly demandListingId: string;
  readonly supplyListingId: string;
  readonly firmId: string;
  /** 0–100, one decimal. */
  readonly score: number;
  /** Tenths of a point by rule. */
  readonly tenths: readonly number[];
  readonly words: readonly string[];
  readonly moved: number;
  /** Where servers helped the words. */
  readonly places: Places | undefined;
  readonly weightsVersion: number;
  readonly runId: string | null;
  readonly matchedAt: string;
}

export interface ShownMatch extends StoredMatch {
  readonly pinned: DecisionInForce | undefined;
  readonly folded: readonly StoredMatch[];
}

/** A page of a listing's matches, and who asks for it. */
export interface MatchPage {
  readonly sight: Sight;
  readonly limit: number;
  readonly cursor: string | undefined;
}

interface Row {
  demand_listing_id: string;
  supply_listing_id: string;
  firm_id: string;
  score: string;
  points: number[];
  words: string[];
  moved: number;
  places: number[] | null;
  weights_version: number;
  run_id: string | null;
  matched_at: Date;
}

const columns =
  'm.demand_listing_id, m.supply_listing_id, m.firm_id, m.score, m.points, m.words, m.moved, m.places, m.weights_version, m.run_id, m.matched_at';
const demandAs = { head: 's', revision: 'sr', organisation: 'so' };
const supplyAs = { head: 'c', revision: 'cr', organisation: 'co' };

/** Of a market's matches `m` those whose both listings are in force and the asker sees. `WHERE` is open. */
function selectSeen(market: MarketCode, sight: Sight, parameters: Parameters): string {
  const { demand, supply } = markets[market];
  return `SELECT ${columns} FROM matches m ${joinInForce(demand, 'm.demand_listing_id', demandAs)}
    ${joinInForce(supply, 'm.supply_listing_id', supplyAs)}
    WHERE ${seenInForceSql(demandAs, sight, parameters)} AND ${seenInForceSql(supplyAs, sight, parameters)}`;
}

/** What matching has found, of listings that are in force. */
@Injectable()
export class MatchReader {
  constructor(
    private readonly db: Database,
    private readonly inputs: MatchInputs,
    private readonly config: Config,
  ) {}

  /** Best first. A demand's list has its pins first, leaves out what is blocked, and folds a firm's further products. */
  of(kind: ListingKind, id: string, page: MatchPage): Promise<{ items: ShownMatch[]; next: string | null }> {
    const market = marketOf(kind);
    return sideOf(kind) === 'demand' ? this.ofDemand(market, id, page) : this.ofSupply(market, id, page);
  }

  /** All of a demand's matches as the asker sees them: few enough to be read whole. */
  async arranged(
    market: MarketCode,
    demandListingId: string,
    sight: Sight,
  ): Promise<Arranged<StoredMatch>[]> {
    const parameters = new Parameters(demandListingId);
    const found = await this.db.query<Row & Record<string, unknown>>(
      `${selectSeen(market, sight, parameters)} AND m.demand_listing_id = $1 ORDER BY m.score DESC, c.number`,
      parameters.values,
    );
    const decisions = (await this.inputs.decisions([demandListingId])).get(demandListingId) ?? [];
    return arrange(
      found.map(stored),
      this.config.get('MATCH_PER_FIRM'),
      of(decisions, 'pin'),
      of(decisions, 'block'),
    );
  }

  /** Which servers had a part in a demand's list. */
  async aids(demandListingId: string): Promise<Aids['states']> {
    const [row] = await this.db.query<Aids['states']>(
      'SELECT meaning, reranked FROM match_summaries WHERE demand_listing_id = $1',
      [demandListingId],
    );
    return row ?? { meaning: 'off', reranked: 'off' };
  }

  /** The points that each rule could give in a version. */
  async weights(market: MarketCode, version: number): Promise<RuleWeights> {
    return (await this.inputs.settings(market, { version })).settings.weights;
  }

  async count(): Promise<number> {
    const [row] = await this.db.query<{ n: string }>('SELECT count(*) AS n FROM matches');
    return Number(row?.n);
  }

  private async ofDemand(market: MarketCode, id: string, { sight, limit, cursor }: MatchPage) {
    const [after, place] = keyset.read(cursor, ['id', 'integer']) ?? [null, 0];
    const all = await this.arranged(market, id, sight);
    const decisions = (await this.inputs.decisions([id])).get(id) ?? [];
    const at = all.findIndex(({ match }) => match.supplyListingId === after);
    // Where the last one shown has gone meanwhile, its place stands for it.
    const from = at >= 0 ? at + 1 : Number(place);
    const page = all.slice(from, from + limit);
    const last = page.at(-1);
    return {
      items: page.map(({ match, folded }) => ({
        ...match,
        folded,
        pinned: decisions.find((d) => d.kind === 'pin' && d.supplyListingId === match.supplyListingId),
      })),
      next:
        last && from + limit < all.length ? keyset.write([last.match.supplyListingId, from + limit]) : null,
    };
  }

  private async ofSupply(market: MarketCode, id: string, { sight, limit, cursor }: MatchPage) {
    const [score, other] = keyset.read(cursor, ['decimal', 'id']) ?? [null, null];
    const parameters = new Parameters(id, score, other, limit + 1);
    const found = await this.db.query<Row & Record<string, unknown>>(
      `${selectSeen(market, sight, parameters)}
         AND m.supply_listing_id = $1 AND ($2::numeric IS NULL OR m.score < $2 OR (m.score = $2 AND m.demand_listing_id > $3::uuid))
         AND NOT EXISTS (SELECT 1 FROM match_decisions d WHERE d.kind = 'block' AND d.demand_listing_id = m.demand_listing_id AND d.supply_listing_id = m.supply_listing_id
           AND d.ended_at IS NULL AND d.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
       ORDER BY m.score DESC, m.demand_listing_id LIMIT $4`,
      parameters.values,
    );
    const decisions = await this.inputs.decisions(found.map((row) => row.demand_listing_id));
    return keyset.page(
      found,
      limit,
      (row) => [row.score, row.demand_listing_id],
      (row): ShownMatch => ({
        ...stored(row),
        folded: [],
        pinned: decisions
          .get(row.demand_listing_id)
          ?.find((d) => d.kind === 'pin' && d.supplyListingId === row.supply_listing_id),
      }),
    );
  }
}

function of(decisions: readonly DecisionInForce[], kind: 'pin' | 'block'): ReadonlySet<string> {
  return new Set(decisions.filter((d) => d.kind === kind).map((d) => d.supplyListingId));
}

function stored(row: Row): StoredMatch {
  return {
    demandListingId: row.demand_listing_id,
    supplyListingId: row.supply_listing_id,
    firmId: row.firm_id,
    score: Number(row.score),
    tenths: row.points,
    words: row.words,
    moved: row.moved,
    places: readPlaces(row.places),
    weightsVersion: row.weights_version,
    runId: row.run_id,
    matchedAt: row.matched_at.toISOString(),
  };
}
