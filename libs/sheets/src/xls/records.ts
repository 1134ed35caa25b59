/** What kinds of records there are, as far as they are read. */
export const kind = {
  formula: 0x06,
  end: 0x0a,
  dateMode: 0x22,
  password: 0x2f,
  font: 0x31,
  continued: 0x3c,
  sheet: 0x85,
  numbers: 0xbd,
  richText: 0xd6,
  look: 0xe0,
  columns: 0x7d,
  merges: 0xe5,
  strings: 0xfc,
  sharedText: 0xfd,
  number: 0x203,
  text: 0x204,
  boolOrError: 0x205,
  result: 0x207,
  row: 0x208,
  compact: 0x27e,
  format: 0x41e,
  begin: 0x809,
} as const;

export interface Record {
  readonly kind: number;
  readonly data: Buffer;
  /** Where the next record begins. */
  readonly next: number;
}

/** The record at a place of a workbook's stream; undefined behind the last. */
export function recordAt(stream: Buffer, at: number): Record | undefined {
  if (at + 4 > stream.length) return undefined;
  const next = at + 4 + stream.readUInt16LE(at + 2);
  if (next > stream.length) throw new RangeError('a record behind the end');
  return { kind: stream.readUInt16LE(at), data: stream.subarray(at + 4, next), next };
}

/** A record's data with that of the records that continue it. */
export function withContinuations(stream: Buffer, { data, next }: Record): Buffer[] {
  const blocks = [data];
  for (let more = recordAt(stream, next); more?.kind === kind.continued; more = recordAt(stream, more.next))
    blocks.push(more.data);
  return blocks;
}

/** Reads texts out of blocks: where a text's characters go on in the next block, that block says their width anew. */
export class TextReader {
  /** Of the last text, the fonts that parts of it have. */
  fonts: readonly number[] = [];
  private block = 0;
  private at: number;

  constructor(
    private readonly blocks: readonly Buffer[],
    from: number,
  ) {
    this.at = from;
  }

  get isAtEnd(): boolean {
    while (this.block < this.blocks.length && this.at >= this.length) this.nextBlock();
    return this.block >= this.blocks.length;
  }

  /** @param isShort its length stands in one byte. */
  text(isShort = false): string {
    const count = isShort ? this.byte() : this.word();
    const flags = this.byte();
    const runs = flags & 8 ? this.word() : 0;
    const extra = flags & 4 ? this.word() + this.word() * 0x10000 : 0;
    const text = this.characters(count, (flags & 1) === 1);
    this.fonts = Array.from({ length: runs }, () => this.run());
    this.skip(extra);
    return text;
  }

  /** @returns the font of a part, behind where it begins */
  private run(): number {
    this.word();
    return this.word();
  }

  private characters(count: number, isWide: boolean): string {
    let text = '';
    let wide = isWide;
    for (let left = count; left > 0; ) {
      if (this.at >= this.length) {
        this.nextBlock();
        wide = (this.byte() & 1) === 1;
      }
      const block = this.blocks[this.block];
      if (!block) throw new RangeError('a text behind the end');
      const taken = Math.min(left, Math.floor((this.length - this.at) / (wide ? 2 : 1)));
      if (taken === 0) throw new RangeError('half a character');
      const end = this.at + taken * (wide ? 2 : 1);
      text += block.toString(wide ? 'utf16le' : 'latin1', this.at, end);
      this.at = end;
      left -= taken;
    }
    return text;
  }

  private get length(): number {
    return this.blocks[this.block]?.length ?? 0;
  }

  private nextBlock(): void {
    this.block++;
    this.at = 0;
    if (this.block > this.blocks.length) throw new RangeError('a text behind the end');
  }

  private byte(): number {
    if (this.at >= this.length) this.nextBlock();
    const value = this.blocks[this.block]?.[this.at++];
    if (value === undefined) throw new RangeError('a text behind the end');
    return value;
  }

  private word(): number {
    return this.byte() + this.byte() * 256;
  }

  private skip(bytes: number): void {
    for (let left = bytes; left > 0; ) {
      if (this.at >= this.length) this.nextBlock();
      const taken = Math.min(left, this.length - this.at);
      if (this.block >= this.blocks.length) return;
      this.at += taken;
      left -= taken;
    }
  }
}
