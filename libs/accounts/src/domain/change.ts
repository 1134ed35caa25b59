import type { OrganisationKind, ProposedChange, ReviewedField } from '#contracts';
import { reviewedFields } from '#contracts';
import { DomainError, InvalidInput, type StateTable } from '#kernel';

export type ChangeState = 'submitted' | 'approved' | 'rejected' | 'withdrawn';

export const changeStates = {
  submitted: ['approved', 'rejected', 'withdrawn'],
  approved: [],
  rejected: [],
  withdrawn: [],
} as const satisfies StateTable<ChangeState>;

/** The values that a change may change, as they stand. */
export interface Reviewed {
  readonly name: string;
  readonly uscc: string;
  readonly kinds: OrganisationKind[];
  readonly area: string | null;
  readonly department: string | null;
  readonly ownerKind: string | null;
  readonly size: string | null;
}
type Value = Reviewed[ReviewedField];

export interface Difference {
  readonly field: ReviewedField;
  readonly before: Value;
  readonly after: Value;
}

/** What a change would make different, in the order in which people read the fields. */
export function differences(before: Partial<Reviewed>, proposed: ProposedChange): Difference[] {
  return reviewedFields.flatMap((field) => {
    const after = proposed[field];
    const known = before[field] ?? null;
    return after === undefined || same(known, after) ? [] : [{ field, before: known, after }];
  });
}

/** The values as they will stand. */
export function changed(before: Reviewed, proposed: ProposedChange): Reviewed {
  const given = Object.fromEntries(Object.entries(proposed).filter(([, value]) => value !== undefined));
  return { ...before, ...given };
}

function same(a: Value, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return [...a].sort().join() === [...b].sort().join();
}

export function movesArea(changes: readonly Difference[]): boolean {
  return changes.some(({ field }) => field === 'area');
}

export class ChangeOpen extends DomainError {
  readonly code = 'change.open';
  readonly status = 409;

  constructor() {
    super('该单位已有一项变更在审核，请先撤回或等待审核结果');
  }
}

export class CodeTaken extends DomainError {
  readonly code = 'change.code_taken';
  readonly status = 409;

  constructor(uscc: string) {
    super(`信用代码 ${uscc} 已登记在另一单位名下，不能变更为该代码`, { uscc });
  }
}

export class KindInUse extends DomainError {
  readonly code = 'change.kind_in_use';
  readonly status = 409;

  constructor(kind: 'user' | 'firm') {
    super(
      kind === 'user'
        ? '该单位有应用场景在列，不能取消用户单位身份，请先撤回'
        : '该单位有企业能力在列，不能取消软件企业身份，请先撤回',
      { kind },
    );
  }
}

export class DecidesOwn extends DomainError {
  readonly code = 'change.own';
  readonly status = 403;

  constructor() {
    super('本人提出的变更应由另一人审核');
  }
}

/** A move changes where an organisation counts and who may read its contacts. */
export class CityWanted extends DomainError {
  readonly code = 'change.city_wanted';
  readonly status = 403;

  constructor() {
    super('跨区域变更由市级协调部门审核');
  }
}

export class NotWithdrawable extends DomainError {
  readonly code = 'change.not_own';
  readonly status = 403;

  constructor() {
    super('变更申请由提出的一方撤回');
  }
}

export function nothingChanged(): InvalidInput {
  return new InvalidInput(
    [{ pointer: '/proposed', code: 'change.nothing', detail: '与现有信息相同，没有需要变更的内容' }],
    '没有需要变更的内容',
  );
}
