export { type Action, actions } from './actions.js';
export { login, password } from './api/accounts.js';
export {
  type ApplicationContent,
  type ApplicationGrounds,
  type ApplicationProfile,
  type ApplicationRecord,
  type ApplicationState,
  type ApplicationView,
  approveApplication,
  createApplication,
  downloadProof,
  editApplication,
  listApplications,
  readApplication,
  rejectApplication,
  signUp,
  submitApplication,
  uploadProof,
  withdrawApplication,
} from './api/applications.js';
export {
  addCoordinator,
  createBody,
  editBody,
  listAudit,
  listBodies,
  restoreBody,
  suspendBody,
} from './api/bodies.js';
export {
  type ClaimLine,
  claimLevel,
  confirmClaim,
  type DisputeView,
  declineClaim,
  disputeClaim,
  listDisputes,
  rejectClaim,
  reverseClaim,
  verifyClaim,
  withdrawClaim,
} from './api/claims.js';
export { mostShown, problem, visible } from './api/common.js';
export { type ControllersView, readControllers, setController } from './api/controllers.js';
export { listCoordinators, removeCoordinator } from './api/coordinators.js';
export {
  type DictionaryChange,
  type DictionaryEntryView,
  mostEntries,
  orderDictionary,
  putDictionaryEntry,
  readDictionaries,
  readDictionary,
} from './api/dictionaries.js';
export {
  type AnswerOf,
  type CallOf,
  type Endpoint,
  endpoint,
  type HandledBy,
  type InputOf,
  takesKey,
} from './api/endpoint.js';
export {
  type ClaimState,
  type ClaimView,
  type CodedReason,
  declineEngagement,
  downloadEvidence,
  type EngagementHistoryEntry,
  type EngagementSide,
  type EngagementView,
  type EvidenceView,
  engagementContact,
  engagementHistory,
  listEngagements,
  openEngagement,
  readEngagement,
  uploadEvidence,
} from './api/engagements.js';
export { englishSummary } from './api/english.js';
export { type FollowerView, type HeldFactView, listFollowers, retryFact } from './api/followers.js';
export { live, ready } from './api/health.js';
export {
  cellPlace,
  type ImportColumn,
  type ImportedRow,
  type ImportState,
  type ImportSummary,
  type ImportView,
  shownOfCell,
} from './api/import-views.js';
export {
  cancelImport,
  changeImportRow,
  commitImportRows,
  createImport,
  decideImportRows,
  forgetImportHeader,
  importErrors,
  importOutcome,
  importTemplate,
  listImportHeaders,
  listImports,
  mapImport,
  mendImportRows,
  publishImport,
  readImport,
  readImportRow,
  submitImport,
  undoImportRows,
} from './api/imports.js';
export {
  acceptInvitation,
  createInvitation,
  type InvitationState,
  type InvitationView,
  listInvitations,
  mostInvitations,
  readInvitation,
  revokeInvitation,
} from './api/invitations.js';
export { cancelJob, type JobView, jobState, listJobs, readJob, retryJob, watchJob } from './api/jobs.js';
export { type LimitName, rateLimits } from './api/limits.js';
export {
  type CapabilityView,
  type ListingRoutes,
  type ListingState,
  type ListingView,
  listingRoutes,
  type OrganisationSummary,
  type PublishedCapability,
  type PublishedCommon,
  type PublishedListing,
  type PublishedOf,
  type PublishedScenario,
  type ScenarioView,
} from './api/listings.js';
export {
  adoptWeights,
  type DecisionView,
  endDecision,
  type GapFigures,
  type GapView,
  gapFigures,
  gapWorkbook,
  listDecisions,
  listGaps,
  listSynonyms,
  listWeights,
  makeDecision,
  makeSynonyms,
  makeWeights,
  type RuleWeights,
  readSynonyms,
  readSynonymsVersion,
  restoreSynonyms,
  type SynonymsHead,
  type SynonymsView,
  synonymLimits,
  type WeightsView,
} from './api/match-steering.js';
export {
  type AskView,
  cancelRun,
  type ExclusionCode,
  type Explanation,
  explainMatch,
  listRuns,
  type MarkView,
  type MatchAnswer,
  matchRoutes,
  type ReasonView,
  readRun,
  startRun,
} from './api/matching.js';
export {
  checkInAtDesk,
  checkInByCode,
  createMeeting,
  editMeeting,
  inviteToMeeting,
  leaveOutOfMeeting,
  listMeetings,
  type MeetingContent,
  type MeetingListing,
  type MeetingRecord,
  type MeetingSide,
  type MeetingState,
  type MeetingView,
  meetingState,
  moveMeeting,
  nameMeetingPair,
  readMeeting,
  removeCheckIn,
} from './api/meetings.js';
export {
  approveChange,
  listChanges,
  type OrganisationChangeView,
  type OrganisationDependents,
  type ProposedChange,
  proposeChange,
  type ReviewedField,
  readChange,
  readDependents,
  rejectChange,
  reviewedFields,
  withdrawChange,
} from './api/organisation-changes.js';
export {
  changeMember,
  editOrganisation,
  listMembers,
  listOrganisations,
  type OrganisationView,
  readOrganisation,
  removeMember,
  restoreOrganisation,
  suspendOrganisation,
} from './api/organisations.js';
export { askPaper, downloadPaper, type PaperAsked } from './api/papers.js';
export {
  amendPeriod,
  freezePeriod,
  listPeriods,
  type MarketFigures,
  type PeriodPreview,
  type PeriodRecord,
  type PeriodView,
  previewPeriod,
  readPeriod,
  type StoredFigures,
} from './api/periods.js';
export {
  amendEdition,
  createEdition,
  deleteEdition,
  type EditionDetail,
  type EditionFilter,
  type EditionView,
  editEdition,
  listEditions,
  previewEdition,
  publishEdition,
  readEdition,
  scheduleEdition,
  withdrawEdition,
} from './api/publication.js';
export type {
  Assessment,
  ObjectionView,
  ReviewChange,
  ReviewContent,
  ReviewFileView,
  ReviewState,
  ReviewSummary,
  ReviewUnitView,
  ReviewView,
  SelfAssessment,
} from './api/review-views.js';
export {
  acceptAssessment,
  advanceReview,
  assessItself,
  assessUnit,
  correctReview,
  createReview,
  decideObjection,
  deleteReview,
  downloadReviewFile,
  editReview,
  listReviews,
  previewReview,
  publishReview,
  type ReviewDraft,
  raiseObjection,
  readReview,
  removeReviewFile,
  uploadReviewFile,
} from './api/reviews.js';
export {
  adoptScheme,
  createScheme,
  editScheme,
  listSchemes,
  type SchemeContent,
  type SchemeTrial,
  type SchemeVersionView,
  schemeContent,
  tryScheme,
  type UnitScore,
} from './api/schemes.js';
export { reindex, type SearchAnswerView, searchRoutes, suggest } from './api/search.js';
export {
  changePassword,
  endSession,
  listSessions,
  type MeView,
  readMe,
  revokeSessions,
  startSession,
} from './api/sessions.js';
export {
  type FigureLine,
  type FiguresBy,
  type FiguresView,
  type FigureValues,
  figuresBy,
  listFigureLines,
  listLedgerEntries,
  type MatchFigures,
  type MeasureView,
  type RecountView,
  readFigures,
  readMatchFigures,
  recountLedger,
  type StatisticsBy,
  statisticsBy,
  yearWorkbook,
} from './api/statistics.js';
export {
  changeFlagRules,
  checkSampled,
  drawSample,
  type FlagParameters,
  type FlagRuleName,
  type FlagView,
  listFlags,
  listSampledClaims,
  listSamples,
  readFlagRules,
  readSample,
  type SampledClaimView,
  type SampleStratum,
  type SampleView,
  samplePopulation,
  settleFlag,
} from './api/verification.js';
export { kindCode, type ListingKind, marketCode } from './codes.js';
export {
  type DictionaryName,
  dictionaries,
  type LabelOf,
  labelOf,
  unknownCode,
} from './dictionaries/index.js';
export {
  countedFacts,
  type DeliveredFact,
  deliveredFact,
  type Fact,
  type FactName,
  type FactOf,
  fact,
} from './facts/index.js';
export {
  advanceImport,
  claimDeadlines,
  commitImport,
  endDecisions,
  expireListings,
  type JobDefinition,
  jobDefinitions,
  makePaper,
  matchAll,
  matchChunk,
  mendImport,
  prune,
  publishDueEditions,
  type QueueName,
  queueNames,
  raiseFlags,
  rebuildIndex,
  reconcileIndex,
  reconcileMatches,
  stageImport,
  sweepFiles,
  undoImport,
} from './jobs.js';
export { type Column, columnsOf, downloadColumnsOf, headingOf } from './listing/columns.js';
export { type Contact, contact, contactParts } from './listing/contact.js';
export type { Audience, Entries, Entry, FieldSort, FieldTraits } from './listing/field.js';
export { Field, SpanField } from './listing/field.js';
export { type Control, type FormSection, formOf } from './listing/form.js';
export {
  type ContentOf,
  type ListingKindOf,
  listingKind,
  type OrganisationKind,
  type Section,
  type Side,
  section,
} from './listing/kind.js';
export {
  capabilityContent,
  codedPathsOf,
  type KindCode,
  type KindContent,
  kindCodes,
  kinds,
  type Market,
  type MarketCode,
  marketCodes,
  marketName,
  marketOf,
  markets,
  otherKind,
  pairsName,
  perKind,
  perMarket,
  scenarioContent,
  sideOf,
  writtenForm,
} from './listing/kinds.js';
export { type ConditionCode, ladder, type MarketRule } from './listing/market.js';
export { changedNames, fieldNames, kindNamed } from './listing/renamed.js';
export {
  type CellSort,
  ignored,
  otherHeadersOf,
  type SheetColumn,
  serial,
  sheetColumnsOf,
} from './listing/sheet.js';
export type { CapabilityContent } from './listing/software/capability.js';
export type { ScenarioContent } from './listing/software/scenario.js';
export type { TechnologyNeedContent } from './listing/technology/need.js';
export type { TechnologyResultContent } from './listing/technology/result.js';
export { textsOf, type WeighedText } from './listing/texts.js';
export type { Words } from './listing/words.js';
export {
  answerTerm,
  inWordsOf,
  knowsFirstVersions,
  type Measure,
  measureOf,
  measures,
  measuresAcross,
  measuresOf,
  measureTitle,
} from './measures.js';
export { perObject } from './per-object.js';
export { periodName, periodParts } from './periods.js';
export { deductionSaid, reviewFigureNames, ruleSaid } from './scheme-words.js';
