import { type Actor, type OrganisationState, organisationInForce } from '#accounts';
import { type KindContent, kinds, type ListingKind, type ListingState } from '#contracts';
import { type Day, DomainError, InvalidInput } from '#kernel';

export class RevisionUnderReview extends DomainError {
  readonly code = 'listing.under_review';
  readonly status = 409;

  constructor() {
    super('该版本正在审核，审核结束后才能修改');
  }
}

/** @throws RevisionUnderReview */
export function refuseUnderReview(state: ListingState): void {
  if (state === 'submitted' || state === 'approved') throw new RevisionUnderReview();
}

export class ReviewerInvolved extends DomainError {
  readonly code = 'listing.reviewer_involved';
  readonly status = 403;

  constructor() {
    super('不能审核本人所在单位的内容，请由其他审核人处理');
  }
}

const organisationWords = { user: '用户单位', firm: '软件企业' } as const;

/** What an organisation has to be registered as to post listings of a kind. */
export function wordsOf(kind: ListingKind): string {
  return kinds[kind].definition.postedBy.map((one) => organisationWords[one]).join('或');
}

export class WrongSide extends DomainError {
  readonly code = 'listing.wrong_side';
  readonly status = 409;

  constructor(kind: ListingKind, organisation: string) {
    super(`${organisation}未登记为${wordsOf(kind)}，不能发布${kinds[kind].label.zh}`);
  }
}

export class OrganisationInactive extends DomainError {
  readonly code = 'listing.organisation_inactive';
  readonly status = 409;

  constructor(organisation: string, state: string) {
    super(`${organisation}已停用，其内容不能提交或发布`, { organisationState: state });
  }
}

/** Who acts, as history keeps it; by where the person works it is told who may not decide. */
export interface ListingActor extends Actor {
  /** Where the person works, if for an organisation. */
  readonly organisationId?: string | null;
}

/** @throws ReviewerInvolved `listing.reviewer_involved` */
export function refuseOwnReview(actor: ListingActor, organisationId: string): void {
  if (actor.organisationId != null && actor.organisationId === organisationId) throw new ReviewerInvolved();
}

/** Organisations on whose behalf nothing is entered or put in force. */
export function refuseInactive(organisation: {
  readonly name: string;
  readonly state: OrganisationState;
}): void {
  if (!organisationInForce(organisation.state))
    throw new OrganisationInactive(organisation.name, organisation.state);
}

export function isPast(content: KindContent, today: Day): boolean {
  return content.validUntil !== null && content.validUntil < today;
}

/** @throws InvalidInput when the last day of validity is over: it would expire the moment it is published. */
export function refusePast(content: KindContent, today: Day): void {
  if (!isPast(content, today)) return;
  throw new InvalidInput([
    {
      pointer: '/content/validUntil',
      code: 'listing.already_expired',
      detail: `有效期已过，请改为今天（${today}）或以后的日期`,
      value: content.validUntil,
    },
  ]);
}
