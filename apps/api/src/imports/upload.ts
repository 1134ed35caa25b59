import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { DomainError, InvalidInput } from '#kernel';
import type { FileStore } from '#platform';
import { fieldErrors } from '../http/input.js';
import { faultsOf } from '../http/plain-data.js';
import { withFile } from '../http/uploaded.js';

class FileTooLarge extends DomainError {
  readonly code = 'import.too_large';
  readonly status = 413;

  constructor(mebibytes: number) {
    super(`文件超过 ${mebibytes} MB 的上限，请拆分后上传`);
  }
}

export interface Received<T> {
  /** The name of the file in the store. */
  readonly stored: string;
  readonly name: string;
  readonly fields: T;
}

/**
 * Streams one uploaded file into the store and parses the form's fields. Nothing is kept of an upload that breaks
 * off.
 */
export function receive<T>(
  request: FastifyRequest,
  schema: z.ZodType<T>,
  files: FileStore,
  mebibytes: number,
): Promise<Received<T>> {
  return withFile(request, async (file) => {
    if (!file)
      throw new InvalidInput([{ pointer: '/file', code: 'import.no_file', detail: '请选择要上传的文件' }]);
    const faults = faultsOf({ file: file.filename });
    if (faults.length > 0) throw new InvalidInput(faults);
    const { name: stored, accepted: fields } = await files.receiveImport(file.file, () => {
      if (file.file.truncated) throw new FileTooLarge(mebibytes);
      const parsed = schema.safeParse(fieldsOf(file), { reportInput: true });
      if (!parsed.success) throw new InvalidInput(fieldErrors(parsed.error));
      return parsed.data;
    });
    return { stored, name: file.filename, fields };
  });
}

function fieldsOf(file: MultipartFile): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(file.fields).flatMap(([name, part]) =>
      part && !Array.isArray(part) && part.type === 'field' ? [[name, part.value]] : [],
    ),
  );
}
