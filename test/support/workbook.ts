import { strToU8, zipSync } from 'fflate';

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export interface Sheet {
  readonly name: string;
  readonly state?: 'hidden' | 'veryHidden';
  /** Inside sheetData, and behind it. */
  readonly rows: string;
  readonly behind?: string;
}

export interface Parts {
  readonly sheets: readonly Sheet[];
  readonly strings?: readonly string[];
  /** Inside the workbook, before and behind its sheets. */
  readonly before?: string;
  readonly behind?: string;
}

export const text = (reference: string, value: string) =>
  `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;
export const row = (n: number, ...cells: readonly string[]) => `<row r="${n}">${cells.join('')}</row>`;
export const merged = (...ranges: readonly string[]) =>
  `<mergeCells count="${ranges.length}">${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`;

/** Formats by their place: none, a day, a month, a day with its time, 万元 behind the number, per cent. */
const formats = [0, 14, 165, 22, 164, 9];
const styles = `<styleSheet ${main}><numFmts count="2"><numFmt numFmtId="164" formatCode="0.00&quot;万元&quot;"/><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0"/></cellStyleXfs><cellXfs count="${formats.length}">${formats
  .map(
    (format) =>
      `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  )
  .join('')}</cellXfs></styleSheet>`;

/** A workbook, part by part, as the programs of offices write theirs. */
export function workbook({ sheets, strings = [], before = '', behind = '' }: Parts): Uint8Array {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`;
  const related = (...all: readonly string[]) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`;
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/>${sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${kind}.worksheet+xml"/>`).join('')}<Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${kind}.sharedStrings+xml"/></Types>`,
    '_rels/.rels': related(relation('r0', 'officeDocument', 'xl/workbook.xml')),
    'xl/_rels/workbook.xml.rels': related(
      ...sheets.map((_, i) => relation(`r${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)),
      relation('rs', 'sharedStrings', 'sharedStrings.xml'),
      relation('rt', 'styles', 'styles.xml'),
    ),
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${relations}">${before}<sheets>${sheets
      .map(
        ({ name, state }, i) =>
          `<sheet name="${name}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="r${i + 1}"/>`,
      )
      .join('')}</sheets>${behind}</workbook>`,
    'xl/styles.xml': styles,
    'xl/sharedStrings.xml': `<sst ${main} count="${strings.length}" uniqueCount="${strings.length}">${strings.map((one) => `<si>${one}</si>`).join('')}</sst>`,
  };
  for (const [i, { rows, behind: after = '' }] of sheets.entries())
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `<worksheet ${main}><sheetData>${rows}</sheetData>${after}</worksheet>`;
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, one]) => [name, strToU8(one)])));
}
