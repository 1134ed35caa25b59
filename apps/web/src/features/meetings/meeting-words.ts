import type { MeetingState, MeetingView } from '#contracts';

export const meetingStates: Record<MeetingState, { text: string; color: string }> = {
  draft: { text: '拟定中', color: 'default' },
  announced: { text: '已通知', color: 'processing' },
  held: { text: '举办中', color: 'success' },
  closed: { text: '已结束', color: 'default' },
  cancelled: { text: '已取消', color: 'error' },
};

export function timesOf({ day, starts, ends }: MeetingView): string {
  return `${day} ${starts}–${ends}`;
}
