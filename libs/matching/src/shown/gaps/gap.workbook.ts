import type { DictionaryName, GapFigures, GapView, LabelOf } from '#contracts';
import { type Day, dayOf } from '#kernel';
import type { Sheet, SheetColumn, SheetForm, Value } from '#sheets';

const shown = 3;
const points = '0.0';
const nearColumns = (place: number): SheetColumn[] => [
  { header: `最接近${place} 企业`, width: 28 },
  { header: `最接近${place} 产品`, width: 28 },
  { header: `最接近${place} 得分`, width: 12, format: points },
  { header: `最接近${place} 不能推荐的原因`, width: 36 },
  { header: `最接近${place} 未提到的需求词语`, width: 32 },
];

/** The gap list (缺口清单) as an official files it: one line a scenario, and the figures beside. */
export function gapSheets(
  gaps: readonly GapView[],
  figures: GapFigures,
  label: LabelOf,
  made: Made,
): Sheet[] {
  return [list(gaps, label, made), summary(figures, made)];
}

/** Who makes the paper, and when. */
export interface Made {
  readonly maker: string;
  readonly day: Day;
}

/** What a sheet of the list says around its table. */
function formOf(title: string, { maker, day }: Made): SheetForm {
  return {
    title,
    facts: [`制表单位：${maker}　　制表日期：${day}`],
    signatures: ['填表人', '审核人', '负责人'],
  };
}

function list(gaps: readonly GapView[], label: LabelOf, made: Made): Sheet {
  const labels = (dictionary: DictionaryName, codes: readonly string[]) =>
    codes.map((code) => label(dictionary, code)).join('、');
  return {
    name: '缺口清单',
    columns: [
      { header: '编号', width: 18 },
      { header: '场景名称', width: 36 },
      { header: '需求单位', width: 28 },
      { header: '领域', width: 20 },
      { header: '产业链', width: 20 },
      { header: '区域', width: 14 },
      { header: '主管部门', width: 20 },
      { header: '发布日期', width: 12, format: 'yyyy-mm-dd' },
      { header: '最高得分', width: 10, format: points },
      ...Array.from({ length: shown }, (_, i) => nearColumns(i + 1)).flat(),
    ],
    rows: gaps.map(({ scenario, fields, chains, department, publishedAt, best, nearest }) => [
      scenario.number,
      scenario.title,
      scenario.organisation,
      labels('fields', fields),
      labels('chains', chains),
      label('areas', scenario.area),
      label('departments', department),
      new Date(`${dayOf(new Date(publishedAt))}T00:00:00.000Z`),
      best,
      ...nearest.slice(0, shown).flatMap(near),
    ]),
    form: formOf('供需缺口清单', made),
  };
}

function near({ capability, score, excluded, lacking }: GapView['nearest'][number]): Value[] {
  return [capability.organisation, capability.title, score, excluded?.text ?? null, lacking.join('、')];
}

function summary(
  { suitable, scenarios, gaps, unmatched, byChain, byField, byArea }: GapFigures,
  made: Made,
): Sheet {
  const part = (name: string, counts: GapFigures['byChain']): Value[][] =>
    counts.map((count) => [name, count.label, count.scenarios, count.gaps]);
  return {
    name: '汇总',
    columns: [
      { header: '口径', width: 14 },
      { header: '名称', width: 26 },
      { header: '在发布场景（个）', width: 18, format: '#,##0' },
      { header: '缺口（个）', width: 14, format: '#,##0' },
    ],
    rows: [
      ['合计', null, scenarios, gaps],
      ...part('按产业链', byChain),
      ...part('按领域', byField),
      ...part('按区域', byArea),
    ],
    form: {
      ...formOf('供需缺口汇总表', made),
      notes: [
        `说明：缺口指最高得分低于${suitable}分（适合的起点）的已发布场景；另有${unmatched}个场景发布后尚未参加匹配，不计入缺口。一个场景属于多个产业链或领域的，分别计数。`,
      ],
    },
    bold: [1],
  };
}
