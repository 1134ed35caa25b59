import { DomainError } from '#kernel';

export class ApplicationOpen extends DomainError {
  readonly code = 'application.one_open';
  readonly status = 409;

  constructor() {
    super('您已有一件未办结的申请，请先提交、等待办理或撤回');
  }
}

export class PersonPlaced extends DomainError {
  readonly code = 'application.person_placed';
  readonly status = 409;

  constructor() {
    super('该账号已属于一个单位或部门，不能再加入其他单位');
  }
}

export class ApplicationFixed extends DomainError {
  readonly code = 'application.not_draft';
  readonly status = 409;

  constructor(state: string) {
    super('申请提交后不能修改；需要更正的，请撤回后重新申请', { state });
  }
}

export class OrganisationSuspended extends DomainError {
  readonly code = 'application.organisation_suspended';
  readonly status = 409;

  constructor() {
    super('该单位已停用，恢复前不受理认领申请');
  }
}

export class OwnerThere extends DomainError {
  readonly code = 'application.owner_there';
  readonly status = 409;

  constructor() {
    super('该单位已通过审核并有管理员，其他人员由管理员邀请；确认管理员已离任的，须注明后再通过');
  }
}

export class OwnerWanted extends DomainError {
  readonly code = 'application.owner_wanted';
  readonly status = 409;

  constructor() {
    super('该单位没有在任的管理员，应申请为管理员，其他人员再由管理员邀请');
  }
}

export class OtherArea extends DomainError {
  readonly code = 'application.other_area';
  readonly status = 403;

  constructor() {
    super('该信用代码的现有单位属其他统计区域，请由市级协调部门办理');
  }
}

export class ProofTypeRefused extends DomainError {
  readonly code = 'application.proof_type_refused';
  readonly status = 415;

  constructor() {
    super('证明材料应为 PDF、OFD、PNG 或 JPEG 文件（以文件内容为准）');
  }
}

export class ProofLost extends DomainError {
  readonly code = 'application.proof_lost';
  readonly status = 410;

  constructor(sha256: string) {
    super('证明材料的文件缺失或与登记的哈希不符，请联系管理员', { sha256 });
  }
}
