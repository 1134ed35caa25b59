import { isDateFormat } from 'hucre';
import { FileRefused, limits } from './errors.js';
import { attribute, type XmlHandler, XmlReader } from './xml.js';

const [id, type, target] = [attribute('Id'), attribute('Type'), attribute('Target')];
const relation = attribute('(?:\\w+:)?id');
const [formatId, formatCode, date1904] = [
  attribute('numFmtId'),
  attribute('formatCode'),
  attribute('date1904'),
];

const ignore = { text: () => undefined, close: () => undefined };
const most = { strings: 256 * 1024 * 1024, block: 1024 * 1024 };

export async function readPart<H extends XmlHandler>(parts: AsyncIterable<Buffer>, handler: H): Promise<H> {
  const reader = new XmlReader(handler);
  for await (const part of parts) reader.write(part);
  return handler;
}

/** What a part points to, by the last word of the relation's type. */
export class Relations implements XmlHandler {
  readonly byId = new Map<string, { readonly type: string; readonly path: string }>();
  readonly text = ignore.text;
  readonly close = ignore.close;

  /** @param folder of the part, with a slash at its end if it has one. */
  constructor(private readonly folder: string) {}

  open(name: string, attributes: string): void {
    const [key, path] = [id(attributes), target(attributes)];
    if (name !== 'Relationship' || key === undefined || path === undefined || this.byId.size > 10_000) return;
    const { pathname } = new URL(path, `zip:///${this.folder}`);
    const word = type(attributes)?.split('/').at(-1) ?? '';
    this.byId.set(key, { type: word, path: decodeURIComponent(pathname.slice(1)) });
  }

  ofType(word: string): string | undefined {
    return [...this.byId.values()].find((one) => one.type === word)?.path;
  }
}

/** Of the workbook, what its first sheet's rows need. */
export class Workbook implements XmlHandler {
  readonly sheets: string[] = [];
  from1904 = false;
  readonly text = ignore.text;
  readonly close = ignore.close;

  open(name: string, attributes: string): void {
    if (name === 'workbookPr') this.from1904 = ['1', 'true'].includes(date1904(attributes) ?? '');
    const sheet = name === 'sheet' ? relation(attributes) : undefined;
    if (sheet !== undefined && this.sheets.length < 10_000) this.sheets.push(sheet);
  }
}

/** Which styles of cells show a number as a day. */
export class Styles implements XmlHandler {
  readonly isDay: boolean[] = [];
  private readonly formats = new Map<number, string>();
  private inCells = false;
  readonly text = ignore.text;

  open(name: string, attributes: string): void {
    if (name === 'cellXfs') this.inCells = true;
    const format = Number(formatId(attributes) ?? Number.NaN);
    if (name === 'numFmt') this.formats.set(format, formatCode(attributes) ?? '');
    if (name === 'xf' && this.inCells && this.isDay.length < 100_000)
      this.isDay.push(this.isDayFormat(format));
  }

  close(name: string): void {
    if (name === 'cellXfs') this.inCells = false;
  }

  private isDayFormat(format: number): boolean {
    const own = this.formats.get(format);
    if (own !== undefined) return isDateFormat(own);
    const isBetween = (from: number, to: number) => format >= from && format <= to;
    return isBetween(14, 22) || isBetween(27, 36) || isBetween(45, 47) || isBetween(50, 58);
  }
}

/** The texts that cells share, as bytes outside the heap: there may be a million. */
export class SharedStrings implements XmlHandler {
  private readonly blocks: Buffer[] = [];
  private readonly ends: number[] = [];
  private readonly blockOf: number[] = [];
  private free = most.block;
  private size = 0;
  private parts: string[] = [];
  private inText = false;
  private inPhonetic = false;

  open(name: string): void {
    if (name === 'si') this.parts = [];
    if (name === 'rPh') this.inPhonetic = true;
    this.inText = name === 't' && !this.inPhonetic;
  }

  text(text: string): void {
    if (this.inText) this.parts.push(text);
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    if (name === 'rPh') this.inPhonetic = false;
    if (name === 'si') this.add(Buffer.from(this.parts.join('').slice(0, limits.cellCharacters * 2)));
  }

  /** Undefined for an index that no text has. */
  at(index: number): string | undefined {
    const [block, end] = [this.blockOf[index], this.ends[index]];
    if (block === undefined || end === undefined) return undefined;
    const start = this.blockOf[index - 1] === block ? (this.ends[index - 1] ?? 0) : 0;
    return decodeEscapes(this.blocks[block]?.toString('utf8', start, end) ?? '');
  }

  private add(bytes: Buffer): void {
    this.size += bytes.length;
    if (this.size > most.strings || this.ends.length > limits.cells)
      throw new FileRefused('import.too_many_cells', '工作簿的文字过多，请拆分后上传');
    if (this.free + bytes.length > most.block) {
      this.blocks.push(Buffer.allocUnsafeSlow(Math.max(most.block, bytes.length)));
      this.free = 0;
    }
    this.blocks.at(-1)?.set(bytes, this.free);
    this.free += bytes.length;
    this.ends.push(this.free);
    this.blockOf.push(this.blocks.length - 1);
  }
}

/** Characters that XML cannot hold stand as `_x000D_`. */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
