import { DomainError } from '#kernel';
import type { Involvement } from './domain/independence.js';

export class SameParty extends DomainError {
  readonly code = 'engagement.same_party';
  readonly status = 409;

  constructor(why: 'organisation' | 'controller') {
    super(
      why === 'organisation'
        ? '需求方与供给方是同一单位，不能对接'
        : '需求方与供给方属于同一控制人，不能对接',
      { why },
    );
  }
}

export class PartyNotApproved extends DomainError {
  readonly code = 'engagement.party_not_approved';
  readonly status = 409;

  constructor(name: string) {
    super(`${name}尚未通过审核或已停用，暂不能对接`);
  }
}

/** A side is suspended: the engagement waits until that is lifted. */
export class EngagementOnHold extends DomainError {
  readonly code = 'engagement.on_hold';
  readonly status = 409;

  constructor(reason: string) {
    super('其中一方已停用，对接暂停办理，恢复后可继续', { reason });
  }
}

export class EngagementDeclined extends DomainError {
  readonly code = 'engagement.declined';
  readonly status = 409;

  constructor(reason: string | null) {
    super('对方已婉拒这次对接，可由其重新发起', { reason });
  }
}

export class EngagementHasClaims extends DomainError {
  readonly code = 'engagement.has_claims';
  readonly status = 409;

  constructor() {
    super('已有申报在办理或已核实，不能婉拒；请先撤回申报');
  }
}

export class IntentWanted extends DomainError {
  readonly code = 'engagement.intent_wanted';
  readonly status = 409;

  constructor() {
    super('对方表达意向之后方可查看其联系人');
  }
}

export class OwnClaim extends DomainError {
  readonly code = 'claim.own';
  readonly status = 409;

  constructor() {
    super('申报人不能确认自己的申报，请由对方单位的其他人员办理');
  }
}

export class LevelTaken extends DomainError {
  readonly code = 'claim.level_taken';
  readonly status = 409;

  constructor(level: number) {
    super('这一层级已有申报在办理，或已核实到这一层级以上', { level });
  }
}

export class WrongSide extends DomainError {
  readonly code = 'claim.wrong_side';
  readonly status = 403;

  constructor(wanted: readonly ('own' | 'other' | 'coordinator')[]) {
    const names = { own: '申报方', other: '申报方以外的另一方', coordinator: '协调部门' };
    super(`这一步应由${wanted.map((w) => names[w]).join('或')}办理`, { wanted });
  }
}

const involved: Readonly<Record<Involvement, string>> = {
  person:
    '您曾代表其中一方办理或在对接会上为其登记，或在申报时、现在为其中一方或其控制人工作，不能核实这条申报',
  organisation: '您所在部门是其中一方或其控制人，不能核实这条申报，请由其他协调部门办理',
  department: '您所在部门是这一应用场景的主管部门，不能核实这条申报，请由其他协调部门办理',
};

export class ReviewerInvolved extends DomainError {
  readonly code = 'claim.reviewer_involved';
  readonly status = 403;

  constructor(why: Involvement) {
    super(involved[why], { why });
  }
}

export class SecondReviewerWanted extends DomainError {
  readonly code = 'claim.second_reviewer_wanted';
  readonly status = 409;

  constructor() {
    super('有异议的申报须由提出异议者以外的另一人核实，说明理由，且须另一方已确认');
  }
}

export interface EvidenceUse {
  readonly number: string;
  readonly sha256: string;
  readonly contractNumber: string | null;
  readonly fileName: string | null;
}

/** Uses that the caller sees, and how many more there are in engagements that are not the caller's matter. */
export class EvidenceUsedElsewhere extends DomainError {
  readonly code = 'claim.evidence_used_elsewhere';
  readonly status = 409;

  constructor(uses: readonly EvidenceUse[], others: number) {
    const named = new Set(uses.map((use) => use.number));
    const where = [...named, ...(others > 0 ? [`不在您辖区内的${others}项`] : [])].join('、');
    super(`佐证材料或合同编号已用于其他对接（${where}），请核查；确认无误的，说明理由后可继续核实`, {
      uses,
      others,
    });
  }
}

export class EvidenceTooLarge extends DomainError {
  readonly code = 'evidence.too_large';
  readonly status = 413;

  constructor(bytes: number) {
    super(`佐证材料不能超过 ${bytes / 1024 / 1024} MB`, { bytes });
  }
}

export class EvidenceTypeRefused extends DomainError {
  readonly code = 'evidence.type_refused';
  readonly status = 415;

  constructor(fileName: string) {
    super('佐证材料应为 PDF、OFD、PNG 或 JPEG 文件（按内容判断）', { fileName });
  }
}

/** The row is there, the file is not, or is no longer what it was. */
export class EvidenceLost extends DomainError {
  readonly code = 'evidence.lost';
  readonly status = 410;

  constructor(sha256: string) {
    super('佐证材料的文件缺失或与登记的哈希不符，请联系管理员', { sha256 });
  }
}

export class NothingToSample extends DomainError {
  readonly code = 'sample.nothing';
  readonly status = 409;

  constructor(period: string) {
    super(`统计期 ${period} 内没有尚未列入复核清单的已核实申报`, { period });
  }
}

export class OwnVerification extends DomainError {
  readonly code = 'sample.own_verification';
  readonly status = 403;

  constructor() {
    super('这条申报由您核实，应由另一人复核');
  }
}

export class AlreadyChecked extends DomainError {
  readonly code = 'sample.already_checked';
  readonly status = 409;

  constructor() {
    super('这条申报已有复核结论');
  }
}

export class FlagSettled extends DomainError {
  readonly code = 'flag.settled';
  readonly status = 409;

  constructor() {
    super('这一疑点已有核查结论');
  }
}
