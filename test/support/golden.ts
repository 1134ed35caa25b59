import { merged, type Parts, row, text, workbook } from './workbook.js';

const one = (rows: string, behind = '', more: Omit<Parts, 'sheets'> = {}) =>
  workbook({ sheets: [{ name: '汇总', rows, behind }], ...more });

const head = row(
  1,
  text('A1', '场景名称'),
  text('B1', '痛点与需求'),
  text('C1', '技术指标'),
  text('D1', '有效期'),
);

/** One workbook for each kind of thing that offices' files are read wrongly by. */
export const golden: Readonly<Record<string, () => Uint8Array>> = {
  'cells of the type of shared texts without a value': () =>
    one(
      head +
        row(
          2,
          text('A2', '甲'),
          '<c r="B2" t="s"><v>0</v></c>',
          '<c r="C2" t="s"/>',
          '<c r="D2" t="s"><v></v></c>',
        ) +
        row(3, '<c r="A3" t="s"><v>1</v></c>', text('B3', '乙'), '<c r="C3" s="1"/>'),
      '',
      { strings: ['<t>序号</t>', '<r><t>质</t></r><r><t>控</t></r><rPh sb="0" eb="1"><t>zhi</t></rPh>'] },
    ),
  'values that lie under merged ranges': () =>
    one(
      head +
        row(2, text('A2', '甲'), text('B2', '上'), text('C2', '块'), text('D2', '旧一')) +
        row(3, text('A3', '乙'), text('B3', '旧二'), text('C3', '旧三'), text('D3', '旧四')) +
        row(4, text('A4', '丙'), text('B4', '下')),
      merged('B2:B3', 'C2:D3'),
    ),
  'formulas that went wrong': () =>
    one(
      head +
        row(
          2,
          ...['#N/A', '#REF!', '#DIV/0!', '#VALUE!'].map(
            (error, i) => `<c r="${'ABCD'[i]}2" t="e"><f>X${i}</f><v>${error}</v></c>`,
          ),
        ),
    ),
  'sheets that are hidden before the one that is meant': () =>
    workbook({
      sheets: [
        { name: '字典', state: 'hidden', rows: row(1, text('A1', '领域'), text('B1', '人工智能')) },
        { name: '旧', state: 'veryHidden', rows: row(1, text('A1', '旧')) },
        { name: '汇总', rows: head + row(2, text('A2', '甲'), text('B2', '乙')) },
      ],
    }),
  'a title that is merged over all columns, and a blank far to the right': () =>
    one(
      row(1, text('A1', '需求汇总表'), '<c r="XFD1" s="1"/>') +
        row(2, text('A2', '场景名称'), text('B2', '痛点与需求')) +
        row(3, text('A3', '甲'), text('B3', '乙')),
      merged('A1:XFD1'),
    ),
  'days and months, counted from 1900': () => one(days),
  'days and months, counted from 1904': () => one(days, '', { before: '<workbookPr date1904="1"/>' }),
  'a second workbookPr among the extensions': () =>
    one(days, '', { before: '<workbookPr/>', behind: secondProperties }),
  'numbers with words around them, large ones, and those of binary noise': () =>
    one(
      head +
        row(
          2,
          '<c r="A2" s="4"><v>50</v></c>',
          '<c r="B2" s="5"><v>0.255</v></c>',
          '<c r="C2"><v>12.299999999999999</v></c>',
          '<c r="D2"><v>2027.1</v></c>',
        ) +
        row(3, '<c r="A3"><v>1.23E+17</v></c>', '<c r="B3"><v>-0.5</v></c>', '<c r="C3"><v>0</v></c>'),
    ),
  'formulas with a text, a number, a truth, and without a value': () =>
    one(
      head +
        row(
          2,
          '<c r="A2" t="str"><f>"91410100MA4000003W"</f><v>91410100MA4000003W</v></c>',
          '<c r="B2"><f>1+1</f><v>2</v></c>',
          '<c r="C2" t="b"><f>TRUE()</f><v>1</v></c>',
          '<c r="D2"><f>NOW()</f></c>',
        ),
    ),
  'a picture in a cell, as its id and as an error with a rich value': () =>
    one(
      head +
        row(
          2,
          text('A2', '甲'),
          '<c r="B2" t="str"><f>_xlfn.DISPIMG("ID_0123456789ABCDEF0123456789ABCDEF",1)</f><v>=DISPIMG("ID_0123456789ABCDEF0123456789ABCDEF",1)</v></c>',
          '<c r="C2" t="e" vm="1"><v>#VALUE!</v></c>',
          '<c r="D2" s="1"><v>46473</v></c>',
        ),
    ),
  'texts with blanks, breaks, marks and signs that XML cannot hold': () =>
    one(
      head +
        row(
          2,
          text('A2', '  前后空格  '),
          text('B2', '一行&#10;二行'),
          text('C2', '&lt;b&gt;&amp;&quot;'),
          text('D2', '一_x000D_二_x0041_'),
        ),
    ),
  'rows and cells that do not say where they stand': () =>
    one(
      `<row><c t="inlineStr"><is><t>场景名称</t></is></c><c t="inlineStr"><is><t>痛点与需求</t></is></c></row><row><c t="inlineStr"><is><t>甲</t></is></c><c/><c><v>3</v></c></row>`,
    ),
};

const days =
  head +
  row(
    2,
    '<c r="A2" s="1"><v>46473</v></c>',
    '<c r="B2" s="2"><v>46473</v></c>',
    '<c r="C2" s="3"><v>46473.4375</v></c>',
    '<c r="D2" s="1"><v>61</v></c>',
  );

const secondProperties = `<extLst><ext uri="{A}" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"><x15:workbookPr date1904="1"/></ext></extLst>`;
