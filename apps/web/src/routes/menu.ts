import { type MarketCode, marketCodes, marketName, markets } from '#contracts';
import { base, kindName } from '../features/markets/kinds';

export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly action?: string;
  /** Further addresses that belong to it. */
  readonly with?: readonly string[];
}
interface Group {
  readonly label: string;
  readonly entries: readonly Entry[];
}

const first: readonly Entry[] = [
  { key: '/', label: '工作台' },
  { key: '/application', label: '我的申请', action: 'application.create' },
  { key: '/account', label: '账号与安全' },
];
const listingsOf = (market: MarketCode): Entry[] =>
  [markets[market].demand, markets[market].supply].map((kind) => ({
    key: base[kind],
    label: kindName[kind],
    action: 'listing.list',
  }));

const groups: readonly Group[] = [
  {
    label: '供需',
    entries: [
      ...listingsOf('software'),
      { key: '/search', label: '检索', action: 'search.read' },
      { key: '/editions', label: '清单', action: 'edition.list' },
      { key: '/imports', label: '导入', action: 'import.create', with: ['/import-headers'] },
    ],
  },
  // Further markets have a group each.
  ...marketCodes
    .filter((code) => code !== 'software')
    .map((code) => ({ label: marketName(code), entries: listingsOf(code) })),
  {
    label: '匹配',
    entries: [
      { key: '/match/explain', label: '供需对照', action: 'match.explain' },
      { key: '/gaps', label: '缺口清单', action: 'match.gaps' },
      { key: '/match-decisions', label: '置顶与屏蔽', action: 'match.pin' },
      { key: '/match-runs', label: '匹配任务', action: 'match.readRun' },
      { key: '/match-weights', label: '匹配规则', action: 'match.readWeights' },
      { key: '/match-synonyms', label: '同义词', action: 'match.readSynonyms' },
    ],
  },
  {
    label: '对接与核实',
    entries: [
      { key: '/engagements', label: '对接', action: 'engagement.list' },
      { key: '/meetings', label: '对接会', action: 'meeting.read' },
      { key: '/disputes', label: '异议', action: 'dispute.list' },
      { key: '/samples', label: '复核清单', action: 'sample.read' },
      { key: '/flags', label: '疑点', action: 'flag.read' },
    ],
  },
  {
    label: '成效',
    entries: [
      { key: '/statistics', label: '统计', action: 'statistics.read' },
      { key: '/periods', label: '统计期', action: 'period.read' },
      { key: '/schemes', label: '评分方案', action: 'scheme.read' },
      { key: '/reviews', label: '绩效评比', action: 'review.read' },
      { key: '/recount', label: '核对台账', action: 'statistics.recount' },
    ],
  },
  {
    label: '单位与人员',
    entries: [
      { key: '/applications', label: '认领申请', action: 'application.approve' },
      { key: '/organisations', label: '单位', action: 'organisation.list' },
      { key: '/organisation-changes', label: '单位变更', action: 'change.decide' },
      { key: '/organisation', label: '本单位', action: 'organisation.edit' },
      { key: '/members', label: '成员', action: 'invitation.list' },
      { key: '/bodies', label: '协调部门', action: 'coordinator.list' },
    ],
  },
  {
    label: '系统',
    entries: [
      { key: '/dictionaries', label: '字典', action: 'dictionary.edit' },
      { key: '/jobs', label: '后台任务', action: 'job.list' },
      { key: '/followers', label: '事实处理', action: 'follower.list' },
      { key: '/audit', label: '审计记录', action: 'audit.read' },
    ],
  },
];

/** So many entries stand in one view; more are folded by group. */
const entriesAtOnce = 16;

/** What the person may see, under the headings that have something left. */
export function menuOf(may: (action: string) => boolean) {
  const allowed = ({ action }: Entry) => !action || may(action);
  const left = groups
    .map(({ label, entries }) => ({ label, entries: entries.filter(allowed) }))
    .filter(({ entries }) => entries.length > 0);
  const plain = first.filter(allowed);
  const count = plain.length + left.reduce((sum, { entries }) => sum + entries.length, 0);
  return { first: plain, groups: left, folded: count > entriesAtOnce };
}
export type Menu = ReturnType<typeof menuOf>;

/** The entry that an address belongs to, and its group: `/scenarios/…` is below `/scenarios`. */
export function entryAt(menu: Menu, pathname: string): { readonly entry: Entry; readonly group?: string } {
  const under = (key: string) => key !== '/' && `${pathname}/`.startsWith(`${key}/`);
  const holds = (entry: Entry) => [entry.key, ...(entry.with ?? [])].some(under);
  for (const { label, entries } of menu.groups) {
    const entry = entries.find(holds);
    if (entry) return { entry, group: label };
  }
  return { entry: menu.first.find(holds) ?? (first[0] as Entry) };
}
