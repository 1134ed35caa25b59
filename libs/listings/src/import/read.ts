import { type BorrowedFile, type FileStore, importFileDays } from '#platform';
import { type Book, openBook, SheetRefused, type SheetRow } from '#sheets';
import { FileRefused } from './errors.js';

export type { FileType } from '#sheets';

/** Opens a file by its content, whatever the name says. It has to be closed. @throws FileRefused */
export async function openFile(path: string): Promise<Book> {
  try {
    const book = await openBook(path);
    return { ...book, rows: (sheet) => refusing(book.rows(sheet)) };
  } catch (error) {
    throw asRefused(error);
  }
}

/** The file of an import on this machine; it has to be let go. @throws FileRefused `import.file_gone` */
export async function borrowed(files: FileStore, name: string): Promise<BorrowedFile> {
  const file = await files.borrow(name);
  if (file) return file;
  throw new FileRefused('import.file_gone', `上传的文件已删除（保留 ${importFileDays} 天），请重新上传`);
}

async function* refusing(rows: AsyncIterable<SheetRow>): AsyncGenerator<SheetRow> {
  try {
    yield* rows;
  } catch (error) {
    throw asRefused(error);
  }
}

function asRefused(error: unknown): unknown {
  return error instanceof SheetRefused
    ? new FileRefused(`import.${error.code}`, error.message, error.details)
    : error;
}

/** Rows of the first sheet that is shown. @throws FileRefused */
export async function* readRows(path: string): AsyncGenerator<SheetRow> {
  const book = await openFile(path);
  try {
    yield* book.rows(firstSheet(book));
  } finally {
    await book.close();
  }
}

const firstSheet = ({ sheets }: Book): number =>
  (sheets.find((sheet) => sheet.state === 'visible') ?? sheets[0])?.index ?? 0;
