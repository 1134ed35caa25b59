import type { ReviewState } from '#contracts';

export const reviewStates: Record<ReviewState, { text: string; color: string }> = {
  draft: { text: '草案', color: 'default' },
  self_assessment: { text: '自评中', color: 'processing' },
  assessment: { text: '综评中', color: 'processing' },
  objections: { text: '异议期', color: 'warning' },
  published: { text: '已公布', color: 'success' },
};

export const stages: readonly ReviewState[] = [
  'draft',
  'self_assessment',
  'assessment',
  'objections',
  'published',
];
export const stageNames: Record<ReviewState, string> = {
  draft: '草案',
  self_assessment: '自评',
  assessment: '综评',
  objections: '异议',
  published: '公布',
};

export const outcomes = { upheld: '成立', partly: '部分成立', rejected: '不成立' } as const;
