import type { SampleScenario } from './types.js';

/** What only some have. */
type Further = Pick<
  SampleScenario,
  'prefersFirstVersion' | 'requiredPlatforms' | 'mode' | 'technicalIndicators'
>;

type Given = Pick<SampleScenario, 'organisation' | 'title' | 'fields' | 'chains' | 'needs'> &
  Partial<Further> & {
    /** In 万元. */
    readonly budget: readonly [number, number];
  };

export function scenario({ budget, ...given }: Given): SampleScenario {
  const { title } = given;
  return {
    budgetMin: `${budget[0]}0000`,
    budgetMax: `${budget[1]}0000`,
    technicalIndicators: '',
    mode: 'custom',
    prefersFirstVersion: false,
    requiredPlatforms: [],
    plannedInDays: [30, 30 + title.length * 12],
    validForDays: 180 + title.length * 10,
    ...given,
  };
}

export const first = { prefersFirstVersion: true } as const;
