import { Injectable } from '@nestjs/common';
import {
  type FiguresBy,
  type FigureValues,
  type ListingKind,
  type MarketCode,
  marketCode,
  marketCodes,
  markets,
} from '#contracts';
import { dayOf, parsePeriod } from '#kernel';
import { anyone, DictionaryService, ListingReader, sees } from '#listings';
import { type EditionDocument, itemContent, titleOf } from '#publication';
import { city, FigureService, type Figures, periodSpan, thisYear, withheldIn } from '#statistics';
import type { HomeFigures } from './home.page.js';
import type { ListingPageProps } from './listing.page.js';
import type { PublicStatistics } from './statistics.page.js';

/** What the public pages join from several libs. */
@Injectable()
export class PublicReads {
  constructor(
    private readonly listings: ListingReader,
    private readonly figuresService: FigureService,
    private readonly dictionaries: DictionaryService,
  ) {}

  async figures(): Promise<HomeFigures> {
    const year = thisYear();
    const of = async (market: MarketCode) => {
      const { demand, supply } = markets[market];
      const [demands, supplies, figures] = await Promise.all([
        this.listings.seenCount(demand, anyone),
        this.listings.seenCount(supply, anyone),
        this.figuresOf(year, 'area', market),
      ]);
      return { market, demands, supplies, matches: Number(figures.total['reached2'] ?? 0) };
    };
    return { year, markets: await Promise.all(marketCodes.map(of)) };
  }

  /** @returns undefined for what is no year, half, quarter or month, or no market. */
  async statisticsOf(period: string, asked: string): Promise<PublicStatistics | undefined> {
    const market = marketCode.safeParse(asked).data;
    if (!parsePeriod(period) || market === undefined) return undefined;
    const splits = ['area', 'department', 'chain', 'field', 'channel', 'market'] as const;
    const [area, ...others] = await Promise.all(splits.map((by) => this.figuresOf(period, by, market)));
    const values = area?.total ?? {};
    return {
      market,
      period,
      total: { values, withheld: withheldIn([{ values }])[0] ?? new Set() },
      months: withholding(area?.months ?? []),
      tables: [area, ...others].map((figures, place) => ({
        by: splits[place] ?? 'area',
        items: withholding(figures?.items ?? []),
      })),
    };
  }

  private async figuresOf(period: string, by: FiguresBy, market: MarketCode = 'software'): Promise<Figures> {
    return this.figuresService.read(
      { market, span: periodSpan(period), scope: city, by },
      await this.dictionaries.labels(),
    );
  }

  /** Items of an edition whose organisation is suspended: the document stays as it is, its page says so. */
  paused({ kind, items }: EditionDocument): Promise<ReadonlySet<string>> {
    return this.listings.pausedAmong(
      kind,
      items.map((item) => item.number),
    );
  }

  /** Only what is in force and everyone sees. */
  async listing(kind: ListingKind, number: string): Promise<ListingPageProps | undefined> {
    const listing = await this.listings.publishedByNumber(kind, number);
    if (!listing || !sees(anyone, listing)) return undefined;
    const content = itemContent(kind, listing);
    return {
      kind,
      number: listing.number,
      title: titleOf(kind, content),
      organisation: listing.organisation.name,
      content,
      labelOf: await this.dictionaries.labels(),
      publishedOn: dayOf(new Date(listing.publishedAt)),
    };
  }
}

/** Lines side by side, each with what is not published of it. */
function withholding<T extends { readonly values: FigureValues }>(
  lines: readonly T[],
): (T & { readonly withheld: ReadonlySet<string> })[] {
  const withheld = withheldIn(lines);
  return lines.map((line, i) => ({ ...line, withheld: withheld[i] ?? new Set() }));
}
