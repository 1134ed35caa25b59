import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { dayOf, sha256 } from '#kernel';
import { EditionReader, type EditionSummary, type EditionText } from '#publication';
import { thisYear } from '#statistics';
import { attach } from '../http/attachment.js';
import { faultsOf } from '../http/plain-data.js';
import { PublicRoute } from '../http/public-route.js';
import { editionCsv, editionJson, editionXlsx, pausedIn, type Standing } from './downloads.js';
import { EditionPage, ListPage } from './edition.pages.js';
import { Home } from './home.page.js';
import { ListingPage } from './listing.page.js';
import { kindByPath, namesIn, namesOf } from './names.js';
import { notFoundDocument } from './not-found.page.js';
import { PublicReads } from './public-reads.js';
import { statisticsCsv, statisticsXlsx } from './statistics.downloads.js';
import { StatisticsPage } from './statistics.page.js';

const types = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
type Format = keyof typeof types;
/** `/scenarios/CJ-2026-000001` and the like, one of each kind. */
export const listingPaths = [...kindByPath.keys()].map((path) => `${path}/:number`);

/** What anyone may read, without script and without signing in. */
@Controller()
export class PublicController {
  constructor(
    private readonly editions: EditionReader,
    private readonly reads: PublicReads,
  ) {}

  @PublicRoute()
  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [figures, { items }] = await Promise.all([
      this.reads.figures(),
      this.editions.published(undefined, 8),
    ]);
    page(request, reply, Home({ figures, editions: items }));
  }

  @PublicRoute()
  @Get('statistics')
  async statistics(
    @Query() asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const found = await this.statisticsAsked(asked);
    if (!found)
      return absent(
        reply,
        '没有这样的统计期；应为年、半年、季度或月份，形如 2026、2026-H1、2026-Q3、2026-09。',
      );
    page(request, reply, StatisticsPage(found));
  }

  @PublicRoute()
  @Get('statistics.csv')
  statisticsCsv(
    @Query() asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.statisticsFile('csv', asked, request, reply);
  }

  @PublicRoute()
  @Get('statistics.xlsx')
  statisticsXlsx(
    @Query() asked: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.statisticsFile('xlsx', asked, request, reply);
  }

  /** The page's figures as a file, with each measure's definition. */
  private async statisticsFile(
    format: 'csv' | 'xlsx',
    asked: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const found = await this.statisticsAsked(asked);
    if (!found) return absent(reply, '没有这样的统计期。');
    attach(reply, `${namesIn(found.market).pairs}成效-${found.period}.${format}`, types[format]);
    const csv = statisticsCsv(found);
    if (format === 'csv') return send(request, reply, { body: csv, type: types.csv });
    // The workbook holds the time of its making: the tag is that of the figures.
    const tag = `${sha256(csv).slice(0, 32)}-xlsx`;
    const body = await statisticsXlsx(found, dayOf(new Date()));
    send(request, reply, { body, type: types.xlsx, tag });
  }

  private statisticsAsked(asked: unknown) {
    const { period, market } = asked as Readonly<Record<string, unknown>>;
    return this.reads.statisticsOf(
      typeof period === 'string' ? period : thisYear(),
      typeof market === 'string' ? market : 'software',
    );
  }

  @PublicRoute()
  @Get('lists/:kind')
  async lists(
    @Param('kind') path: string,
    @Query('cursor') cursor: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const kind = kindByPath.get(path);
    if (!kind) return absent(reply, '没有这种清单。');
    const { items, next } = await this.editions.published(
      kind,
      50,
      typeof cursor === 'string' ? cursor : undefined,
    );
    page(request, reply, ListPage({ kind, editions: items, next }));
  }

  @PublicRoute()
  @Get('lists/:kind/:name')
  async edition(
    @Param() { kind: path, name }: { readonly kind: string; readonly name: string },
    @Query('revision') wanted: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const kind = kindByPath.get(path);
    const [, slug = '', format] = /^([^.]+)(?:\.(json|csv|xlsx))?$/.exec(name) ?? [];
    const summary = kind && isStorable(slug) && (await this.editions.bySlug(kind, slug));
    if (!summary) return absent(reply, '没有这一期清单。');
    const revision = wanted === undefined ? summary.revision : Number(wanted);
    const text =
      Number.isInteger(revision) && revision > 0 && revision < 1e6
        ? await this.editions.text(summary.id, revision)
        : undefined;
    if (!text) return absent(reply, '没有这一版清单。');
    const paused = await this.reads.paused(text.document);
    if (format === undefined)
      return page(
        request,
        reply,
        EditionPage({
          summary,
          document: text.document,
          sha256: text.sha256,
          latestRevision: summary.revision,
          paused,
        }),
      );
    const standing = { withdrawn: summary.withdrawnReason, paused };
    await download(request, reply, { summary, text, standing, format: format as Format });
  }

  @PublicRoute()
  @Get(listingPaths)
  async listing(
    @Param('number') number: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const kind = kindByPath.get(request.url.split('/')[1] ?? '');
    const found = kind && isStorable(number) ? await this.reads.listing(kind, number) : undefined;
    if (!found) return absent(reply, '没有这个编号的公开内容，或已撤回、已过有效期。');
    page(request, reply, ListingPage(found));
  }
}

/** What holds NUL is the name of nothing, and the database would refuse to look for it. */
const isStorable = (name: string) => faultsOf(name).length === 0;

function page(request: FastifyRequest, reply: FastifyReply, element: ReactElement): void {
  const body = `<!doctype html>${renderToStaticMarkup(element)}`;
  send(request, reply, { body, type: 'text/html; charset=utf-8' });
}

function absent(reply: FastifyReply, what: string): void {
  void reply
    .status(404)
    .header('Cache-Control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(notFoundDocument(what));
}

interface Content {
  readonly body: string | Buffer;
  readonly type: string;
  /** Of the content, where its bytes are not the same each time. */
  readonly tag?: string;
}

/** With a strong ETag over the bytes; 304 for a reader who has them. */
function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { body, type, tag = sha256(body).slice(0, 32) }: Content,
): void {
  const etag = `"${tag}"`;
  void reply.header('ETag', etag).header('Cache-Control', 'public, max-age=60, must-revalidate');
  const known = request.headers['if-none-match']?.split(',').map((part) => part.trim().replace(/^W\//, ''));
  if (known?.includes(etag) || known?.includes('*')) void reply.status(304).send();
  else void reply.type(type).send(body);
}

interface Wanted {
  readonly summary: EditionSummary;
  readonly text: EditionText;
  readonly standing: Standing;
  readonly format: Format;
}

async function download(
  request: FastifyRequest,
  reply: FastifyReply,
  { summary: { kind, slug }, text, standing, format }: Wanted,
): Promise<void> {
  const { document, sha256: hash } = text;
  const name = `${namesOf(kind).path}-${slug}-r${document.revision}.${format}`;
  void reply.header('Content-Disposition', `attachment; filename="${name}"`);
  // The workbook holds the time of its making: the tag is that of the content and of what has become of it.
  const since = sha256(JSON.stringify([standing.withdrawn, pausedIn(document, standing)]));
  const body = await fileOf(text, standing, format);
  const tag = `${hash.slice(0, 32)}-${since.slice(0, 16)}-${format}`;
  send(request, reply, { body, type: types[format], tag });
}

function fileOf(text: EditionText, standing: Standing, format: Format): string | Promise<Buffer> {
  if (format === 'json') return editionJson(text, standing);
  if (format === 'csv') return editionCsv(text.document, standing);
  return editionXlsx(text.document, text.sha256, standing);
}
