import type { StateTable } from '#kernel';
import {
  creditCodeFault,
  DomainError,
  describeCreditCodeFault,
  InvalidInput,
  normaliseCreditCode,
} from '#kernel';
import type { Principal } from './principal.js';

export type OrganisationState = 'unclaimed' | 'approved' | 'suspended';

/** An unclaimed organisation was entered on its behalf; it is approved with the first application of its own people. */
export const organisationStates = {
  unclaimed: ['approved'],
  approved: ['suspended'],
  suspended: ['approved'],
} as const satisfies StateTable<OrganisationState>;

/** @throws InvalidInput `organisation.credit_code_<fault>` naming the field. */
export function checkedCreditCode(raw: string, pointer = '/uscc'): string {
  const code = normaliseCreditCode(raw);
  const fault = creditCodeFault(code);
  if (fault)
    throw new InvalidInput([
      {
        pointer,
        code: `organisation.credit_code_${fault}`,
        detail: describeCreditCodeFault(fault),
        value: raw,
      },
    ]);
  return code;
}

export class OrganisationTaken extends DomainError {
  readonly code = 'organisation.already_registered';
  readonly status = 409;

  constructor(uscc: string) {
    super(
      `信用代码为 ${uscc} 的单位已通过审核，请联系本单位管理员邀请您加入；管理员已离任的，请在申请中注明`,
    );
  }
}

export class ApplicationWanted extends DomainError {
  readonly code = 'organisation.application_wanted';
  readonly status = 409;

  constructor() {
    super('该单位尚无人认领，须由其人员提出认领申请并经审核');
  }
}

export class LoginTaken extends DomainError {
  readonly code = 'person.login_taken';
  readonly status = 409;

  constructor() {
    super('该登录名已被使用，请换一个');
  }
}

export class LastOwner extends DomainError {
  readonly code = 'member.last_owner';
  readonly status = 409;

  constructor() {
    super('单位至少保留一名管理员');
  }
}

export class OwnPlace extends DomainError {
  readonly code = 'member.own_place';
  readonly status = 409;

  constructor() {
    super('不能移除本人，请由其他有权限的人员办理');
  }
}

/** The side of the parties that a principal works for, if any. */
export function sideOfCaller(
  principal: Principal,
  demandId: string,
  supplyId: string,
): 'demand' | 'supply' | undefined {
  const id = principal.organisation?.id;
  if (id === demandId) return 'demand';
  return id === supplyId ? 'supply' : undefined;
}
