import { uscc } from './people.js';

export const organisations = 12;
/** Of each organisation: the last ones lie in a later piece of the commit than the first. */
export const each = 90;
export const nameOf = (n: number) => `示例市第${n}医院有限公司`;
const amounts = ['500000元', '50万元', '约80万', '面议', '50-80万元', '0.5百万元', 600000, '不超过90万元'];
const days = ['2027-03-27', '2027年3月27日', '2027年3月', '长期', '2027/3/27', 46473];

/** As an office sends it: titles, a unit, a header of two rows, sections, totals, notes. */
export function messy() {
  const above = [
    ['示例市2026年应用场景需求汇总表', null, null, null, null, null, null, null],
    ['填报单位：示例市工信局', null, null, '填报时间：2026年3月', null, null, null, '单位：元'],
    ['序号', '需求单位', null, '需求', null, '预算金额', '计划时间', null, '实施地区域'],
    [null, '名称', '信用代码', '名称', '内容', null, '开始时间', '结束时间', null],
  ];
  const below: (string | number | null)[][] = [];
  for (let n = 1; n <= organisations; n++) {
    below.push([`（${n}）${nameOf(n)}`]);
    for (let i = 0; i < each; i++) {
      const at = (n - 1) * each + i;
      below.push([
        ...[i + 1, nameOf(n), n % 2 === 0 ? uscc(600 + n) : null, `场景${n}之${i}号`],
        ...[`需要自动识别并归档第${at}类文书`, amounts[at % amounts.length] ?? null],
        ...[days[at % days.length] ?? null, null, '金水区'],
      ]);
    }
    below.push([null, '小计', null, null, null, 1]);
  }
  below.push(
    [null, '合计', null, null, null, 12],
    ['注：以上为2026年计划'],
    ['填表人：示例甲', null, null, '审核人：示例乙'],
  );
  return {
    rows: [...above, ...below],
    merges: ['A1:I1', 'A3:A4', 'B3:C3', 'D3:E3', 'F3:F4', 'G3:H3', 'I3:I4'],
  };
}
