import {
  type DictionaryName,
  type GapFigures,
  type GapView,
  kindNamed,
  kinds,
  type LabelOf,
  type MarketCode,
  markets,
} from '#contracts';
import { type Day, dayOf } from '#kernel';
import type { Sheet, SheetForm, Value, WrittenColumn } from '#sheets';

const shown = 3;
const points = '0.0';
const nearColumns = (place: number, { supplier, supply }: Said): WrittenColumn[] => [
  { header: `最接近${place} ${supplier}`, width: 28 },
  { header: `最接近${place} ${supply}`, width: 28 },
  { header: `最接近${place} 得分`, width: 12, format: points },
  { header: `最接近${place} 不能推荐的原因`, width: 36 },
  { header: `最接近${place} 未提到的需求词语`, width: 32 },
];

type Said = (typeof markets)[MarketCode]['words'];

/** The gap list (缺口清单) as an official files it: one line a demand, and the figures beside. */
export function gapSheets(
  gaps: readonly GapView[],
  figures: GapFigures,
  label: LabelOf,
  made: Made,
): Sheet[] {
  return [list(figures.market, gaps, label, made), summary(figures, made)];
}

/** Who makes the paper, and when. */
export interface Made {
  readonly maker: string;
  readonly day: Day;
}

/** The paper of the platform's centre needs no name of its market. */
function titleOf(market: MarketCode, title: string): string {
  return market === 'software' ? title : `${markets[market].label.zh}${title}`;
}

/** What a sheet of the list says around its table. */
function formOf(title: string, { maker, day }: Made): SheetForm {
  return {
    title,
    facts: [`制表单位：${maker}　　制表日期：${day}`],
    signatures: ['填表人', '审核人', '负责人'],
  };
}

function list(market: MarketCode, gaps: readonly GapView[], label: LabelOf, made: Made): Sheet {
  const { words, demand: kind } = markets[market];
  const named = kindNamed(kind, label);
  const labels = (dictionary: DictionaryName, codes: readonly string[]) =>
    codes.map((code) => label(dictionary, code)).join('、');
  return {
    name: '缺口清单',
    columns: [
      { header: '编号', width: 18 },
      { header: named.field(named.definition.title).traits.label.zh, width: 36 },
      { header: '需求单位', width: 28 },
      { header: '领域', width: 20 },
      { header: '产业链', width: 20 },
      { header: '区域', width: 14 },
      { header: '主管部门', width: 20 },
      { header: '发布日期', width: 12, format: 'yyyy-mm-dd' },
      { header: '最高得分', width: 10, format: points },
      ...Array.from({ length: shown }, (_, i) => nearColumns(i + 1, words)).flat(),
    ],
    rows: gaps.map(({ demand, fields, chains, department, publishedAt, best, nearest }) => [
      demand.number,
      demand.title,
      demand.organisation,
      labels('fields', fields),
      labels('chains', chains),
      label('areas', demand.area),
      label('departments', department),
      new Date(`${dayOf(new Date(publishedAt))}T00:00:00.000Z`),
      best,
      ...nearest.slice(0, shown).flatMap(near),
    ]),
    form: formOf(titleOf(market, '供需缺口清单'), made),
  };
}

function near({ supply, score, excluded, lacking }: GapView['nearest'][number]): Value[] {
  return [supply.organisation, supply.title, score, excluded?.text ?? null, lacking.join('、')];
}

function summary(
  { market, suitable, demands, gaps, unmatched, byChain, byField, byArea }: GapFigures,
  made: Made,
): Sheet {
  const part = (name: string, counts: GapFigures['byChain']): Value[][] =>
    counts.map((count) => [name, count.label, count.demands, count.gaps]);
  const said = kinds[markets[market].demand].label.zh;
  const { demand } = markets[market].words;
  return {
    name: '汇总',
    columns: [
      { header: '口径', width: 14 },
      { header: '名称', width: 26 },
      { header: `在发布${demand}（个）`, width: 18, format: '#,##0' },
      { header: '缺口（个）', width: 14, format: '#,##0' },
    ],
    rows: [
      ['合计', null, demands, gaps],
      ...part('按产业链', byChain),
      ...part('按领域', byField),
      ...part('按区域', byArea),
    ],
    form: {
      ...formOf(titleOf(market, '供需缺口汇总表'), made),
      notes: [
        `说明：缺口指最高得分低于${suitable}分（适合的起点）的已发布${said}；另有${unmatched}个${demand}发布后尚未参加匹配，不计入缺口。一个${demand}属于多个产业链或领域的，分别计数。`,
      ],
    },
    bold: [1],
  };
}
