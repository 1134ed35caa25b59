import type { StatisticsBy } from './api/statistics.js';
import { kinds, type MarketCode, marketCodes, markets, perMarket } from './listing/kinds.js';
import { ladder } from './listing/market.js';

/** Natural days within which an intent is to be answered; later ones count as not answered in time. */
export const answerTerm = 10;

/**
 * `flow`: what happened in the period. `stock`: what there is at its end. `share` and `median` are told from the single
 * cases of the period, and never from other shares or medians.
 */
export type MeasureKind = 'flow' | 'stock' | 'share' | 'median';

/** Which lines a number opens to: the ledger's entries, pairs of levels 0 and 1, or lines of a measure's own. */
export type MeasureLines = 'ledger' | 'pairs' | 'lines';

export interface Measure {
  /** Permanent: schemes and frozen figures name measures by it. */
  readonly code: string;
  readonly name: string;
  /** Values are decimal texts in this unit. */
  readonly unit: '对' | '万元' | '项' | '场' | '天' | '%';
  /** One sentence that an official can read out. */
  readonly definition: string;
  readonly kind: MeasureKind;
  /** What may be added up: units of one split (areas, departments), and periods that follow each other. */
  readonly adds: { readonly units: boolean; readonly periods: boolean };
  /** The same, as people are told it. */
  readonly addsSaid: string;
  /** What stands behind a number. */
  readonly behind: string;
  readonly lines: MeasureLines;
  /** What it can be split by. */
  readonly splits: readonly StatisticsBy[];
}

const pairSplits: readonly StatisticsBy[] = [
  'area',
  'department',
  'chain',
  'field',
  'firm',
  'channel',
  'firmArea',
];
const proposedSplits = pairSplits.filter((by) => by !== 'channel');
const listingSplits: readonly StatisticsBy[] = ['area', 'department', 'chain', 'field'];
/** The levels that are counted: from 2 on. */
const countedLevels = ladder.slice(2).map((name, i) => ({ level: i + 2, name }));

const ledgerLines = { lines: 'ledger', behind: '对接台账中的核实与冲销记录' } as const;
const ownLines = { lines: 'lines', behind: '由事实逐条记下的指标明细' } as const;
const addsAll = { adds: { units: true, periods: true }, addsSaid: '各区域（部门）可相加，各统计期可相加' };
const addsNothing = { adds: { units: false, periods: false }, addsSaid: '不可相加' };
const unitsOnly = {
  adds: { units: true, periods: false },
  addsSaid: '各区域（部门）可相加，各统计期不可相加',
};

function reached({ level, name }: (typeof countedLevels)[number]): Measure {
  const last = level === 5;
  return {
    code: `reached${level}`,
    name: last ? `达到${name}` : `达到${name}及以上`,
    unit: '对',
    definition: `本期内经核实达到“${name}”${last ? '' : '或更高层级'}的（场景，企业）对数，一对只计一次，冲销的在冲销当期减去。`,
    kind: 'flow',
    adds: { units: true, periods: true },
    addsSaid: '逐级包含，各层级不可相加；各区域（部门）、各统计期可相加',
    ...ledgerLines,
    splits: pairSplits,
  };
}

function newly({ level, name }: (typeof countedLevels)[number]): Measure {
  return {
    code: `newly${level}`,
    name: `新达${name}（恰为该级）`,
    unit: '对',
    definition: `期末最高层级恰为“${name}”、且高于期初的（场景，企业）对数，减去期初恰为该级而本期被冲销下降的对数。`,
    kind: 'flow',
    adds: { units: true, periods: false },
    addsSaid: '各层级、各区域（部门）可相加；各统计期不可相加（同一对可先后升级）',
    ...ledgerLines,
    splits: pairSplits,
  };
}

