import { Injectable } from '@nestjs/common';
import type { ListingKind, MatchFigures } from '#contracts';
import { dayOf } from '#kernel';
import { anyone, DictionaryService, ListingReader, sees } from '#listings';
import { type EditionDocument, itemContent, titleOf } from '#publication';
import { StatisticsService } from '#statistics';
import type { HomeFigures } from './home.page.js';
import type { ListingPageProps } from './listing.page.js';
import type { StatisticsPageProps } from './statistics.page.js';

/** What the public pages join from several libs. */
@Injectable()
export class PublicReads {
  constructor(
    private readonly listings: ListingReader,
    private readonly statistics: StatisticsService,
    private readonly dictionaries: DictionaryService,
  ) {}

  async figures(): Promise<HomeFigures> {
    const year = dayOf(new Date()).slice(0, 4);
    const labelOf = await this.dictionaries.labels();
    const [scenarios, capabilities, matches] = await Promise.all([
      this.listings.seenCount('scenario', anyone),
      this.listings.seenCount('capability', anyone),
      this.statistics.figures('area', year, 2, labelOf),
    ]);
    return { scenarios, capabilities, matches: matches.total.count, year };
  }

  async statisticsOf(year: string): Promise<StatisticsPageProps> {
    const labelOf = await this.dictionaries.labels();
    const by = (dimension: MatchFigures['by']) => this.statistics.figures(dimension, year, 2, labelOf);
    const [area, department, chain, field, channel] = await Promise.all([
      by('area'),
      by('department'),
      by('chain'),
      by('field'),
      by('channel'),
    ]);
    return {
      year,
      total: area.total.count,
      ladder: area.ladder,
      tables: [
        { label: '按统计区域（需求方所在）', items: area.items },
        { label: '按主管部门', items: department.items },
        { label: '按产业链', items: chain.items },
        { label: '按领域', items: field.items },
        { label: '按对接方式', items: channel.items },
      ],
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
