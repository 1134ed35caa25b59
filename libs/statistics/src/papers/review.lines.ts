import type { LabelOf, ReviewContent, SelfAssessment } from '#contracts';
import type { Computed, Sheet, SheetForm, Value, WrittenColumn } from '#sheets';
import type { LedgerEntry } from '../domain/entry.js';
import { compare, exact, plus, zero } from '../schemes/exact.js';
import { anyNumber } from './year.workbook.js';

export interface ReviewOf {
  readonly content: ReviewContent;
  /** Null: it is not published yet, and the paper says so. */
  readonly published: { readonly at: string; readonly by: string; readonly sha256: string } | null;
  /** The body that makes the paper (制表单位), and the day. */
  readonly maker: string;
  readonly day: string;
  /** What units say of themselves, as far as the reader may know. */
  readonly self: ReadonlyMap<string, SelfAssessment>;
  /** The entries that the archive's figures rest on, as far as the reader may know; undefined: not told. */
  readonly entries: readonly LedgerEntry[] | undefined;
  readonly labelOf: LabelOf;
}

export type UnitContent = ReviewContent['units'][number];
export type Form = (name: string, notes?: readonly string[]) => SheetForm;

export const detailName = '得分明细';
export const points = (decimals: number) => (decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`);

export interface Line {
  readonly unit: string;
  readonly what: '指标' | '扣分';
  readonly measure: string;
  readonly value: string | null;
  readonly percent: string | null;
  /** With its sign. */
  readonly computed: string;
  readonly own: string | undefined;
  readonly mark: string;
  readonly reason: string;
}

export function linesOf(unit: UnitContent, { self }: ReviewOf): Line[] {
  const own = new Map((self.get(unit.key)?.marks ?? []).map((mark) => [mark.measure, mark.points]));
  return [
    ...unit.indicators.map(
      (one): Line => ({ ...one, unit: unit.label, what: '指标', own: own.get(one.measure) }),
    ),
    ...unit.deductions.map(({ measure, value, points: taken }): Line => {
      const off = Number(taken) === 0 ? taken : `-${taken}`;
      const none = { percent: null, own: undefined, reason: '' };
      return { ...none, unit: unit.label, what: '扣分', measure, value, computed: off, mark: off };
    }),
  ];
}

export const nameIn = (content: ReviewContent, code: string) =>
  content.measures.find((one) => one.code === code)?.name ?? code;
export const unitIn = (content: ReviewContent, code: string) =>
  content.measures.find((one) => one.code === code)?.unit ?? '';
export const numberOf = (text: string | null | undefined): number | null =>
  text == null ? null : Number(text);

/** The total as a formula, where it is the plain sum: the cap and 0 bound it otherwise. */
export function summed(total: string, parts: readonly string[], sum: Computed['sum']): Value {
  const plain = parts.reduce((all, part) => plus(all, exact(part)), zero);
  return compare(plain, exact(total)) === 0 ? { result: Number(total), sum } : Number(total);
}

export function detailColumns(format: string): readonly WrittenColumn[] {
  return [
    { header: '单位', width: 20 },
    { header: '类别', width: 8 },
    { header: '指标', width: 26 },
    { header: '计量单位', width: 9 },
    { header: '指标值', width: 12, format: anyNumber },
    { header: '得分比例（%）', width: 12, format: '0.00' },
    { header: '计算分', width: 10, format },
    { header: '自评分', width: 10, format },
    { header: '综评分', width: 10, format },
    { header: '理由', width: 34 },
  ];
}

export function detail(given: ReviewOf, form: Form): Sheet {
  const { content } = given;
  const rows = content.units.flatMap((unit) =>
    linesOf(unit, given).map((line): Value[] => [
      line.unit,
      line.what,
      nameIn(content, line.measure),
      unitIn(content, line.measure),
      numberOf(line.value),
      numberOf(line.percent),
      Number(line.computed),
      numberOf(line.own),
      Number(line.mark),
      line.reason,
    ]),
  );
  return {
    name: detailName,
    columns: detailColumns(points(content.scheme.content.decimals)),
    rows,
    form: form(detailName),
  };
}
