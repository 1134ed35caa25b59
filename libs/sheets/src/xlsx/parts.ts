import { sheetLimits } from '../limits.js';
import { SheetRefused } from '../refused.js';
import { attribute, isOn, type XmlHandler, XmlReader } from './xml.js';

const [id, type, target] = [attribute('Id'), attribute('Type'), attribute('Target')];
const relation = attribute('(?:\\w+:)?id');
const [date1904, sheetName, sheetState] = [attribute('date1904'), attribute('name'), attribute('state')];

const ignore = { text: () => undefined, close: () => undefined };
/** No text is longer than a block: `limits.cellCharacters` bounds it. */
const textLimits = { strings: 256 * 1024 * 1024, block: 1024 * 1024 };

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

export interface WorkbookSheet {
  readonly name: string;
  readonly state: 'visible' | 'hidden' | 'veryHidden';
  readonly relation: string;
}

/** Of the workbook, what its sheets' rows need. */
export class Workbook implements XmlHandler {
  readonly sheets: WorkbookSheet[] = [];
  from1904 = false;
  readonly text = ignore.text;
  private prefix = '';
  private inExtensions = false;

  open(name: string, attributes: string, prefix: string): void {
    // Extensions have a `workbookPr` of their own, in another namespace.
    if (name === 'extLst') this.inExtensions = true;
    if (this.inExtensions) return;
    if (name === 'workbook') this.prefix = prefix;
    if (name === 'workbookPr' && prefix === this.prefix)
      this.from1904 = ['1', 'true'].includes(date1904(attributes) ?? '');
    const id = name === 'sheet' && prefix === this.prefix ? relation(attributes) : undefined;
    if (id === undefined || this.sheets.length >= 10_000) return;
    const state = sheetState(attributes);
    this.sheets.push({
      name: sheetName(attributes) ?? '',
      state: state === 'hidden' || state === 'veryHidden' ? state : 'visible',
      relation: id,
    });
  }

  close(name: string): void {
    if (name === 'extLst') this.inExtensions = false;
  }
}

/** The texts that cells share, as bytes outside the heap: there may be a million. */
export class SharedStrings implements XmlHandler {
  private readonly blocks: Buffer[] = [];
  /** Where each text begins and where it ends, counted through all blocks. */
  private places = new Uint32Array(2048);
  private count = 0;
  /** Texts of which something is struck through. */
  private readonly struck = new Set<number>();
  /** Behind the last text, counted through all blocks. */
  private end = 0;
  private size = 0;
  private parts: string[] = [];
  private inText = false;
  private inPhonetic = false;

  open(name: string, attributes: string): void {
    if (name === 'si') this.parts = [];
    if (name === 'rPh') this.inPhonetic = true;
    if (name === 'strike' && isOn(attributes)) this.struck.add(this.count);
    this.inText = name === 't' && !this.inPhonetic;
  }

  text(text: string): void {
    if (this.inText) this.parts.push(text);
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    if (name === 'rPh') this.inPhonetic = false;
    if (name === 'si') this.add(Buffer.from(this.parts.join('').slice(0, sheetLimits.cellCharacters * 2)));
  }

  /** Undefined for an index that no text has. */
  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.count)) return undefined;
    const [start = 0, end = 0] = [this.places[2 * index], this.places[2 * index + 1]];
    const block = Math.floor(start / textLimits.block);
    const before = block * textLimits.block;
    return decodeEscapes(this.blocks[block]?.toString('utf8', start - before, end - before) ?? '');
  }

  isStruck(index: number): boolean {
    return this.struck.size > 0 && this.struck.has(index);
  }

  private add(bytes: Buffer): void {
    this.size += bytes.length;
    if (this.size > textLimits.strings || this.count > sheetLimits.cells)
      throw new SheetRefused('too_many_cells', '工作簿的文字过多，请拆分后上传');
    // No text lies in two blocks.
    const room = this.blocks.length * textLimits.block - this.end;
    if (bytes.length > room) {
      this.end += room;
      this.blocks.push(Buffer.allocUnsafeSlow(textLimits.block));
    }
    this.blocks.at(-1)?.set(bytes, this.end - (this.blocks.length - 1) * textLimits.block);
    if (2 * this.count === this.places.length) {
      const more = new Uint32Array(2 * this.places.length);
      more.set(this.places);
      this.places = more;
    }
    this.places[2 * this.count] = this.end;
    this.end += bytes.length;
    this.places[2 * this.count + 1] = this.end;
    this.count++;
  }
}

/** Characters that XML cannot hold stand as `_x000D_`. */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
