import type { FactName } from '#contracts';

/** What a follower keeps in step. */
const followers: Record<string, string> = {
  statistics: '统计台账',
  search: '检索索引',
  meilisearch: '检索索引（Meilisearch）',
  matching: '供需匹配',
  runs: '全量匹配',
  publication: '已发布清单',
};
const facts: Record<FactName, string> = {
  'listing.published': '发布',
  'listing.withdrawn': '撤回或到期',
  'organisation.approved': '单位通过审核',
  'organisation.suspended': '单位停用',
  'organisation.restored': '单位恢复',
  'organisation.changed': '单位信息变更',
  'edition.published': '清单发布',
  'edition.amended': '清单更正',
  'edition.withdrawn': '清单撤回',
  'import.undone': '撤销导入',
  'match.requested': '申请全量匹配',
  'match.proposed': '推荐匹配',
  'match.decided': '置顶或屏蔽',
  'engagement.opened': '表达意向',
  'engagement.answered': '答复意向',
  'engagement.declined': '婉拒对接',
  'claim.claimed': '申报层级',
  'claim.confirmed': '确认申报',
  'claim.declined': '未确认申报',
  'claim.withdrawn': '撤回申报',
  'claim.rejected': '不予核实',
  'claim.disputed': '提出异议',
  'claim.due': '提醒确认',
  'claim.expired': '申报逾期',
  'claim.verified': '核实通过',
  'claim.reversed': '核实撤销',
  'claim.flagged': '发现疑点',
  'sample.drawn': '抽取复核清单',
  'sample.checked': '记录复核结论',
};
const jobs: Record<string, string> = {
  'search.rebuild': '重建检索索引',
  'search.reconcile': '核对检索索引',
  'match.all': '全量匹配',
  'match.chunk': '全量匹配（分段）',
  'match.reconcile': '抽查匹配结果',
  'match.endDecisions': '结束到期的置顶和屏蔽',
  'listings.expire': '下架到期内容',
  'listings.stageImport': '读取导入文件',
  'listings.commitImport': '写入导入内容',
  'listings.advanceImport': '提交或发布导入内容',
  'listings.undoImport': '撤销导入',
  'listings.mendImport': '核对改好的错误清单',
  'engagements.deadlines': '提醒和结束逾期申报',
  'engagements.flags': '检查疑点',
  'publication.due': '发布到时的清单',
  'platform.prune': '清理过期记录',
  'files.sweep': '清理无主文件',
};

const word = (words: Readonly<Record<string, string>>, code: string) => words[code] ?? code;
export const followerName = (code: string) => word(followers, code);
export const factName = (code: string) => word(facts, code);
export const jobName = (code: string) => word(jobs, code);
