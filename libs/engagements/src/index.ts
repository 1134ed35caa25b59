export { ClaimAudit } from './claim.audit.js';
export { ClaimDeadlines } from './claim.deadlines.js';
export { ClaimService, type NewClaim, type Ruling } from './claim.service.js';
export { DisputeService } from './dispute.service.js';
export { claimStates, evidenceFrom, levelOf, standing } from './domain/claims.js';
export { draw, type Member, populationSha256 } from './domain/sampling.js';
export { engagementSeen, evidenceSeen } from './domain/sight.js';
export type { EngagementSubject } from './domain/subject.js';
export { largestEvidence } from './domain/upload.js';
export { type EngagementFilter, EngagementService, type Refusal } from './engagement.service.js';
export { EngagementsModule } from './engagements.module.js';
export {
  EngagementDeclined,
  EngagementHasClaims,
  EngagementOnHold,
  EvidenceLost,
  EvidenceTooLarge,
  EvidenceTypeRefused,
  EvidenceUsedElsewhere,
  IntentWanted,
  LevelTaken,
  PartyNotApproved,
  ReviewerInvolved,
  SameParty,
  SecondReviewerWanted,
  WrongSide,
} from './errors.js';
export { EvidenceService } from './evidence.service.js';
export type { OriginReader } from './flag.reader.js';
export { FlagService } from './flag.service.js';
export { MeetingClaims, type Met } from './meeting.claims.js';
export { type EngagementOutcome, outcomes } from './outcomes.js';
export { type CheckCommand, type DrawCommand, SampleService } from './sample.service.js';
