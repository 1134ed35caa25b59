import { DomainError } from '#kernel';

/**
 * Why a model's server was of no use: `network` nobody answered, `timeout` not in time, `busy` 429 or 5xx to the end,
 * `refused` any other status, `malformed` an answer that is not what its protocol promises.
 */
export type Trouble = 'network' | 'timeout' | 'busy' | 'refused' | 'malformed';

/** A model's server gave no usable answer. Says neither key nor texts nor what the server wrote. */
export abstract class ServerUnavailable extends DomainError {
  constructor(
    readonly reason: Trouble,
    message: string,
    readonly answered?: number,
  ) {
    super(message, { reason });
  }
}

/** The error of one of them. */
export type Unavailable = new (reason: Trouble, detail: string, answered?: number) => ServerUnavailable;
