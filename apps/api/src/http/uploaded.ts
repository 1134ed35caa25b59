import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#kernel';
import { ContentTooLarge } from '#platform';

class MalformedUpload extends DomainError {
  readonly code = 'input.multipart';
  readonly status = 400;

  constructor() {
    super('上传的表单不完整或格式有误，请重新上传');
  }
}

type Options = NonNullable<Parameters<FastifyRequest['file']>[0]>;

/**
 * The one file of a form, while it streams in. Where the form has no boundary, ends before it should or is none at all,
 * the parser throws plain errors from any step of the reading: they are the sender's, not ours.
 * @param use gets undefined where the form has no file.
 * @throws MalformedUpload `input.multipart`
 */
export async function withFile<T>(
  request: FastifyRequest,
  use: (file: MultipartFile | undefined) => Promise<T>,
  options: Options = {},
): Promise<T> {
  try {
    const file = await request.file(options);
    if (file) file.filename ||= '未命名'; // some programs send none
    return await use(file);
  } catch (error) {
    throw isOfParser(error) ? new MalformedUpload() : error;
  }
}

/** busboy's errors have neither a class nor a code of their own. */
const words =
  /boundary not found|unexpected end of (multipart|form|file)|terminated early|needle cannot|malformed part header|(missing|unsupported) content.type/i;

function isOfParser(error: unknown): boolean {
  return error instanceof Error && !('code' in error) && words.test(error.message);
}

/**
 * The content of a sent file as it comes. The parser ends a file at its limit as if it were whole, and says so beside it.
 * @throws ContentTooLarge `file.too_large`
 */
export async function* whole(
  file: AsyncIterable<Uint8Array> & { truncated?: boolean },
  most: number,
): AsyncGenerator<Uint8Array> {
  yield* file;
  if (file.truncated) throw new ContentTooLarge(most);
}
