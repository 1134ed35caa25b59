import type { Principal } from '#accounts';
import {
  acceptAssessment,
  addCoordinator,
  adoptScheme,
  advanceReview,
  amendEdition,
  amendPeriod,
  assessItself,
  assessUnit,
  cancelJob,
  cancelRun,
  changeFlagRules,
  changePassword,
  checkInAtDesk,
  checkInByCode,
  checkSampled,
  commitImportRows,
  correctReview,
  createBody,
  createMeeting,
  decideObjection,
  deleteEdition,
  deleteReview,
  disputeClaim,
  downloadPaper,
  drawSample,
  type Endpoint,
  editMeeting,
  engagementContact,
  forgetImportHeader,
  freezePeriod,
  gapWorkbook,
  importErrors,
  importOutcome,
  inviteToMeeting,
  kindCodes,
  type ListingKind,
  type ListingRoutes,
  leaveOutOfMeeting,
  listingRoutes,
  moveMeeting,
  nameMeetingPair,
  publishEdition,
  publishImport,
  publishReview,
  raiseObjection,
  rejectClaim,
  removeCheckIn,
  retryJob,
  reverseClaim,
  scheduleEdition,
  settleFlag,
  startRun,
  submitImport,
  undoImportRows,
  verifyClaim,
  withdrawEdition,
  yearWorkbook,
} from '#contracts';

/** What was asked and what was answered. */
export interface Seen {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly answer: unknown;
  readonly caller: Principal | undefined;
}

export interface Audited {
  readonly endpoint: Endpoint;
  /** As it stands in the audit trail. */
  readonly action: string;
  /** Kind of the thing; its id is the path's, or the answer's where the path has none. */
  readonly subject: string;
  /** Says which calls get an entry, where not all of them do. */
  readonly when?: (seen: Seen) => boolean;
  /** Members of path, query and body that the entry keeps. Never a password. */
  readonly keeps?: readonly string[];
  /** What stands in the trail where the call is refused, of calls whose refusals matter too. */
  readonly refused?: string;
}

const line = (
  endpoint: Endpoint,
  action: string,
  subject: string,
  more: Pick<Audited, 'when' | 'keeps' | 'refused'> = {},
): Audited => ({ endpoint, action, subject, ...more });

/** A contact that is not that of the caller's own organisation. */
function readsContact({ answer, caller }: Seen): boolean {
  const { content, organisation } = answer as {
    content?: { contact?: unknown };
    organisation?: { id?: unknown };
  };
  return content?.contact != null && organisation?.id !== caller?.organisation?.id;
}

const decisions = (routes: ListingRoutes, kind: ListingKind) => [
  line(routes.read, 'contact.read', kind, { when: readsContact }),
  line(routes.approve, 'listing.approve', kind, { keeps: ['reason'] }),
  line(routes.requestChanges, 'listing.requestChanges', kind, { keeps: ['reason'] }),
  line(routes.reject, 'listing.reject', kind, { keeps: ['reason'] }),
  line(routes.withdraw, 'listing.withdraw', kind, { keeps: ['reason'] }),
];

/**
 * Calls that leave an entry in the audit trail when they have succeeded, with what they change. Changes whose
 * service writes the entry itself (applications, evidence, members, organisations, controllers, dictionaries, steering,
 * sessions) are not here.
 */
