import type { readXlsx } from 'hucre/xlsx';

type Sheet = Awaited<ReturnType<typeof readXlsx>>['sheets'][number];

/** A sheet that can be signed and filed, as `paperOf` tells it. */
export const paper = {
  head: expect.any(Number),
  filtered: true,
  frozen: true,
  repeated: true,
  size: 'a4',
  /** Its letters are not made smaller than people read them. */
  legible: true,
  numbered: true,
  bordered: true,
};

/** The form of a sheet that was read with its styles: the line of its header, and what is set up around it. */
export function paperOf(sheet: Sheet | undefined, firstHeader: string): typeof paper {
  const head = sheet?.rows.findIndex((row) => row[0] === firstHeader) ?? -1;
  const { paperSize, fitToWidth, printTitlesRow } = sheet?.pageSetup ?? {};
  const width = (sheet?.columns ?? []).reduce((sum, column) => sum + (column.width ?? 14), 0);
  return {
    head,
    filtered: sheet?.autoFilter?.range.startsWith(`A${head + 1}:`) ?? false,
    frozen: sheet?.freezePane?.rows === head + 1,
    repeated: printTitlesRow === `$${head + 1}:$${head + 1}`,
    size: String(paperSize),
    legible: width / Number(fitToWidth) <= 240,
    numbered: sheet?.headerFooter?.oddFooter?.includes('第 &P 页 共 &N 页') ?? false,
    bordered: sheet?.cells?.get(`${head + 1},0`)?.style?.border?.left?.style === 'thin',
  };
}
