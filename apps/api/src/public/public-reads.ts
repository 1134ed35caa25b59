import { Injectable } from '@nestjs/common';
import { type ListingKind, type MarketCode, marketCode, marketCodes, markets } from '#contracts';
import { dayOf, parsePeriod } from '#kernel';
import { anyone, DictionaryService, ListingReader, sees } from '#listings';
import { type EditionDocument, itemContent, titleOf } from '#publication';
import { city, FigureService, PublicFigureService, periodSpan, thisYear } from '#statistics';
import type { HomeFigures } from './home.page.js';
import type { ListingPageProps } from './listing.page.js';
import type { PublicStatistics } from './statistics.page.js';

/** What the public pages join from several libs. */
@Injectable()
export class PublicReads {
  constructor(
    private readonly listings: ListingReader,
    private readonly figuresService: FigureService,
    private readonly publicFigures: PublicFigureService,
    private readonly dictionaries: DictionaryService,
  ) {}

  async figures(): Promise<HomeFigures> {
    const year = thisYear();
    const labelOf = await this.dictionaries.labels();
    const of = async (market: MarketCode) => {
      const { demand, supply } = markets[market];
      const [demands, supplies, figures] = await Promise.all([
        this.listings.seenCount(demand, anyone),
        this.listings.seenCount(supply, anyone),
        this.figuresService.read({ market, span: periodSpan(year), scope: city, by: 'area' }, labelOf),
      ]);
      return { market, demands, supplies, matches: Number(figures.total['reached2'] ?? 0) };
    };
    return { year, markets: await Promise.all(marketCodes.map(of)) };
  }

  /** @returns undefined for what is no year, half, quarter or month, or no market. */
  async statisticsOf(period: string, asked: string): Promise<PublicStatistics | undefined> {
    const market = marketCode.safeParse(asked).data;
    if (!parsePeriod(period) || market === undefined) return undefined;
    return {
      market,
      period,
      ...(await this.publicFigures.read(period, market, await this.dictionaries.labels())),
    };
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