export const auditedCalls: readonly Audited[] = [
  line(changePassword, 'person.changePassword', 'person', { refused: 'person.refusePassword' }),
  line(createBody, 'body.create', 'body', { keeps: ['name', 'area'] }),
  line(addCoordinator, 'coordinator.add', 'body', { keeps: ['login', 'name'] }),

  line(engagementContact, 'contact.read', 'engagement'),
  line(downloadPaper, 'export.paper', 'paper'),
  line(yearWorkbook, 'export.statistics', 'workbook', { keeps: ['year', 'scope', 'asOf'] }),
  line(gapWorkbook, 'export.gaps', 'workbook'),
  line(importErrors, 'export.importErrors', 'import'),
  line(importOutcome, 'export.importOutcome', 'import'),

  ...kindCodes.flatMap((kind) => decisions(listingRoutes[kind], kind)),
  line(commitImportRows, 'import.commit', 'import'),
  line(publishImport, 'import.publish', 'import'),
  line(submitImport, 'import.submit', 'import'),
  line(undoImportRows, 'import.undo', 'import', { keeps: ['reason'] }),
  line(forgetImportHeader, 'import.forgetHeader', 'importHeader'),
  line(publishEdition, 'edition.publish', 'edition'),
  line(scheduleEdition, 'edition.schedule', 'edition', { keeps: ['scheduledFor'] }),
  line(amendEdition, 'edition.amend', 'edition', { keeps: ['reason'] }),
  line(withdrawEdition, 'edition.withdraw', 'edition', { keeps: ['reason'] }),
  line(deleteEdition, 'edition.delete', 'edition'),
  line(verifyClaim, 'claim.verify', 'claim', { keeps: ['reason'] }),
  line(rejectClaim, 'claim.reject', 'claim', { keeps: ['reason'] }),
  line(reverseClaim, 'claim.reverse', 'claim', { keeps: ['reason'] }),
  line(disputeClaim, 'claim.dispute', 'claim', { keeps: ['reason'] }),
  line(drawSample, 'sample.draw', 'sample', { keeps: ['market', 'period', 'area', 'threshold', 'percent'] }),
  line(checkSampled, 'sample.check', 'sample', { keeps: ['claimId', 'outcome', 'reason'] }),
  line(settleFlag, 'flag.settle', 'flag', { keeps: ['outcome', 'reason'] }),
  line(changeFlagRules, 'flag.rules', 'flags', { keeps: ['reason'] }),
  line(createMeeting, 'meeting.create', 'meeting', { keeps: ['market', 'title', 'day'] }),
  line(editMeeting, 'meeting.edit', 'meeting', { keeps: ['title', 'day'] }),
  line(inviteToMeeting, 'meeting.invite', 'meeting', { keeps: ['numbers'] }),
  line(leaveOutOfMeeting, 'meeting.leaveOut', 'meeting', { keeps: ['listingId'] }),
  line(moveMeeting, 'meeting.move', 'meeting', { keeps: ['to', 'reason'] }),
  line(checkInAtDesk, 'meeting.checkIn', 'meeting', { keeps: ['organisationId'] }),
  line(checkInByCode, 'meeting.attend', 'meeting'),
  line(removeCheckIn, 'meeting.removeCheckIn', 'meeting', { keeps: ['organisationId', 'reason'] }),
  line(nameMeetingPair, 'meeting.pair', 'meeting', { keeps: ['demandListingId', 'supplyListingId'] }),
  line(freezePeriod, 'period.freeze', 'period', { keeps: ['code'] }),
  line(amendPeriod, 'period.amend', 'period', { keeps: ['code', 'reason'] }),
  line(adoptScheme, 'scheme.adopt', 'scheme'),
  line(deleteReview, 'review.delete', 'review'),
  line(advanceReview, 'review.advance', 'review', { keeps: ['to', 'due'] }),
  line(assessItself, 'review.selfAssess', 'review', {
    when: ({ body }) => body['submit'] === true,
    keeps: ['unit'],
  }),
  line(assessUnit, 'review.assess', 'review', { keeps: ['unit', 'reason'] }),
  line(raiseObjection, 'review.object', 'review', { keeps: ['unit', 'measure'] }),
  line(acceptAssessment, 'review.accept', 'review', { keeps: ['unit'] }),
  line(decideObjection, 'review.decide', 'objection', { keeps: ['outcome'] }),
  line(publishReview, 'review.publish', 'review'),
  line(correctReview, 'review.correct', 'review', { keeps: ['reason'] }),
  line(startRun, 'match.run', 'run'),
  line(cancelRun, 'match.cancelRun', 'run'),
  line(retryJob, 'job.retry', 'job'),
  line(cancelJob, 'job.cancel', 'job'),
];
