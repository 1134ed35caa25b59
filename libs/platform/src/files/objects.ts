import type { Readable } from 'node:stream';
import { DomainError } from '#kernel';

/** The store of files does not answer: whoever asked is told when to come again. */
export class FilesAway extends DomainError {
  readonly code = 'files.away';
  readonly status = 503;

  constructor(cause: unknown) {
    super('文件存储暂时无法访问，请稍后再试', { retryAfterSeconds: 5 });
    this.cause = cause;
  }
}

export interface ObjectEntry {
  readonly name: string;
  /** When it was kept last. */
  readonly at: Date;
}

/** A whole file on this machine, about to be kept. */
export interface LocalContent {
  readonly path: string;
  readonly sha256: string;
}

/**
 * Where the files of all processes lie: a directory that they share, or a bucket. A file has a name of ours, never a
 * person's input; rows and jobs hold that name, never a path of one machine.
 */
export interface Objects {
  /** For people who look after it. */
  readonly place: string;
  /** Directory of this machine where content lies while it comes. */
  readonly spool: string;
  /**
   * Takes a file over; durable when it returns, whole or not at all. What had the name is replaced.
   * @throws FilesAway `files.away`; an error with the code ENOSPC where it is full
   */
  keep(name: string, content: LocalContent): Promise<void>;
  /** Undefined where there is none. */
  open(name: string): Promise<Readable | undefined>;
  /** Where a file can be read on this machine without a copy; undefined where it cannot. */
  pathOf(name: string): string | undefined;
  /** When it was kept last; undefined where there is none. */
  keptAt(name: string): Promise<Date | undefined>;
  remove(name: string): Promise<void>;
  list(): AsyncIterable<ObjectEntry>;
  /** @throws where it cannot be reached. */
  probe(): Promise<void>;
}

/** Runs work while no other process of the platform works on the same file. */
export type Exclusively = <T>(name: string, work: () => Promise<T>) => Promise<T>;
