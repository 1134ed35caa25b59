export { Config, type Origin } from './config/config.js';
export type { SettingName, Settings } from './config/settings.js';
export {
  actAs,
  asHeavyWork,
  type ContextActor,
  currentContext,
  currentRequestId,
  enterContext,
  type RequestContext,
} from './context/context.js';
export { createLogger, NestLogger } from './context/logger.js';
export { type CopyValue, copyRows } from './database/copy.js';
export { nextNumber, nextYearlyNumber, nextYearlyNumbers } from './database/counters.js';
export { Database, rows, type Tx } from './database/database.js';
export { entityModule, foreignKeysElsewhere, InMigration, lockedRow, ruled } from './database/entity.js';
export type { Heard } from './database/heard.js';
export { keyset } from './database/keyset.js';
export { type LockName, lock, lockKeys, sessionLock } from './database/locks.js';
export { markSql } from './database/marks.js';
export { MigrationChanged, migrate, readMigrations } from './database/migrate.js';
export { PlatformModule } from './database/module.js';
export { newestPage, type PageAsked } from './database/newest.js';
export { MigrationsMissing, prepareDatabase } from './database/prepare.js';
export { excessiveRights } from './database/privileges.js';
export { instantText, wholeNumber } from './database/transformers.js';
export { appendFact, appendFacts } from './facts/append.js';
export {
  type FactSum,
  factMarks,
  factSum,
  factSumSql,
  factsById,
  strangeFacts,
  summed,
} from './facts/comparing.js';
export { type Follower, follower } from './facts/follower.js';
export { TryLater } from './facts/passing.js';
export { allFacts, factsBehind, lastPlace } from './facts/reading.js';
export { FollowerRunner } from './facts/runner.js';
export { type FollowerState, FollowerStates, type HeldFact } from './facts/states.js';
export { type BorrowedFile, ContentTooLarge, FileStore, type StoredFile } from './files/file-store.js';
export { FolderObjects } from './files/folder.objects.js';
export { adoptFiles, checkFiles, FilesElsewhere } from './files/mark.js';
export { safeFileName } from './files/name.js';
export { FilesAway, type Objects } from './files/objects.js';
export { S3Objects, type S3Options } from './files/s3.objects.js';
export { type FilesInUse, importFileDays } from './files/sweep.js';
export { IdempotencyKeys, type StoredAnswer } from './idempotency/idempotency.js';
export { everyJob, type JobReader, Jobs } from './jobs/jobs.js';
export { JobKeeper } from './jobs/keeper.js';
export { JobRecords } from './jobs/records.js';
export { JobWatches } from './jobs/watches.js';
export { endInTime, keepAlive } from './liveness/liveness.js';
export type { Reading } from './metrics/metrics.js';
export { processMetrics } from './metrics/readings.js';
export { serveMetrics, tokenFits } from './metrics/server.js';
export { EmbeddedPostgres, type RunningPostgres } from './postgres/cluster.js';
export { AlreadyRunning, OperatorLock } from './postgres/lock.js';
export { createDatabase, ensureRoles, type Roles, urlFor } from './postgres/roles.js';
export { leastRoom, roomForDatabase, roomIn } from './postgres/room.js';
export type { QueueBackend } from './queues/backend.js';
export { HandlesJob, handlersAmong } from './queues/handles-job.js';
export { JobQueues, type Progress } from './queues/queues.js';
export { type Schedule, ScheduleKeeper } from './queues/schedules.js';
export { type Handler, handle, importsAtOnce, type JobContext, JobWorkers } from './queues/workers.js';
export { processFile, projectRoot } from './root.js';