/** All measures of the platform, in the order in which people read them. What a page, a file or a scheme shows is named here. */
export const measures: readonly Measure[] = [
  ...countedLevels.map(reached),
  ...countedLevels.map(newly),
  {
    code: 'agreements',
    name: '协议数',
    unit: '项',
    definition:
      '本期内经核实的协议数：以协议本身申报并核实的才计，每对一次；未签协议而直接签合同的不计，冲销的在冲销当期减去。',
    kind: 'flow',
    ...addsAll,
    ...ownLines,
    splits: pairSplits,
  },
  {
    code: 'contractAmount',
    name: '合同金额',
    unit: '万元',
    definition: '本期内经核实的合同申报所载金额（含税），每对只计一次；冲销时如数减去。',
    kind: 'flow',
    ...addsAll,
    ...ledgerLines,
    splits: pairSplits,
  },
  {
    code: 'acceptanceAmount',
    name: '验收金额',
    unit: '万元',
    definition:
      '本期内经核实的验收应用申报所载金额（含税），每对只计一次；冲销时如数减去，不与合同金额相加。',
    kind: 'flow',
    ...addsAll,
    ...ledgerLines,
    splits: pairSplits,
  },
  {
    code: 'firstVersionAdoptions',
    name: '首版次软件应用',
    unit: '对',
    definition: '本期内经核实达到合同及以上、且所用产品在核实之日为有效首版次软件的（场景，企业）对数。',
    kind: 'flow',
    ...addsAll,
    ...ledgerLines,
    splits: pairSplits,
  },
  {
    code: 'proposed',
    name: '推荐（未经核实）',
    unit: '对',
    definition: '本期内平台匹配任务推荐过的（场景，企业）对数，不重复计；只说明平台运转情况，不是对接数量。',
    kind: 'flow',
    ...unitsOnly,
    lines: 'pairs',
    behind: '匹配任务推荐的供需对',
    splits: proposedSplits,
  },
  {
    code: 'intended',
    name: '意向（未经核实）',
    unit: '对',
    definition: '本期内任一方表达对接意向的（场景，企业）对数，不重复计，未经核实。',
    kind: 'flow',
    ...unitsOnly,
    lines: 'pairs',
    behind: '一方表达过意向的供需对',
    splits: proposedSplits,
  },
  {
    code: 'answerDays',
    name: '首次答复用时（中位数）',
    unit: '天',
    definition: '本期内得到对方首次答复（同意或婉拒）的意向，从表达意向到答复所经自然日数的中位数。',
    kind: 'median',
    ...addsNothing,
    ...ownLines,
    splits: proposedSplits,
  },
  {
    code: 'answeredInTime',
    name: '按期答复率',
    unit: '%',
    definition: `答复期限（表达意向后${answerTerm}个自然日）在本期届满的意向中，期限内得到对方答复的比例。`,
    kind: 'share',
    ...addsNothing,
    ...ownLines,
    splits: proposedSplits,
  },
  {
    code: 'scenariosPublished',
    name: '发布应用场景',
    unit: '项',
    definition: '本期内首次发布的应用场景数，同一场景修订后再发布的不重复计。',
    kind: 'flow',
    ...addsAll,
    ...ownLines,
    splits: listingSplits,
  },
  {
    code: 'capabilitiesPublished',
    name: '发布企业能力',
    unit: '项',
    definition: '本期内首次发布的企业能力数，按企业所在区域计，同一能力修订后再发布的不重复计。',
    kind: 'flow',
    ...addsAll,
    ...ownLines,
    splits: listingSplits,
  },
  {
    code: 'scenariosUnserved',
    name: '尚无适合供给的场景',
    unit: '项',
    definition: '期末在发布状态、而匹配任务从未推荐出任何企业的应用场景数。',
    kind: 'stock',
    ...unitsOnly,
    ...ownLines,
    splits: listingSplits,
  },
  {
    code: 'meetingsHeld',
    name: '举办对接会',
    unit: '场',
    definition:
      '本期内举办的对接会场次，供需双方均有单位签到的才计，按主办部门所在区域和会议日期计；误记举办而取消的在取消当期减去。',
    kind: 'flow',
    ...addsAll,
    ...ownLines,
    splits: ['area'],
  },
  {
    code: 'sampleFailures',
    name: '复核不属实',
    unit: '项',
    definition:
      '本期内复核查明不属实的已核实申报数，一项申报只计一次；这些申报已冲销，本数只作说明，不再从其他数字中减去。',
    kind: 'flow',
    ...addsAll,
    ...ownLines,
    splits: proposedSplits,
  },
];

export const measureCodes = measures.map((measure) => measure.code);

/** In the words of a market; undefined for what is no measure of it. */
export function measureOf(code: string, market: MarketCode = 'software'): Measure | undefined {
  return measuresOf(market).find((measure) => measure.code === code);
}

/** What the measure calls itself, its unit beside it. */
export function measureTitle({ name, unit }: Measure): string {
  return `${name}（${unit}）`;
}

/** A text that is written in the words of the software market, in those of another. */
export function inWordsOf(market: MarketCode, text: string): string {
  if (market === 'software') return text;
  const { words, demand, supply } = markets[market];
  const { words: own, ...software } = markets.software;
  const spoken: readonly (readonly [string, string])[] = [
    [kinds[software.demand].label.zh, kinds[demand].label.zh],
    [kinds[software.supply].label.zh, kinds[supply].label.zh],
    [own.demand, words.demand],
    [own.supplier, words.supplier],
    [own.listed, words.listed],
  ];
  return spoken.reduce((now, [from, to]) => now.replaceAll(from, to), text);
}

/** A market knows of first versions where one of its rules does. */
export function knowsFirstVersions(market: MarketCode): boolean {
  return 'firstVersion' in markets[market].rules;
}

/** The measures of a market in its own words. */
export function measuresOf(market: MarketCode): readonly Measure[] {
  return byMarket[market];
}

const byMarket = perMarket((market): readonly Measure[] => {
  if (market === 'software') return measures;
  const told = (text: string) => inWordsOf(market, text);
  return measures
    .filter(({ code }) => code !== 'firstVersionAdoptions' || knowsFirstVersions(market))
    .map((measure) => ({
      ...measure,
      name: told(measure.name),
      definition: told(measure.definition),
      behind: told(measure.behind),
    }));
});

/** Measures that every market has under one name: by these markets are set side by side. */
export const measuresAcross: ReadonlySet<string> = new Set(
  measures
    .filter(({ code, name }) =>
      marketCodes.every((market) => measuresOf(market).some((one) => one.code === code && one.name === name)),
    )
    .map(({ code }) => code),
);
