import { DomainError } from '#kernel';

export class MeetingNotHeld extends DomainError {
  readonly code = 'meeting.not_held';
  readonly status = 409;

  constructor(why: 'early' | 'absent') {
    super(why === 'early' ? '尚未到会议日期，不能确认举办' : '供需双方均有单位签到后，方可确认举办', { why });
  }
}

/** The market of a meeting cannot change any more: listings of it have been invited. */
export class MeetingMarketFixed extends DomainError {
  readonly code = 'meeting.market_fixed';
  readonly status = 409;

  constructor() {
    super('对接会已有邀请，不能改换供需市场；请先取消邀请');
  }
}

/** A meeting at which a pair has met cannot be cancelled: it took place. */
export class MeetingHasPairs extends DomainError {
  readonly code = 'meeting.has_pairs';
  readonly status = 409;

  constructor() {
    super('会上已有对接记录，不能取消；有误的申报请在核实时不予核实或冲销');
  }
}

export class CheckInClosed extends DomainError {
  readonly code = 'meeting.check_in_closed';
  readonly status = 409;

  constructor(day: string) {
    super(`签到于会议当日（${day}）办理，现场登记至会议结束为止`, { day });
  }
}

export class WrongCheckInCode extends DomainError {
  readonly code = 'meeting.wrong_code';
  readonly status = 403;

  constructor() {
    super('签到码不正确，请核对现场公布的签到码');
  }
}

/** Both sides must have checked in before they can have met. */
export class NotCheckedIn extends DomainError {
  readonly code = 'meeting.not_checked_in';
  readonly status = 409;

  constructor(organisations: readonly string[]) {
    super(`${organisations.join('、')}尚未签到`, { organisations });
  }
}

export class MeetingNotOpen extends DomainError {
  readonly code = 'meeting.not_open';
  readonly status = 409;

  constructor(what: 'edit' | 'invite' | 'pair') {
    const told = {
      edit: '对接会已举办、结束或取消，不能修改',
      invite: '对接会已结束或取消，不能调整邀请名单',
      pair: '对接会确认举办之后、结束之前，方可记录会上对接',
    };
    super(told[what]);
  }
}

/** An invitation cannot be taken back after a check-in by it, or a pair of it. */
export class InvitationUsed extends DomainError {
  readonly code = 'meeting.invitation_used';
  readonly status = 409;

  constructor() {
    super('这项供需已有会上对接记录，不能取消邀请或更正签到');
  }
}
