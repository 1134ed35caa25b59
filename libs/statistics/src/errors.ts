import { DomainError } from '#kernel';

/** Two facts claim the same place in a pair's history: who announced them made a mistake. */
export class StepTaken extends DomainError {
  readonly code = 'statistics.step_taken';
  readonly status = 409;

  constructor(factId: string) {
    super('台账中同一对接的同一步骤已有另一条记录', { factId });
  }
}

export class PeriodNotOver extends DomainError {
  readonly code = 'statistics.period_not_over';
  readonly status = 409;

  constructor(period: string, last: string) {
    super(`统计期 ${period} 到 ${last} 才结束，结束后方可冻结`, { period, last });
  }
}

export class PeriodFrozen extends DomainError {
  readonly code = 'statistics.period_frozen';
  readonly status = 409;

  constructor(period: string) {
    super(`统计期 ${period} 已冻结`, { period });
  }
}

export class PeriodNotStored extends DomainError {
  readonly code = 'statistics.period_not_stored';
  readonly status = 409;

  constructor(period: string) {
    super(`统计期 ${period} 尚未冻结存档`, { period });
  }
}

/** What was stored of the period says nothing of this market: it was frozen before there was one. */
export class MarketNotStored extends DomainError {
  readonly code = 'statistics.market_not_stored';
  readonly status = 409;

  constructor(period: string, market: string) {
    super(`统计期 ${period} 的冻结存档没有${market}的数字`, { period, market });
  }
}

/** An amendment tells of what came late: there is none, or the last amendment tells of all. */
export class NothingToAmend extends DomainError {
  readonly code = 'statistics.nothing_to_amend';
  readonly status = 409;

  constructor(period: string) {
    super(`统计期 ${period} 没有新的迟到记录，无可更正`, { period });
  }
}

/** The newest version was adopted: it is not changed, and not adopted again. */
export class SchemeNotDraft extends DomainError {
  readonly code = 'statistics.scheme_not_draft';
  readonly status = 409;

  constructor(version: number) {
    super(`评分方案第${version}版已采用，修改须另起一版`, { version });
  }
}

export class PaperNotMade extends DomainError {
  readonly code = 'paper.not_made';
  readonly status = 409;

  constructor() {
    super('还在制作，完成后即可下载');
  }
}

export class PaperGone extends DomainError {
  readonly code = 'paper.gone';
  readonly status = 410;

  constructor() {
    super('文件已清理，请重新制作');
  }
}
