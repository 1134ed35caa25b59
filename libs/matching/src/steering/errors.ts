import {
  type ExclusionCode,
  kinds,
  type ListingKind,
  type ListingState,
  type MarketCode,
  markets,
} from '#contracts';
import { DomainError } from '#kernel';

export class PairExcluded extends DomainError {
  readonly code = 'match.excluded';
  readonly status = 409;

  constructor(exclusion: { readonly code: ExclusionCode; readonly text: string }) {
    super(`不符合硬性条件，不能置顶：${exclusion.text}`, { exclusion });
  }
}

/** Asked why a pair is not matched of which one side is not published: that is why. */
export class NotInForce extends DomainError {
  readonly code = 'match.not_in_force';
  readonly status = 409;

  constructor(
    kind: ListingKind,
    { number, state }: { readonly number: string; readonly state: ListingState },
  ) {
    super(`${kinds[kind].label.zh}${number}${standings[state]}，不在发布状态，因此不参加匹配`, {
      kind,
      number,
      state,
    });
  }
}

const standings: Readonly<Record<ListingState, string>> = {
  draft: '尚未提交审核',
  submitted: '正在审核',
  changes_requested: '已退回修改',
  rejected: '未通过审核',
  approved: '已通过审核、尚未发布',
  published: '状态刚有变动',
  expired: '有效期已过',
  withdrawn: '已撤回',
  superseded: '已被新版替代',
};

export class PairDecided extends DomainError {
  readonly code = 'match.decided';
  readonly status = 409;

  /** @param decision the open one; undefined where it ended while it was looked for. */
  constructor(
    market: MarketCode,
    decision: { readonly id: string; readonly kind: 'pin' | 'block'; readonly until: string } | undefined,
  ) {
    const { demand, supply } = markets[market].words;
    super(
      decision
        ? `该${demand}与该${supply}已${decision.kind === 'pin' ? '置顶' : '屏蔽'}至${decision.until}，请先结束再重新决定`
        : `他人刚就该${demand}与该${supply}作出决定，请刷新后再试`,
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

export class SynonymsUnchanged extends DomainError {
  readonly code = 'match.synonyms_unchanged';
  readonly status = 409;

  constructor(version: number) {
    super('与现行同义词相同，没有需要启用的改动', { version });
  }
}
