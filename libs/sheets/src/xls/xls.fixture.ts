/** Workbooks of Excel 97, written record by record, for the specs of what reads them. */

export const u16 = (...values: number[]) => {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => {
    buffer.writeUInt16LE(value & 0xffff, i * 2);
  });
  return buffer;
};
export const u32 = (value: number) => u16(value & 0xffff, value >>> 16);
export const f64 = (value: number) => {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return buffer;
};
export const record = (id: number, ...parts: Buffer[]) => {
  const data = Buffer.concat(parts);
  return Buffer.concat([u16(id, data.length), data]);
};
export const wide = (text: string) =>
  Buffer.concat([u16(text.length), Buffer.from([1]), Buffer.from(text, 'utf16le')]);
const short = (text: string) => Buffer.concat([Buffer.from([text.length, 1]), Buffer.from(text, 'utf16le')]);
export const begin = (version = 0x600) => record(0x809, u16(version, 5, 0, 0), Buffer.alloc(8));
export const end = record(0x0a);

export interface Written {
  readonly strings?: readonly string[];
  /** Texts behind these, as they are written. */
  readonly shared?: readonly Buffer[];
  readonly sheets: readonly {
    readonly name: string;
    readonly state?: number;
    readonly records: readonly Buffer[];
  }[];
  readonly globals?: readonly Buffer[];
}

/** The records of a workbook of Excel 97. */
export function stream({ strings = [], shared: more = [], sheets, globals = [] }: Written): Buffer {
  const fonts = [0, 0, 0, 0, 8].map((flags) =>
    record(0x31, u16(200, flags), Buffer.alloc(10), short('宋体')),
  );
  const looks = [
    [0, 0],
    [0, 14],
    [0, 31],
    [5, 0],
    [0, 164],
  ].map(([font = 0, format = 0]) => record(0xe0, u16(font, format), Buffer.alloc(16)));
  const texts = [...strings.map(wide), ...more];
  const shared = record(0xfc, u32(texts.length), u32(texts.length), ...texts);
  const bodies = sheets.map(({ records }) => Buffer.concat([begin(), ...records, end]));
  const head = [begin(), ...globals, ...fonts, record(0x41e, u16(164), wide('0.0"万元"')), ...looks, shared];
  const lengths = sheets.map(({ name }) => 4 + 6 + 2 + name.length * 2);
  let at =
    head.reduce((sum, one) => sum + one.length, 0) + lengths.reduce((sum, one) => sum + one, 0) + end.length;
  const bound = sheets.map(({ name, state = 0 }, i) => {
    const made = record(0x85, u32(at), Buffer.from([state, 0]), short(name));
    at += bodies[i]?.length ?? 0;
    return made;
  });
  return Buffer.concat([...head.slice(0, -1), ...bound, shared, end, ...bodies]);
}

/** An OLE2 container of one stream, which lies in whole sectors. */
export function container(name: string, content: Buffer): Buffer {
  const sectors = Math.max(8, Math.ceil(content.length / 512));
  const tables = Math.ceil((sectors + 2 + Math.ceil(sectors / 120)) / 128);
  const table = Buffer.alloc(tables * 512, 0xff);
  const put = (i: number, value: number) => table.writeUInt32LE(value, i * 4);
  for (let i = 0; i < tables; i++) put(i, 0xfffffffd);
  put(tables, 0xfffffffe);
  for (let i = 0; i < sectors; i++) put(tables + 1 + i, i === sectors - 1 ? 0xfffffffe : tables + 2 + i);
  const entry = (title: string, type: number, start: number, size: number) => {
    const buffer = Buffer.alloc(128);
    buffer.write(title, 0, 'utf16le');
    buffer.writeUInt16LE(title.length * 2 + 2, 0x40);
    buffer[0x42] = type;
    buffer.writeInt32LE(-1, 0x44);
    buffer.writeInt32LE(-1, 0x48);
    buffer.writeInt32LE(type === 5 ? 1 : -1, 0x4c);
    buffer.writeUInt32LE(start, 0x74);
    buffer.writeUInt32LE(size, 0x78);
    return buffer;
  };
  const header = Buffer.alloc(512, 0xff);
  header.fill(0, 0, 0x4c);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(header);
  header.writeUInt16LE(0x3e, 0x18);
  header.writeUInt16LE(3, 0x1a);
  header.writeUInt16LE(0xfffe, 0x1c);
  header.writeUInt16LE(9, 0x1e);
  header.writeUInt16LE(6, 0x20);
  header.writeUInt32LE(tables, 0x2c);
  header.writeUInt32LE(tables, 0x30);
  header.writeUInt32LE(4096, 0x38);
  header.writeUInt32LE(0xfffffffe, 0x3c);
  header.writeUInt32LE(0xfffffffe, 0x44);
  for (let i = 0; i < tables; i++) header.writeUInt32LE(i, 0x4c + i * 4);
  const directory = Buffer.concat([
    entry('Root Entry', 5, 0xfffffffe, 0),
    entry(name, 2, tables + 1, sectors * 512),
    Buffer.alloc(256),
  ]);
  return Buffer.concat([
    header,
    table,
    directory,
    Buffer.concat([content, Buffer.alloc(sectors * 512 - content.length)]),
  ]);
}

export const book = (written: Written) => container('Workbook', stream(written));
export const shared = (row: number, column: number, index: number, look = 0) =>
  record(0xfd, u16(row, column, look), u32(index));
export const number = (row: number, column: number, value: number, look = 0) =>
  record(0x203, u16(row, column, look), f64(value));
