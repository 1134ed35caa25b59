import { Controller } from '@nestjs/common';
import { may, type Principal } from '#accounts';
import {
  type AnswerOf,
  type FigureLine,
  type FiguresView,
  type InputOf,
  kindCodes,
  kinds,
  type ListingKind,
  listFigureLines,
  measuresAcross,
  measuresOf,
  mostShown,
  readFigures,
} from '#contracts';
import { anyone, DictionaryService, ListingReader } from '#listings';
import { Database } from '#platform';
import {
  FigureService,
  type Line,
  LineReader,
  PeriodService,
  periodSpan,
  type Span,
  scopeName,
  thisYear,
} from '#statistics';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';
import { firmsNamed } from './names.js';
import { scopeFor } from './scope.js';

type Query = InputOf<typeof readFigures>['query'];

/** Every measure of the catalogue, and what stands behind each number. */
@Controller()
export class FiguresController {
  constructor(
    private readonly figures: FigureService,
    private readonly lines: LineReader,
    private readonly periods: PeriodService,
    private readonly dictionaries: DictionaryService,
    private readonly listings: ListingReader,
    private readonly db: Database,
  ) {}

  @Endpoint(readFigures)
  async read(
    @Input() { query }: InputOf<typeof readFigures>,
    @Caller() caller: Principal,
  ): Promise<FiguresView> {
    const labelOf = await this.dictionaries.labels();
    const [span, scope, asOf] = [spanOf(query), scopeFor(caller, query.scope), instantOf(query.asOf)];
    const { total, items, leftOut, months } = await this.figures.read(
      { market: query.market, span, scope, by: query.by, asOf, most: mostShown },
      labelOf,
    );
    return {
      period: span.code,
      first: span.first,
      last: span.last,
      frozen: span.code !== null && (await this.periods.find(span.code)).frozen,
      scope: { code: scope, name: scopeName(scope, labelOf) },
      asOf: asOf?.toISOString() ?? null,
      measures: measuresOf(query.market).map((measure) => ({
        code: measure.code,
        name: measure.name,
        unit: measure.unit,
        definition: measure.definition,
        kind: measure.kind,
        addsSaid: measure.addsSaid,
        behind: measure.behind,
        lines: measure.lines,
        splits: [...measure.splits, ...(measuresAcross.has(measure.code) ? (['market'] as const) : [])],
      })),
      total,
      by: query.by,
      items: query.by === 'firm' ? await firmsNamed(this.db, items) : [...items],
      leftOut,
      months: [...months],
    };
  }

  @Endpoint(listFigureLines)
  async list(
    @Input() { query }: InputOf<typeof listFigureLines>,
    @Caller() caller: Principal,
  ): Promise<AnswerOf<typeof listFigureLines>> {
    const page = await this.lines.read(
      {
        market: query.market,
        measure: query.measure,
        span: spanOf(query),
        scope: scopeFor(caller, query.scope),
        by: query.by,
        key: query.key,
        asOf: instantOf(query.asOf),
        now: new Date(),
      },
      query.limit,
      query.cursor,
    );
    return { items: await this.shown(page.items, caller), next: page.next };
  }

  /** Names what a line knows by its id alone, and leaves of another area's line what the public may read. */
  private async shown(lines: readonly Line[], caller: Principal): Promise<FigureLine[]> {
    const titles = await this.titles(lines);
    const seen = new Set(
      (await Promise.all(kindCodes.map((kind) => this.publicAmong(kind, lines)))).flatMap((ids) => [...ids]),
    );
    const names = new Map(
      (
        await firmsNamed(
          this.db,
          lines.flatMap(({ firmId }) => (firmId ? [{ key: firmId, label: firmId }] : [])),
        )
      ).map(({ key, label }) => [key, label]),
    );
    return lines.map(({ firmId, demandListingId: _demand, ...line }) => {
      const listing = line.listingId === null ? undefined : titles.get(line.listingId);
      const mine = may(caller, 'engagement.read', { area: line.area });
      const open = line.listingId !== null && seen.has(line.listingId);
      const told = {
        ...line,
        title: line.title ?? listing?.title ?? null,
        number: line.number ?? listing?.number ?? null,
      };
      if (mine)
        return { ...told, supplyName: told.supplyName ?? (firmId ? (names.get(firmId) ?? null) : null) };
      return {
        ...told,
        ...(open ? {} : { number: null, title: null, listingId: null }),
        ...(line.measure.endsWith('Amount') ? { change: '' } : {}),
        engagementId: null,
        meetingId: null,
        demandName: null,
        supplyName: null,
        supplyTitle: null,
      };
    });
  }

  private async publicAmong(kind: ListingKind, lines: readonly Line[]): Promise<ReadonlySet<string>> {
    const ids = lines.flatMap((line) =>
      line.listingKind === kind && line.listingId ? [line.listingId] : [],
    );
    return ids.length === 0 ? new Set() : this.listings.seenAmong(kind, ids, anyone);
  }

  private async titles(
    lines: readonly Line[],
  ): Promise<ReadonlyMap<string, { number: string; title: string }>> {
    const of = (kind: ListingKind) =>
      lines.flatMap((line) =>
        line.title === null && line.listingKind === kind && line.listingId ? [line.listingId] : [],
      );
    const found = await Promise.all(
      kindCodes.map(async (kind) =>
        (await this.listings.lastKnown(kind, of(kind))).map(
          (one) => [one.id, { number: one.number, title: kinds[kind].titleOf(one) }] as const,
        ),
      ),
    );
    return new Map(found.flat());
  }
}

function spanOf({ period, from, to }: Pick<Query, 'period' | 'from' | 'to'>): Span {
  if (from !== undefined && to !== undefined) return { code: null, first: from, last: to };
  return periodSpan(period ?? thisYear());
}

function instantOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
