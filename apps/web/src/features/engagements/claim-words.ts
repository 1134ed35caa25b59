import { ladder } from '#contracts';

export const claimStates: Record<string, { text: string; color: string }> = {
  claimed: { text: '待对方确认', color: 'processing' },
  confirmed: { text: '待核实', color: 'warning' },
  verified: { text: '已核实', color: 'success' },
  declined: { text: '对方未确认', color: 'default' },
  rejected: { text: '未予核实', color: 'error' },
  withdrawn: { text: '已撤回', color: 'default' },
  disputed: { text: '有异议', color: 'error' },
  reversed: { text: '已冲销', color: 'default' },
  expired: { text: '逾期未确认', color: 'default' },
};

/** What the levels are called; all markets have the same so far. */
export const levels: readonly string[] = ladder;
