export const listingStates: Record<string, { text: string; color: string }> = {
  draft: { text: '草稿', color: 'default' },
  submitted: { text: '待审核', color: 'processing' },
  changes_requested: { text: '退回修改', color: 'warning' },
  rejected: { text: '未通过', color: 'error' },
  approved: { text: '已通过', color: 'success' },
  published: { text: '已发布', color: 'success' },
  expired: { text: '已到期', color: 'default' },
  withdrawn: { text: '已撤回', color: 'default' },
  superseded: { text: '已被新版替代', color: 'default' },
};
