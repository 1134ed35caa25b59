import type { ReviewState } from '#contracts';
import { DomainError } from '#kernel';

/** What the states of a review are called. */
const stateNames: Readonly<Record<ReviewState, string>> = {
  draft: '草案',
  self_assessment: '自评',
  assessment: '综评',
  objections: '异议',
  published: '已公布',
};

/** A review rests on a version that stays as it is. */
export class SchemeNotAdopted extends DomainError {
  readonly code = 'review.scheme_not_adopted';
  readonly status = 409;

  constructor(schemeId: string) {
    super('评比须用已采用的评分方案，请先采用', { schemeId });
  }
}

export class ReviewStage extends DomainError {
  readonly code = 'review.stage';
  readonly status = 409;

  constructor(state: ReviewState, wanted: ReviewState) {
    super(`评比现处“${stateNames[state]}”阶段，只有在“${stateNames[wanted]}”阶段可以这样做`, {
      state,
      wanted,
    });
  }
}

export class ReviewTooLate extends DomainError {
  readonly code = 'review.too_late';
  readonly status = 409;

  constructor(due: string) {
    super(`截止日 ${due} 已过，不再接受；确需补交的请商市级协调部门顺延`, { due });
  }
}

/** The stage is not over: its last day has not passed, and some have not spoken yet. */
export class ReviewRunning extends DomainError {
  readonly code = 'review.running';
  readonly status = 409;

  constructor(due: string, units: readonly string[]) {
    super(`自评截止日 ${due} 未过，且${units.join('、')}尚未提交`, { due, units });
  }
}

export class UnitsNotAssessed extends DomainError {
  readonly code = 'review.units_not_assessed';
  readonly status = 409;

  constructor(units: readonly string[]) {
    super(`${units.join('、')}尚未综评`, { units });
  }
}

/** Nobody gives the own department other marks than those computed, nor decides on what it objects to. */
export class OwnUnit extends DomainError {
  readonly code = 'review.own_unit';
  readonly status = 409;

  constructor(label: string) {
    super(`${label}是您所在的部门：只能按计算分给分，异议须由其他协调部门答复`, { label });
  }
}

export class ObjectionByYourself extends DomainError {
  readonly code = 'review.second_person_wanted';
  readonly status = 409;

  constructor() {
    super('异议是您录入的，须由另一人答复');
  }
}

export class ObjectionDecided extends DomainError {
  readonly code = 'review.objection_decided';
  readonly status = 409;

  constructor(by: string) {
    super(`异议已由${by}答复`, { by });
  }
}

/** The unit has said already that it has no objection, or still has one that waits. */
export class UnitHasAnswered extends DomainError {
  readonly code = 'review.unit_has_answered';
  readonly status = 409;

  constructor(what: string) {
    super(what);
  }
}

export class NotPublishable extends DomainError {
  readonly code = 'review.not_publishable';
  readonly status = 409;

  constructor(blockers: readonly string[]) {
    super(`还不能公布：${blockers.join('；')}`, { blockers });
  }
}

export class ReviewSuperseded extends DomainError {
  readonly code = 'review.superseded';
  readonly status = 409;

  constructor(version: number) {
    super(`已有第${version}版，请在该版上更正`, { version });
  }
}

export class ReviewFileTypeRefused extends DomainError {
  readonly code = 'review.file_type_refused';
  readonly status = 415;

  constructor(name: string) {
    super(`“${name}”的内容不是 PDF、OFD、PNG 或 JPEG`, { name });
  }
}

export class ReviewFileLost extends DomainError {
  readonly code = 'review.file_lost';
  readonly status = 410;

  constructor(sha256: string) {
    super('附件文件缺失或与登记的哈希不符，请联系管理员', { sha256 });
  }
}
