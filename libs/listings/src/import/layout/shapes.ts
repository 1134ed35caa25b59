import type { SheetColumn } from '#contracts';
import { creditCodeFault, normaliseCreditCode } from '#kernel';
import type { Dictionaries } from '../../domain/dictionaries.js';

/** What the values of a column look like; shares from 0 to 1. */
export interface Shape {
  /** Values that are there. */
  readonly count: number;
  /** Characters. */
  readonly mean: number;
  readonly creditCodes: number;
  readonly phones: number;
  readonly emails: number;
  readonly days: number;
  /** Amounts and ranges of them, with a unit or without. */
  readonly amounts: number;
  readonly organisations: number;
  /** 套, 个, 万元: what things are counted in. */
  readonly measures: number;
  readonly yesNo: number;
  readonly values: readonly string[];
}

const day =
  /^(?:19|20)\d{2}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?|\d{4})(?:\s.*)?$|^(?:长期|永久)(?:有效)?$/;
const phone =
  /^(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[-—– ]?\d{7,8}(?:[-转]\d{1,6})?|400[- ]?\d{3}[- ]?\d{4})/;
const email = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
const amount =
  /^(?:约|不超过|不低于|预计|人民币|¥|￥|\$)*\s*\d[\d,]*(?:\.\d+)?\s*(?:[亿万千百]*元?|w|k)?(?:\s*[-~—–至到]+\s*\d[\d,]*(?:\.\d+)?\s*(?:[亿万千百]*元?|w|k)?)?(?:以内|以下|以上|左右|起|整)?$/i;
const nothing = /^(?:面议|待定|无|不限|[/\-—]+|暂无|双方协商|协商)$/;
const organisation =
  /(?:公司|集团|医院|大学|学院|学校|中学|小学|幼儿园|中心|研究院|研究所|设计院|委员会|政府|办公室|办事处|管委会|银行|协会|联合会|合作社|事务所|工厂|[厂局院校所部社站队店行馆])(?:\([^)]*\))?$/;
const measure =
  /^(?:[个项件台套人家次份条块组批辆架部把只张年月日天亩吨米]|千克|公里|平方米|[亿万千百]*元|台套|台\/套|套件|人次|人月|人天)$/;
const yesNo = /^(?:是|否|有|无|y|n|yes|no|√|×|✓)$/i;

export function shapeOf(values: readonly string[]): Shape {
  const texts = values.map((value) => value.normalize('NFKC').trim()).filter((value) => value !== '');
  const share = (is: (text: string) => boolean) =>
    texts.length === 0 ? 0 : texts.filter(is).length / texts.length;
  return {
    count: texts.length,
    mean: texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length),
    creditCodes: share(
      (text) => text.length >= 18 && creditCodeFault(normaliseCreditCode(text)) === undefined,
    ),
    phones: share((text) => phone.test(text)),
    emails: share((text) => email.test(text)),
    days: share((text) => day.test(text)),
    amounts: share((text) => amount.test(text) || nothing.test(text)),
    organisations: share((text) => text.length >= 4 && organisation.test(text)),
    measures: share((text) => measure.test(text)),
    yesNo: share((text) => yesNo.test(text)),
    values: texts,
  };
}

/** What the values say to a column's being this: `proves`, `fits`, `silent` or `against`. */
export type Verdict = 'proves' | 'fits' | 'silent' | 'against';

export function verdictOf(column: SheetColumn, shape: Shape, dictionaries: Dictionaries): Verdict {
  if (shape.count === 0) return 'silent';
  const { key, reads } = column;
  if (key === 'uscc') return proof(shape.creditCodes, true);
  if (key === 'organisation') return ofOrganisation(shape);
  if (key === 'contact.phone') return proof(shape.phones, false);
  if (key === 'contact.email') return proof(shape.emails, true);
  if (key === 'contact.name') return shape.mean > 8 || isTyped(shape) ? 'against' : 'silent';
  switch (reads) {
    case 'day':
      return kind(shape.days);
    case 'money':
    case 'range':
      return shape.days >= 0.5 || shape.phones >= 0.5 ? 'against' : kind(shape.amounts);
    case 'count':
    case 'year':
      return kind(shape.amounts);
    case 'switch':
      return kind(shape.yesNo);
    case 'code':
    case 'codes':
      return coded(column, shape, dictionaries);
    case 'longText':
      if (isTyped(shape) || shape.measures >= 0.5 || shape.amounts >= 0.8) return 'against';
      return shape.mean >= 25 ? 'fits' : 'silent';
    case 'serial':
      return shape.mean > 24 ? 'against' : 'silent';
    default:
      if (isTyped(shape) || shape.measures >= 0.5) return 'against';
      return shape.mean > 60 ? 'against' : 'silent';
  }
}

const isTyped = ({ creditCodes, phones, emails, days }: Shape) =>
  Math.max(creditCodes, phones, emails, days) >= 0.5;

const kind = (share: number): Verdict => (share >= 0.5 ? 'fits' : share < 0.2 ? 'against' : 'silent');

const proof = (share: number, alone: boolean): Verdict =>
  share >= 0.8 ? (alone ? 'proves' : 'fits') : share < 0.2 ? 'against' : 'silent';

function ofOrganisation(shape: Shape): Verdict {
  if (shape.organisations >= 0.5) return 'fits';
  return shape.measures > 0 || shape.mean < 3 || isTyped(shape) || shape.amounts >= 0.5
    ? 'against'
    : 'silent';
}

function coded({ dictionary }: SheetColumn, shape: Shape, dictionaries: Dictionaries): Verdict {
  if (!dictionary) return 'silent';
  const known = new Set(
    dictionaries[dictionary].flatMap(({ code, label, aliases = [] }) =>
      [code, label, ...aliases].map((name) => name.normalize('NFKC').toLowerCase()),
    ),
  );
  const items = shape.values.flatMap((value) => [value, ...value.split(/[、,;/|\n]+/)]);
  const found = items.filter((item) => known.has(item.trim().toLowerCase())).length;
  if (found >= shape.count / 2) return 'fits';
  return found === 0 ? 'against' : 'silent';
}
