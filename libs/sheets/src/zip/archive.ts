import { type Entry, open, type ZipFile } from 'yauzl';
import { sheetLimits } from '../limits.js';
import { SheetRefused } from '../refused.js';
import { isContiguous, unpackedByLocalHeaders } from './local.js';

const mostEntries = 5000;

/** A zip of which everything has been unpacked once and counted, and holds nothing but what its directory lists. */
export class Archive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /**
   * Unpacks a zip once without keeping it: counts what really comes out, so that a bomb is refused whatever its
   * directory claims or keeps silent about.
   * @throws SheetRefused `truncated`, `unpacked_too_large`
   */
  static async open(path: string): Promise<Archive> {
    const zip = await opened(path);
    try {
      const entries = await counted(zip);
      await refuseHidden(path, entries);
      const names = new Map(entries.map((entry) => [entry.fileName.toLowerCase(), entry]));
      return new Archive(zip, names);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  /** Whether a part has a name like that, in small letters. */
  has(name: RegExp): boolean {
    return [...this.entries.keys()].some((one) => name.test(one));
  }

  /** The bytes of a part; of one that may be missing, none. */
  async *part(name: string | undefined, optional = false): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name?.toLowerCase() ?? '');
    if (entry) yield* unpacked(this.zip, entry);
    else if (!optional) throw truncated();
  }

  close(): void {
    this.zip.close();
  }
}

async function counted(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  let total = 0;
  for await (const entry of entriesOf(zip)) {
    entries.push(entry);
    if (entry.uncompressedSize > sheetLimits.unpackedBytes || zip.entryCount > mostEntries) throw tooLarge();
    for await (const part of unpacked(zip, entry)) {
      total += part.length;
      if (total > sheetLimits.unpackedBytes) throw tooLarge();
    }
  }
  return entries;
}

/** Readers that go front to back see what stands in the file, not what its directory lists: both have to agree. */
async function refuseHidden(path: string, entries: readonly Entry[]): Promise<void> {
  if (await isContiguous(path, entries)) return;
  const bytes = await unpackedByLocalHeaders(path, sheetLimits.unpackedBytes);
  throw bytes > sheetLimits.unpackedBytes ? tooLarge() : truncated();
}

function opened(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, file) =>
      error ? reject(truncated()) : resolve(file),
    );
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      zip.once('error', () => reject(truncated()));
      zip.once('entry', resolve);
      zip.once('end', () => resolve(undefined));
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

async function* unpacked(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(truncated()) : resolve(opened)));
  });
  try {
    yield* stream;
  } catch {
    throw truncated();
  }
}

const truncated = () => new SheetRefused('truncated', '文件不完整或已损坏，请重新导出后上传');
const tooLarge = () =>
  new SheetRefused(
    'unpacked_too_large',
    `文件解压后超过 ${sheetLimits.unpackedBytes / 1024 / 1024} MB，已拒绝`,
  );
