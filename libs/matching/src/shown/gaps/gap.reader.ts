import { Injectable } from '@nestjs/common';
import type { DictionaryName, GapFigures, GapView } from '#contracts';
import { dayOf } from '#kernel';
import { DictionaryService, ListingReader, type Sight } from '#listings';
import { Config, Database, keyset } from '#platform';
import { writeWorkbook } from '#sheets';
import { exclusionText } from '../../scoring/domain/exclusion.js';
import { AskService } from '../ask.service.js';
import { askView } from '../asks.js';
import {
  type CapabilityRow,
  type FigureRow,
  type GapFilter,
  type GapRow,
  gapCounts,
  nearCapabilities,
  someGaps,
} from './gap.store.js';
import { gapSheets } from './gap.workbook.js';

/**
 * Scenarios in force that nothing suitable answers: a matching has looked at their present revision, and the best that
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
      (row) => [row.published_key, row.scenario.id],
      (row) => row,
    );
    return { items: await this.joined(items, sight), next };
  }

  /** What comes nearest to a scenario that nothing suitable answers, as the asker sees it; nothing for any other. */
  async nearestOf(demandListingId: string, sight: Sight): Promise<GapView['nearest']> {
    const found = await this.some({ scenario: demandListingId }, sight, 1, undefined);
    const [gap] = await this.joined(found, sight);
    return gap?.nearest ?? [];
  }

  /** A scenario of two fields counts under both; one that names none counts under the empty key, 未注明. */
  async figures(sight: Sight, filter: GapFilter = {}): Promise<GapFigures> {
    const { sql, parameters } = gapCounts({ suitable: this.suitable, sight, filter });
    const found = await this.db.query<FigureRow>(sql, parameters);
    const label = await this.dictionaries.labels();
    const all = found.find((row) => row.by === 'all');
    const split = (by: FigureRow['by'], name: DictionaryName) =>
      found
        .filter((row) => row.by === by)
        .sort((a, b) => b.gaps - a.gaps || b.scenarios - a.scenarios || (a.key < b.key ? -1 : 1))
        .map(({ key, gaps, scenarios }) => ({ key, label: label(name, key) || '未注明', gaps, scenarios }));
    return {
      suitable: this.suitable,
      scenarios: all?.scenarios ?? 0,
      gaps: all?.gaps ?? 0,
      unmatched: all?.unmatched ?? 0,
      byChain: split('chain', 'chains'),
      byField: split('field', 'fields'),
      byArea: split('area', 'areas'),
    };
  }

  /** The whole list and its figures as an .xlsx. @param maker the body that makes it */
  async workbook(filter: GapFilter, sight: Sight, maker: string): Promise<Buffer> {
    const gaps = await this.joined(await this.some(filter, sight, null, undefined), sight);
    const made = { maker, day: dayOf(new Date()) };
    return writeWorkbook(
      gapSheets(gaps, await this.figures(sight, filter), await this.dictionaries.labels(), made),
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

  /** With the nearest capabilities as they are now; those that are no longer in force are left out. */
  private async joined(found: readonly GapRow[], sight: Sight): Promise<GapView[]> {
    const ids = [...new Set(found.flatMap((row) => row.nearest.map((near) => near.supplyListingId)))];
    const { sql, parameters } = nearCapabilities(ids, sight);
    const near = await this.db.query<CapabilityRow>(sql, parameters);
    const capabilities = new Map(near.map((row) => [row.id, row]));
    const label = await this.dictionaries.labels();
    const today = dayOf(new Date());
    const judged = await this.judged(found, capabilities);
    return found.map((row) => ({
      scenario: row.scenario,
      fields: row.fields,
      chains: row.chains,
      department: row.department,
      publishedAt: row.published_at.toISOString(),
      best: row.best === null ? null : Number(row.best),
      nearest: row.nearest.flatMap(({ supplyListingId, score, excluded, lacking }) => {
        const capability = capabilities.get(supplyListingId);
        if (!capability) return [];
        const apart = excluded && {
          code: excluded,
          text: exclusionText(excluded, row.conditions, capability.conditions, today, label),
        };
        const asks = judged.get(`${row.scenario.id} ${supplyListingId}`) ?? [];
        return [{ capability: capability.head, score, excluded: apart, lacking: [...lacking], asks }];
      }),
    }));
  }

  /** What the nearest say to each thing that is asked for, by scenario and capability. */
  private async judged(
    found: readonly GapRow[],
    capabilities: ReadonlyMap<string, CapabilityRow>,
  ): Promise<ReadonlyMap<string, GapView['nearest'][number]['asks']>> {
    const [scenarios, products] = await Promise.all([
      this.listings.publishedByIds(
        'scenario',
        found.map((row) => row.scenario.id),
      ),
      this.listings.publishedByIds('capability', [...capabilities.keys()]),
    ]);
    const scenarioOf = new Map(scenarios.map((one) => [one.id, one]));
    const productOf = new Map(products.map((one) => [one.id, one]));
    const pairs = found.flatMap((row) =>
      row.nearest.flatMap(({ supplyListingId }) => {
        const [scenario, capability] = [scenarioOf.get(row.scenario.id), productOf.get(supplyListingId)];
        return scenario && capability ? [{ scenario, capability }] : [];
      }),
    );
    const asks = await this.asks.of(pairs);
    return new Map(
      pairs.map((pair, i) => [`${pair.scenario.id} ${pair.capability.id}`, (asks[i] ?? []).map(askView)]),
    );
  }

  private get suitable(): number {
    return this.config.get('MATCH_SUITABLE');
  }
}
