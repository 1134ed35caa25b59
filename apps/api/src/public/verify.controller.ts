import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { renderToStaticMarkup } from 'react-dom/server';
import { LimitService } from '#accounts';
import { kindCode } from '#contracts';
import { DomainError } from '#kernel';
import { ContentTooLarge } from '#platform';
import { differencesOf, EditionReader, editionIn, labelsOfEdition, verifyEdition } from '#publication';
import { SheetRefused } from '#sheets';
import { faultsOf, isDeeperThan } from '../http/plain-data.js';
import { PublicRoute } from '../http/public-route.js';
import { whole, withFile } from '../http/uploaded.js';
import { editionXlsx } from './downloads.js';
import { isWorkbook, listTable, tableDifferences } from './list-table.js';
import { type Verified, VerifyPage } from './verify.page.js';

const largest = 20_000_000;
/** A list's own carries one, in two places. */
const mostHashes = 8;

/** Anyone holds a downloaded list beside what was published; the file is compared and forgotten. */
@Controller()
export class VerifyController {
  constructor(
    private readonly editions: EditionReader,
    private readonly limits: LimitService,
  ) {}

  @PublicRoute()
  @Get('verify')
  ask(@Res() reply: FastifyReply): void {
    answer(reply, { outcome: 'asked' });
  }

  @PublicRoute()
  @Post('verify')
  @HttpCode(200)
  async verify(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      await this.limits.take('upload', undefined, request.ip);
      const content = await contentOf(request);
      const compared = isWorkbook(content)
        ? await this.workbookCompared(content)
        : await this.compared(content.toString('utf8'));
      answer(reply, compared);
    } catch (error) {
      if (error instanceof SheetRefused)
        return answer(reply, { outcome: 'refused', why: error.message }, 422);
      if (!(error instanceof DomainError)) throw error;
      answer(reply, { outcome: 'refused', why: error.message }, error.status);
    }
  }

  /** A workbook is compared by what its table says, with that of the revision whose hash it carries. */
  private async workbookCompared(content: Buffer): Promise<Verified> {
    const found = await listTable(content);
    const [title = ''] = found.above;
    if (found.headers.length === 0 || found.hashes.length === 0)
      return { outcome: 'refused', why: '表格中没有清单及其 SHA-256 校验值，请选择从清单页下载的文件' };
    for (const hash of found.hashes.slice(0, mostHashes)) {
      const known = await this.editions.bySha256(hash);
      if (!known) continue;
      const { document, sha256 } = known.text;
      const asPublished = await editionXlsx(document, sha256, { withdrawn: null, paused: new Set() });
      const differences = tableDifferences(await listTable(asPublished), found);
      return {
        outcome: differences.length === 0 ? 'same' : 'differs',
        read: 'workbook',
        edition: known.edition,
        revision: document.revision,
        sha256,
        differences,
        labelOf: labelsOfEdition(document),
      };
    }
    return { outcome: 'unknown', title };
  }

  private async compared(text: string): Promise<Verified> {
    if (isDeeperThan(text)) return { outcome: 'refused', why: '文件的嵌套过深，不是本平台的清单' };
    const { document: file } = editionIn(text);
    if (faultsOf(file).length > 0) return { outcome: 'refused', why: '文件含有不能识别的字符或数值' };
    const slug = `${file.issuer?.code}-${file.number}`;
    const isKnown = kindCode.safeParse(file.kind).success;
    const edition = isKnown ? await this.editions.bySlug(file.kind, slug) : undefined;
    const published =
      edition && isRevision(file.revision) ? await this.editions.text(edition.id, file.revision) : undefined;
    if (!edition || !published) return { outcome: 'unknown', title: String(file.title ?? '') };
    const { document, sha256 } = published;
    const { ok, claimed } = verifyEdition(text);
    return {
      outcome: ok && claimed === sha256 ? 'same' : 'differs',
      read: 'text',
      edition,
      revision: document.revision,
      sha256,
      differences: differencesOf(document, file),
      labelOf: labelsOfEdition(document),
    };
  }
}

function isRevision(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 1e6;
}

/** @throws MalformedUpload, ContentTooLarge */
async function contentOf(request: FastifyRequest): Promise<Buffer> {
  return withFile(
    request,
    async (file) => {
      if (!file) return Buffer.alloc(0);
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const part of whole(file.file, largest)) {
        size += part.length;
        if (size > largest) throw new ContentTooLarge(largest);
        parts.push(part);
      }
      return Buffer.concat(parts);
    },
    { limits: { fileSize: largest } },
  );
}

function answer(reply: FastifyReply, result: Verified, status = 200): void {
  void reply
    .status(status)
    .header('Cache-Control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${renderToStaticMarkup(VerifyPage({ result }))}`);
}
