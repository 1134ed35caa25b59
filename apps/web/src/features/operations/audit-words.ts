import { kindCodes, kinds } from '#contracts';

/** What the audit trail's actions are called, by what stands before and after their dot. */
const families: Record<string, { readonly name: string; readonly actions: Record<string, string> }> = {
  session: {
    name: '登录',
    actions: { start: '登录', refuse: '登录失败', end: '退出登录', endAll: '结束全部登录' },
  },
  person: {
    name: '账号',
    actions: { changePassword: '修改密码', refusePassword: '修改密码失败', retire: '停用账号' },
  },
  contact: { name: '联系方式', actions: { read: '查看联系方式' } },
  evidence: { name: '佐证', actions: { read: '下载佐证' } },
  export: {
    name: '导出',
    actions: {
      statistics: '导出年度统计',
      paper: '下载工作簿或报告',
      gaps: '导出缺口清单',
      importErrors: '导出导入错误',
      importOutcome: '导出导入结果',
    },
  },
  application: {
    name: '认领申请',
    actions: {
      submit: '提交认领申请',
      withdraw: '撤回认领申请',
      approved: '通过认领申请',
      rejected: '不予通过认领申请',
      proof_read: '查看证明材料',
    },
  },
  organisation: {
    name: '单位',
    actions: {
      edit: '修改单位信息',
      approved: '单位通过审核或恢复',
      suspended: '停用单位',
      controller_set: '登记控制单位',
      controller_cleared: '清除控制单位',
    },
  },
  change: {
    name: '单位变更',
    actions: {
      proposed: '提出单位变更',
      approved: '通过单位变更',
      rejected: '不予通过单位变更',
      withdrawn: '撤回单位变更',
    },
  },
  member: {
    name: '成员',
    actions: { change: '修改成员角色', remove: '移除成员', owner_gone: '管理员离任' },
  },
  invitation: {
    name: '邀请',
    actions: { create: '发出邀请', revoke: '作废邀请', accept: '接受邀请' },
  },
  body: {
    name: '协调部门',
    actions: {
      create: '新建协调部门',
      edit: '修改协调部门',
      suspend: '停用协调部门',
      restore: '恢复协调部门',
    },
  },
  coordinator: { name: '协调人员', actions: { add: '添加协调人员', remove: '移除协调人员' } },
  listing: {
    name: '场景和能力',
    actions: { approve: '审核通过', requestChanges: '退回修改', reject: '审核不通过', withdraw: '撤回' },
  },
  import: {
    name: '导入',
    actions: {
      commit: '确认导入',
      publish: '发布整批导入',
      submit: '提交整批导入',
      undo: '撤销导入',
      forgetHeader: '去掉记住的列名',
    },
  },
  edition: {
    name: '清单',
    actions: {
      publish: '发布清单',
      schedule: '定时发布清单',
      amend: '更正清单',
      withdraw: '撤回清单',
      delete: '删除清单草稿',
    },
  },
  claim: {
    name: '申报',
    actions: { verify: '核实申报', reject: '不予核实', reverse: '冲销申报', dispute: '提出异议' },
  },
  match: {
    name: '匹配',
    actions: {
      run: '启动全量匹配',
      cancelRun: '取消全量匹配',
      pin: '置顶',
      block: '屏蔽',
      endDecision: '结束置顶或屏蔽',
      makeWeights: '新建匹配规则',
      adoptWeights: '启用匹配规则',
      makeSynonyms: '修改同义词',
      restoreSynonyms: '恢复同义词',
    },
  },
  sample: { name: '复核清单', actions: { draw: '抽取复核清单', check: '记录复核结论' } },
  flag: { name: '疑点', actions: { settle: '记录疑点核查结论', rules: '修改疑点规则' } },
  period: { name: '统计期', actions: { freeze: '冻结统计期', amend: '更正统计期' } },
  scheme: { name: '评分方案', actions: { adopt: '采用评分方案' } },
  review: {
    name: '绩效评比',
    actions: {
      delete: '删除评比草案',
      advance: '推进评比阶段',
      selfAssess: '提交自评',
      assess: '综评',
      object: '提出评比异议',
      accept: '确认无异议',
      decide: '答复评比异议',
      publish: '公布评比',
      correct: '更正评比',
      file_read: '下载评比附件',
    },
  },
  meeting: {
    name: '对接会',
    actions: {
      create: '拟定对接会',
      edit: '修改对接会',
      invite: '邀请参加对接会',
      leaveOut: '取消对接会邀请',
      move: '变更对接会状态',
      checkIn: '现场登记签到',
      attend: '签到',
      removeCheckIn: '更正签到',
      pair: '记录会上对接',
    },
  },
  dictionary: { name: '字典', actions: { edit: '修改字典', order: '调整字典顺序' } },
  job: { name: '后台任务', actions: { retry: '重试任务', cancel: '取消任务' } },
};

const subjects: Record<string, string> = {
  person: '账号',
  organisation: '单位',
  uscc: '信用代码',
  application: '认领申请',
  body: '协调部门',
  ...Object.fromEntries(kindCodes.map((kind) => [kind, kinds[kind].label.zh])),
  engagement: '对接',
  claim: '申报',
  evidence: '佐证',
  sample: '复核清单',
  flag: '疑点',
  flags: '疑点规则',
  meeting: '对接会',
  edition: '清单',
  import: '导入',
  importHeader: '记住的列名',
  workbook: '工作簿',
  paper: '工作簿或报告',
  period: '统计期',
  scheme: '评分方案',
  review: '绩效评比',
  reviewFile: '评比附件',
  objection: '评比异议',
  run: '全量匹配',
  job: '后台任务',
  dictionary: '字典',
};

/** The words of an action; the action itself where none are known. */
export function actionText(action: string): string {
  const [family = '', what = ''] = action.split('.');
  return families[family]?.actions[what] ?? action;
}

/** `person:<id>` as 账号 and the id. */
export function subjectParts(subject: string): { readonly kind: string; readonly id: string } {
  const [kind = '', ...rest] = subject.split(':');
  return { kind: subjects[kind] ?? kind, id: rest.join(':') };
}

/** A family finds all of its actions. */
export const actionOptions = Object.entries(families).map(([family, { name, actions }]) => ({
  label: name,
  title: name,
  options: [
    { value: family, label: `${name}（全部）` },
    ...Object.entries(actions).map(([what, label]) => ({ value: `${family}.${what}`, label })),
  ],
}));
