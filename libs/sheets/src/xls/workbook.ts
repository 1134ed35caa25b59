import { SheetRefused } from '../refused.js';
import type { SheetInfo } from '../types.js';
import { type CellStyle, styleOf } from '../xlsx/styles.js';
import { kind, recordAt, TextReader, withContinuations } from './records.js';

export interface XlsSheet extends Pick<SheetInfo, 'name' | 'state'> {
  /** Where its records begin. */
  readonly at: number;
}

/** What all sheets of an old workbook share. */
export interface XlsGlobals {
  readonly sheets: readonly XlsSheet[];
  readonly strings: readonly string[];
  /** Of which a part is struck through, by their places. */
  readonly struckTexts: ReadonlySet<number>;
  readonly looks: readonly CellStyle[];
  readonly from1904: boolean;
}

const states = ['visible', 'hidden', 'veryHidden'] as const;
/** Workbooks of Excel 97 and later. */
const biff8 = 0x600;

/** @throws SheetRefused for a workbook that is older than Excel 97, or has a password. */
export function readGlobals(stream: Buffer): XlsGlobals {
  const first = recordAt(stream, 0);
  if (first?.kind !== kind.begin || first.data.readUInt16LE(0) !== biff8) throw tooOld();
  const sheets: XlsSheet[] = [];
  const formats = new Map<number, string>();
  const struckFonts: boolean[] = [];
  const looks: { readonly font: number; readonly format: number }[] = [];
  let strings: string[] = [];
  const struckTexts = new Set<number>();
  // There is no font 4: numbers from 5 on count one too many.
  const isStruck = (font: number) => struckFonts[font > 4 ? font - 1 : font] ?? false;
  let from1904 = false;
  for (
    let record = recordAt(stream, first.next);
    record && record.kind !== kind.end;
    record = recordAt(stream, record.next)
  ) {
    const { data } = record;
    if (record.kind === kind.password) throw encrypted();
    if (record.kind === kind.dateMode) from1904 = data.readUInt16LE(0) === 1;
    else if (record.kind === kind.font) struckFonts.push((data.readUInt16LE(2) & 8) !== 0);
    else if (record.kind === kind.format) formats.set(data.readUInt16LE(0), new TextReader([data], 2).text());
    else if (record.kind === kind.look)
      looks.push({ font: data.readUInt16LE(0), format: data.readUInt16LE(2) });
    else if (record.kind === kind.strings)
      strings = sharedTexts(withContinuations(stream, record), (place, fonts) => {
        if (fonts.some(isStruck)) struckTexts.add(place);
      });
    // Charts and modules of programs are no tables.
    else if (record.kind === kind.sheet && data[5] === 0)
      sheets.push({
        at: data.readUInt32LE(0),
        state: states[(data[4] ?? 0) & 3] ?? 'visible',
        name: new TextReader([data], 6).text(true),
      });
  }
  return {
    sheets,
    strings,
    struckTexts,
    from1904,
    looks: looks.map(({ font, format }) => styleOf(format, formats.get(format), isStruck(font))),
  };
}

function sharedTexts(blocks: Buffer[], fontsOf: (place: number, fonts: readonly number[]) => void): string[] {
  const texts: string[] = [];
  const most = blocks[0]?.readUInt32LE(4) ?? 0;
  const reader = new TextReader(blocks, 8);
  while (texts.length < most && !reader.isAtEnd) {
    texts.push(reader.text());
    fontsOf(texts.length - 1, reader.fonts);
  }
  return texts;
}

export const tooOld = () =>
  new SheetRefused(
    'old_format',
    '这是 Excel 97 以前的旧格式工作簿，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传',
  );

export const encrypted = () =>
  new SheetRefused('encrypted', '文件设有打开密码，请取消密码后另存为 .xlsx 再上传');
