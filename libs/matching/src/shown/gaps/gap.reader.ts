import { Injectable } from '@nestjs/common';
import {
  type DictionaryName,
  type ExclusionCode,
  type GapFigures,
  type GapView,
  type MarketCode,
  markets,
  type PublishedListing,
} from '#contracts';
import { dayOf } from '#kernel';
import { DictionaryService, ListingReader, type Sight } from '#listings';
import { Config, Database, keyset } from '#platform';
import { writeWorkbook } from '#sheets';
import { exclusionText } from '../../markets/exclusion.js';
import { rulesOf } from '../../markets/index.js';
import { AskService } from '../ask.service.js';
import { askView } from '../asks.js';
import { type FigureRow, type GapFilter, type GapRow, gapCounts, someGaps } from './gap.store.js';
import { gapSheets } from './gap.workbook.js';

/**
 * Demands in force that nothing suitable answers: a matching has looked at their present revision, and the best that
 * may be proposed has fewer points than count as suitable, or there is none.
 */
@Injectable()
export class GapReader {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
    private readonly dictionaries: DictionaryService,
    private readonly listings: ListingReader,
    private readonly asks: AskService,
  ) {}

  /** Newest published first. */
  async list(
    filter: GapFilter,
    sight: Sight,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ items: GapView[]; next: string | null }> {
    const found = await this.some(filter, sight, limit + 1, cursor);
    const { items, next } = keyset.page(
      found,
      limit,
      (row) => [row.published_key, row.demand.id],
      (row) => row,
    );
    return { items: await this.joined(filter.market, items, sight), next };
  }

  /** What comes nearest to a demand that nothing suitable answers, as the asker sees it; nothing for any other. */
  async nearestOf(market: MarketCode, demand: string, sight: Sight): Promise<GapView['nearest']> {
    const found = await this.some({ market, demand }, sight, 1, undefined);
    const [gap] = await this.joined(market, found, sight);
    return gap?.nearest ?? [];
  }

  /** A demand of two fields counts under both; one that names none counts under the empty key, 未注明. */
  async figures(filter: GapFilter, sight: Sight): Promise<GapFigures> {
    const { sql, parameters } = gapCounts({ suitable: this.suitable, sight, filter });
    const found = await this.db.query<FigureRow>(sql, parameters);
    const label = await this.dictionaries.labels();
    const all = found.find((row) => row.by === 'all');
    const split = (by: FigureRow['by'], name: DictionaryName) =>
      found
        .filter((row) => row.by === by)
        .sort((a, b) => b.gaps - a.gaps || b.demands - a.demands || (a.key < b.key ? -1 : 1))
        .map(({ key, gaps, demands }) => ({ key, label: label(name, key) || '未注明', gaps, demands }));
    return {
      market: filter.market,
      suitable: this.suitable,
      demands: all?.demands ?? 0,
      gaps: all?.gaps ?? 0,
      unmatched: all?.unmatched ?? 0,
      byChain: split('chain', 'chains'),
      byField: split('field', 'fields'),
      byArea: split('area', 'areas'),
    };
  }

  /** The whole list and its figures as an .xlsx. @param maker the body that makes it */
  async workbook(filter: GapFilter, sight: Sight, maker: string): Promise<Buffer> {
    const gaps = await this.joined(filter.market, await this.some(filter, sight, null, undefined), sight);
    const made = { maker, day: dayOf(new Date()) };
    return writeWorkbook(
      gapSheets(gaps, await this.figures(filter, sight), await this.dictionaries.labels(), made),
    );
  }

  private some(
    filter: GapFilter,
    sight: Sight,
    limit: number | null,
    cursor: string | undefined,
  ): Promise<GapRow[]> {
    const [at, id] = keyset.read(cursor, ['instant', 'id']) ?? [null, null];
    const question = { suitable: this.suitable, sight, filter };
    const { sql, parameters } = someGaps(question, [at, id], limit);
    return this.db.query<GapRow>(sql, parameters);
  }

  /** With the nearest supplies as they are now; those that are no longer in force are left out. */
  private async joined(market: MarketCode, found: readonly GapRow[], sight: Sight): Promise<GapView[]> {
    const ids = [...new Set(found.flatMap((row) => row.nearest.map((near) => near.supplyListingId)))];
    const heads = await this.listings.headsAmong(markets[market].supply, ids, sight);
    const { demands, supplies } = await this.listed(market, found, [...heads.keys()]);
    const asksOf = await this.judged(market, found, demands, supplies);
    const apartOf = await this.apart(market);
    return found.map((row) => {
      const demand = demands.get(row.demand.id);
      return {
        demand: row.demand,
        fields: row.fields,
        chains: row.chains,
        department: row.department,
        publishedAt: row.published_at.toISOString(),
        best: row.best === null ? null : Number(row.best),
        nearest: row.nearest.flatMap(({ supplyListingId: id, score, excluded, lacking }) => {
          const [head, supply] = [heads.get(id), supplies.get(id)];
          if (!demand || !supply || !head) return [];
          const apart = excluded && { code: excluded, text: apartOf(excluded, demand, supply) };
          const asks = asksOf.get(`${demand.id} ${id}`) ?? [];
          return [{ supply: head, score, excluded: apart, lacking: [...lacking], asks }];
        }),
      };
    });
  }

  /** The sentences of hard conditions as they read today. */
  private async apart(market: MarketCode) {
    const label = await this.dictionaries.labels();
    const today = dayOf(new Date());
    return (code: ExclusionCode, demand: PublishedListing, supply: PublishedListing) =>
      exclusionText(rulesOf(market), code, { demand, supply, today, label });
  }

  /** Both sides as they are in force. */
  private async listed(market: MarketCode, found: readonly GapRow[], supplyIds: readonly string[]) {
    const { demand, supply } = markets[market];
    const demandIds = found.map((row) => row.demand.id);
    const [demands, supplies] = await Promise.all([
      this.listings.publishedByIds(demand, demandIds),
      this.listings.publishedByIds(supply, supplyIds),
    ]);
    const byId = (all: readonly PublishedListing[]) => new Map(all.map((one) => [one.id, one]));
    return { demands: byId(demands), supplies: byId(supplies) };
  }

  /** What the nearest say to each thing that is asked for, by demand and supply. */
  private async judged(
    market: MarketCode,
    found: readonly GapRow[],
    demands: ReadonlyMap<string, PublishedListing>,
    supplies: ReadonlyMap<string, PublishedListing>,
  ): Promise<ReadonlyMap<string, GapView['nearest'][number]['asks']>> {
    const pairs = found.flatMap((row) =>
      row.nearest.flatMap(({ supplyListingId }) => {
        const [demand, supply] = [demands.get(row.demand.id), supplies.get(supplyListingId)];
        return demand && supply ? [{ demand, supply }] : [];
      }),
    );
    const asks = await this.asks.of(market, pairs);
    return new Map(
      pairs.map(({ demand, supply }, i) => [`${demand.id} ${supply.id}`, (asks[i] ?? []).map(askView)]),
    );
  }

  private get suitable(): number {
    return this.config.get('MATCH_SUITABLE');
  }
}
