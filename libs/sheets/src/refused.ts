/** Why a whole file is refused. The codes are public and never renamed. */
export type RefusalCode =
  | 'empty'
  | 'truncated'
  | 'not_a_spreadsheet'
  | 'no_such_sheet'
  | 'encrypted'
  | 'old_format'
  | 'word_file'
  | 'pdf_file'
  | 'picture_file'
  | 'html_file'
  | 'xml_file'
  | 'archive_file'
  | 'not_text'
  | 'unpacked_too_large'
  | 'too_large'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'too_many_cells'
  | 'took_too_long';

/** A file that cannot be taken as a whole; its message says why, and what to do. */
export class SheetRefused extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** What went wrong while a workbook was read: its own refusal, or that the file is not whole. */
export const refusedBy = (error: unknown): SheetRefused =>
  error instanceof SheetRefused
    ? error
    : new SheetRefused('truncated', '工作簿不完整或已损坏，请重新导出后上传');

/** Reads, and tells whatever a broken file makes the reader throw as a fault of that file. */
export async function whole<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw refusedBy(error);
  }
}
