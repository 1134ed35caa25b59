import { createReadStream } from 'node:fs';
import { SheetRefused } from '../refused.js';

export interface TextEncoding {
  /** As `TextDecoder` calls it. */
  readonly name: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
  /** Some bytes are none of it: the rows that hold them are broken. */
  readonly isBroken: boolean;
}

const begins = (sample: Buffer, ...bytes: readonly number[]) => bytes.every((byte, i) => sample[i] === byte);

/**
 * The encoding of a whole file: UTF-8 where all of it is, or where only single bytes are not; otherwise GB 18030, which
 * holds GBK and GB 2312. A single bad byte makes no other encoding of a file.
 * @throws SheetRefused `not_text`
 */
export async function encodingOf(path: string, sample: Buffer): Promise<TextEncoding> {
  const wide = utf16Of(sample);
  if (wide) return { name: wide, isBroken: false };
  if (sample.includes(0))
    throw new SheetRefused('not_text', '文件不是表格，也不是文本；请上传 .xlsx、.xls、.ods 或 .csv');
  if (await isUtf8(path)) return { name: 'utf-8', isBroken: false };
  const { bad, han } = await countUtf8(path);
  if (begins(sample, 0xef, 0xbb, 0xbf) || han > bad * 2) return { name: 'utf-8', isBroken: true };
  return { name: 'gb18030', isBroken: true };
}

/** With a mark, or without one by where its zeros stand: beside ASCII signs, which every table has. */
function utf16Of(sample: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (begins(sample, 0xff, 0xfe)) return 'utf-16le';
  if (begins(sample, 0xfe, 0xff)) return 'utf-16be';
  const found = { little: 0, big: 0 };
  const isSign = (byte: number | undefined) =>
    byte !== undefined && ((byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09);
  const pairs = Math.min(sample.length, 4096) >> 1;
  for (let i = 0; i < pairs; i++) {
    const [first, second] = [sample[i * 2], sample[i * 2 + 1]];
    if (second === 0 && isSign(first)) found.little++;
    else if (first === 0 && isSign(second)) found.big++;
  }
  // Other zeros are those of Chinese characters, which are rarer than commas and line ends.
  if (found.little + found.big === 0 || found.little === found.big) return undefined;
  const [name, more] =
    found.little > found.big ? (['utf-16le', found.little] as const) : (['utf-16be', found.big] as const);
  const text = new TextDecoder(name).decode(Uint8Array.from(sample.subarray(0, pairs * 2)));
  return more >= 1 && !/[\u0000-\u0008\u000e-\u001f]/.test(text) ? name : undefined;
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const part of createReadStream(path, { highWaterMark: 1 << 20 }))
      decoder.decode(part as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}

/** How many bytes are no UTF-8, and how many Chinese characters are. */
async function countUtf8(path: string): Promise<{ bad: number; han: number }> {
  let bad = 0;
  let han = 0;
  /** Bytes that the character still wants, and what the next may be at least and at most. */
  let [left, low, high, isHan] = [0, 0x80, 0xbf, false];
  for await (const part of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const bytes = part as Buffer;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      if (left > 0 && byte >= low && byte <= high) {
        [low, high] = [0x80, 0xbf];
        if (--left === 0 && isHan) han++;
        continue;
      }
      if (left > 0) bad++;
      left = 0;
      if (byte < 0x80) continue;
      if (byte < 0xc2 || byte > 0xf4) {
        bad++;
        continue;
      }
      left = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      isHan = byte >= 0xe3 && byte <= 0xef;
      low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
      high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    }
  }
  return { bad: bad + (left > 0 ? 1 : 0), han };
}
