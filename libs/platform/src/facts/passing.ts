import { DomainError } from '#kernel';

/** Thrown by a follower's work when nothing is wrong with the facts: a server is away, all of it is tried again later. */
export class TryLater extends Error {
  readonly code = 'facts.try_later';
}

/** Of connections, resources, shutdowns, serialisation and deadlocks: PostgreSQL's classes of what passes. */
const sqlClasses = ['08', '40', '53', '57', '58'];
const lockNotAvailable = '55P03';
const network = /^(ECONN\w*|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_\w+)$/;
/** The drivers have no codes for these. */
const texts =
  /connection terminated|query runner (was )?already released|timeout exceeded when trying to connect|client has encountered a connection error|driver not connected/i;

/** True when the same work can be expected to succeed later, whatever the facts are. */
export function passes(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TryLater) return true;
  if (error instanceof DomainError && error.status === 503) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (network.test(code) || code === lockNotAvailable) return true;
  if (/^[0-9A-Z]{5}$/.test(code) && sqlClasses.includes(code.slice(0, 2))) return true;
  return texts.test(error.message) || passes(error.cause);
}
