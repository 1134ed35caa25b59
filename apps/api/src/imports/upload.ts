import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { DomainError, InvalidInput, newId } from '#kernel';
import type { FilesFolder } from '#platform';
import { fieldErrors } from '../http/input.js';
import { faultsOf } from '../http/plain-data.js';
import { withFile } from '../http/uploaded.js';

export class FileTooLarge extends DomainError {
  readonly code = 'import.too_large';
  readonly status = 413;

  constructor(mebibytes: number) {
    super(`文件超过 ${mebibytes} MB 的上限，请拆分后上传`);
  }
}

export interface Received<T> {
  readonly path: string;
  readonly name: string;
  readonly fields: T;
}

/** Streams one uploaded file to disk under a name of ours, and parses the form's fields. What does not come whole leaves nothing. */
export function receive<T>(
  request: FastifyRequest,
  schema: z.ZodType<T>,
  files: FilesFolder,
  mebibytes: number,
): Promise<Received<T>> {
  return withFile(request, async (file) => {
    if (!file)
      throw new InvalidInput([{ pointer: '/file', code: 'import.no_file', detail: '请选择要上传的文件' }]);
    const faults = faultsOf({ file: file.filename });
    if (faults.length > 0) throw new InvalidInput(faults);
    const folder = files.at('imports');
    await mkdir(folder, { recursive: true });
    const path = join(folder, newId());
    try {
      await pipeline(file.file, createWriteStream(path, { mode: 0o600 }));
      if (file.file.truncated) throw new FileTooLarge(mebibytes);
      const parsed = schema.safeParse(fieldsOf(file), { reportInput: true });
      if (!parsed.success) throw new InvalidInput(fieldErrors(parsed.error));
      return { path, name: file.filename, fields: parsed.data };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  });
}

function fieldsOf(file: MultipartFile): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(file.fields).flatMap(([name, part]) =>
      part && !Array.isArray(part) && part.type === 'field' ? [[name, part.value]] : [],
    ),
  );
}
