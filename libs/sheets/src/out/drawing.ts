import {
  AlignmentType,
  Document,
  Footer,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { ChartRun } from 'docx/charts';
import type { Block, ChartBlock, PaperDocument, TableBlock } from './paper.js';

// GB/T 9704-2012: A4, margins 37/35/28/26 mm, body 三号仿宋 (16 pt), headings 黑体, title 二号 (22 pt), 28 pt a line.
const millimetre = 56.7;
const fonts = {
  body: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋' },
  heading: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '黑体' },
  title: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '方正小标宋简体' },
};
const spacing = { line: 560, lineRule: LineRuleType.EXACT };
const page = {
  size: { width: Math.round(210 * millimetre), height: Math.round(297 * millimetre) },
  margin: {
    top: Math.round(37 * millimetre),
    bottom: Math.round(35 * millimetre),
    left: Math.round(28 * millimetre),
    right: Math.round(26 * millimetre),
  },
};

/** The document as its file. */
export async function drawDocument(given: PaperDocument): Promise<Buffer> {
  const section: ISectionOptions = {
    properties: { page },
    footers: { default: pageNumbers() },
    children: [...head(given), ...given.blocks.flatMap(drawn), ...seal(given)],
  };
  const file = new Document({
    title: given.title,
    creator: given.by,
    styles: {
      default: { document: { run: { font: fonts.body, size: 32, language: { eastAsia: 'zh-CN' } } } },
    },
    sections: [section],
  });
  return Buffer.from(await Packer.toBuffer(file));
}

function head({ title, number }: PaperDocument): Paragraph[] {
  const centred = { alignment: AlignmentType.CENTER };
  return [
    new Paragraph({
      ...centred,
      spacing: { before: 200, after: 200 },
      children: [new TextRun({ text: title, font: fonts.title, bold: true, size: 44 })],
    }),
    ...(number === ''
      ? []
      : [new Paragraph({ ...centred, spacing: { after: 200 }, children: [new TextRun({ text: number })] })]),
  ];
}

function drawn(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          spacing: { ...spacing, before: 120 },
          keepNext: true,
          indent: { firstLine: 640 },
          children: [new TextRun({ text: block.text, font: fonts.heading })],
        }),
      ];
    case 'text':
      return [
        new Paragraph({
          spacing,
          alignment: AlignmentType.BOTH,
          indent: { firstLine: 640 },
          children: [new TextRun(block.text)],
        }),
      ];
    case 'table':
      return [tableOf(block), new Paragraph({ spacing: { after: 120 }, children: [] })];
    case 'chart':
      return [new Paragraph({ alignment: AlignmentType.CENTER, children: [chartOf(block)] })];
  }
}

function chartOf({ title, categories, values, series }: ChartBlock): ChartRun {
  return new ChartRun({
    type: 'column',
    title,
    legend: false,
    categories,
    series: [{ name: series, values, color: '1554AD' }],
    dataLabels: { value: true },
    altText: {
      name: title,
      description: `${title}：${categories.map((c, i) => `${c} ${values[i] ?? '—'}`).join('，')}`,
    },
    transformation: { width: 560, height: 300 },
  });
}

const tableWidth = page.size.width - page.margin.left - page.margin.right;

function tableOf({ columns, rows }: TableBlock): Table {
  const shares = columns.map(({ share = 1 }) => share);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.floor((tableWidth * share) / whole));
  const cell = (text: string, column: number, head: boolean) =>
    new TableCell({
      verticalAlign: VerticalAlignTable.CENTER,
      width: { size: widths[column] ?? 0, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      children: [
        new Paragraph({
          alignment: head
            ? AlignmentType.CENTER
            : columns[column]?.numeric
              ? AlignmentType.RIGHT
              : AlignmentType.LEFT,
          children: [new TextRun({ text, size: 24, ...(head ? { font: fonts.heading } : {}) })],
        }),
      ],
    });
  return new Table({
    width: { size: tableWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    rows: [
      // The head is repeated on every page, and no row is torn by one.
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map(({ header }, i) => cell(header, i, true)),
      }),
      ...rows.map(
        (row) => new TableRow({ cantSplit: true, children: row.map((text, i) => cell(text, i, false)) }),
      ),
    ],
  });
}

/** Who signs and when, to the right, with room for the seal. */
function seal({ by, day }: PaperDocument): Paragraph[] {
  const line = (text: string, before = 0) =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      indent: { right: 640 },
      keepLines: true,
      spacing: { ...spacing, before },
      children: [new TextRun(text)],
    });
  return [line(`${by}（印章）`, 900), line(day)];
}

function pageNumbers(): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: 28 })],
      }),
    ],
  });
}
