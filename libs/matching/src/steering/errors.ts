import type { ExclusionCode } from '#contracts';
import { DomainError } from '#kernel';

export class PairExcluded extends DomainError {
  readonly code = 'match.excluded';
  readonly status = 409;

  constructor(exclusion: { readonly code: ExclusionCode; readonly text: string }) {
    super(`不符合硬性条件，不能置顶：${exclusion.text}`, { exclusion });
  }
}

export class PairDecided extends DomainError {
  readonly code = 'match.decided';
  readonly status = 409;

  /** @param decision the open one; undefined where it ended while it was looked for. */
  constructor(
    decision: { readonly id: string; readonly kind: 'pin' | 'block'; readonly until: string } | undefined,
  ) {
    super(
      decision
        ? `该场景与该产品已${decision.kind === 'pin' ? '置顶' : '屏蔽'}至${decision.until}，请先结束再重新决定`
        : '他人刚就该场景与该产品作出决定，请刷新后再试',
      { decision: decision ?? null },
    );
  }
}

export class DecisionEnded extends DomainError {
  readonly code = 'match.decision_ended';
  readonly status = 409;

  constructor(endedAt: string) {
    super('该项置顶或屏蔽已经结束', { endedAt });
  }
}

export class WeightsSum extends DomainError {
  readonly code = 'match.weights_sum';
  readonly status = 422;

  constructor(sum: number) {
    const detail = `各项规则分值之和应恰好为100，现为${sum}`;
    super(detail, { sum }, [{ pointer: '/most', code: 'match.weights_sum', detail, value: sum }]);
  }
}
