/** The signature of an OLE2 container: old workbooks, old documents, encrypted files of any age. */
export const containerSignature = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

const free = 0xfffffff0;
const directoryLimits = { entries: 10_000 };

interface Entry {
  readonly name: string;
  readonly isStream: boolean;
  readonly start: number;
  readonly size: number;
}

/** The streams of an OLE2 container that is held in memory. A chain that runs in a circle is a RangeError. */
export class Container {
  private readonly sectorSize: number;
  private readonly table: Uint32Array;
  private readonly smallTable: Uint32Array;
  private readonly small: Buffer;
  private readonly cutoff: number;
  private readonly entries: readonly Entry[];

  constructor(private readonly bytes: Buffer) {
    this.sectorSize = 1 << bytes.readUInt16LE(0x1e);
    if (this.sectorSize !== 512 && this.sectorSize !== 4096) throw new RangeError('sector size');
    this.cutoff = bytes.readUInt32LE(0x38);
    this.table = this.readTable();
    const directory = this.chain(bytes.readUInt32LE(0x30));
    this.entries = entriesOf(directory);
    this.smallTable = numbers(this.chain(bytes.readUInt32LE(0x3c)));
    const root = this.entries[0];
    this.small = root ? this.chain(root.start).subarray(0, root.size) : Buffer.alloc(0);
  }

  has(name: string): boolean {
    return this.entries.some((entry) => entry.isStream && entry.name === name);
  }

  stream(name: string): Buffer | undefined {
    const entry = this.entries.find((one) => one.isStream && one.name === name);
    if (!entry) return undefined;
    const whole = entry.size < this.cutoff ? this.smallChain(entry.start) : this.chain(entry.start);
    return whole.subarray(0, entry.size);
  }

  /** Which sector follows which; the table's own sectors are listed in the header, and on in sectors of their own. */
  private readTable(): Uint32Array {
    const sectors: number[] = [];
    for (let i = 0; i < 109; i++) sectors.push(this.bytes.readUInt32LE(0x4c + i * 4));
    let more = this.bytes.readUInt32LE(0x44);
    const last = this.sectorSize / 4 - 1;
    for (let n = this.bytes.readUInt32LE(0x48); n > 0 && more < free; n--) {
      const list = numbers(this.sector(more));
      sectors.push(...list.subarray(0, last));
      more = list[last] ?? free;
      if (sectors.length > this.bytes.length / this.sectorSize + 200) throw new RangeError('table');
    }
    return numbers(Buffer.concat(sectors.filter((one) => one < free).map((one) => this.sector(one))));
  }

  private sector(index: number): Buffer {
    const from = (index + 1) * this.sectorSize;
    if (from >= this.bytes.length) throw new RangeError('sector behind the end');
    return this.bytes.subarray(from, from + this.sectorSize);
  }

  private chain(start: number): Buffer {
    return joined(start, this.table, (index) => this.sector(index));
  }

  private smallChain(start: number): Buffer {
    return joined(start, this.smallTable, (index) => this.small.subarray(index * 64, index * 64 + 64));
  }
}

function joined(start: number, table: Uint32Array, part: (index: number) => Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = start; at < free; at = table[at] ?? free) {
    parts.push(part(at));
    if (parts.length > table.length) throw new RangeError('a chain in a circle');
  }
  return Buffer.concat(parts);
}

function entriesOf(directory: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 128 <= directory.length && entries.length < directoryLimits.entries; at += 128) {
    const length = Math.max(0, Math.min(64, directory.readUInt16LE(at + 0x40)) - 2);
    entries.push({
      name: directory.toString('utf16le', at, at + length),
      isStream: directory[at + 0x42] === 2,
      start: directory.readUInt32LE(at + 0x74),
      size: directory.readUInt32LE(at + 0x78),
    });
  }
  return entries;
}

function numbers(bytes: Buffer): Uint32Array {
  const list = new Uint32Array(bytes.length >> 2);
  for (let i = 0; i < list.length; i++) list[i] = bytes.readUInt32LE(i * 4);
  return list;
}
