export * from './accounts.js';
export * from './applications.js';
export * from './bodies.js';
export * from './claims.js';
export { mostShown, problem, visible } from './common.js';
export * from './controllers.js';
export * from './coordinators.js';
export * from './dictionaries.js';
export {
  type AnswerOf,
  type CallOf,
  type Endpoint,
  endpoint,
  type HandledBy,
  type InputOf,
  takesKey,
} from './endpoint.js';
export * from './engagements.js';
export { englishSummary } from './english.js';
export * from './followers.js';
export * from './health.js';
export * from './imports.js';
export * from './invitations.js';
export * from './jobs.js';
export { type LimitName, limits } from './limits.js';
export * from './listings.js';
export * from './match-steering.js';
export * from './matching.js';
export * from './meetings.js';
export * from './organisation-changes.js';
export * from './organisations.js';
export * from './papers.js';
export * from './periods.js';
export * from './publication.js';
export * from './review-views.js';
export * from './reviews.js';
export * from './schemes.js';
export * from './search.js';
export * from './sessions.js';
export * from './statistics.js';
export * from './verification.js';
