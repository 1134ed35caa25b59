import type { z } from 'zod';
import type { Action } from '../actions.js';
import type { LimitName } from './limits.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One route of the HTTP API, said once: from it come the types, the validation, the OpenAPI document, the policy
 * check and the web client. `path` is below `/api/v1` and writes parameters as `:id`.
 */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** The line of the policy table that decides who may call it. */
  readonly action: Action;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Body of the answer; absent with 204, files and event streams. */
  readonly answer?: A;
  /** Status of success, 200 by default. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Media type of the answer where it is not JSON. */
  readonly produces?: string;
  /** The body is multipart with one file and the members of `body` as fields. */
  readonly multipart?: true;
  /** Statuses of refusals beyond those that all of its kind have. */
  readonly refusals?: readonly number[];
  /** An import, a report or the like: it shares connections with its kind, and keeps no reader waiting. */
  readonly heavy?: true;
  /** What bounds how often one person, or one address, may call it. */
  readonly limit?: LimitName;
  /** A password or a token is in its body or its answer: it takes no `Idempotency-Key`, nothing of it is remembered. */
  readonly secret?: true;
  /** `If-Match` with the version read is required. */
  readonly versioned?: true;
}

export function endpoint<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
  A extends z.ZodType = z.ZodUndefined,
>(definition: Endpoint<P, Q, B, A>): Endpoint<P, Q, B, A> {
  return definition;
}

/** Whether an `Idempotency-Key` is taken: a POST that repeats its first answer. */
export function takesKey({ method, multipart, secret }: Endpoint): boolean {
  return method === 'POST' && !multipart && !secret;
}

/** What a handler gets: parsed, unknown members refused. `version` is the number in `If-Match`. */
export type InputOf<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.ZodType>
    ? {
        readonly params: z.output<P>;
        readonly query: z.output<Q>;
        readonly body: z.output<B>;
        readonly version?: number;
      }
    : never;

/** What a caller sends. */
export type CallOf<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.ZodType>
    ? { params: z.input<P>; query: z.input<Q>; body: z.input<B> }
    : never;

export type AnswerOf<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer A> ? z.output<A> : never;

/** As handlers have it: lists and records that nobody changes any more fit as well. */
type Settled<T> = T extends readonly (infer I)[]
  ? readonly Settled<I>[]
  : T extends object
    ? { readonly [K in keyof T]: Settled<T[K]> }
    : T;

/** What a handler answers: the answer as the schema takes it; with files and event streams, whatever sends them. */
export type HandledBy<E> =
  E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer A>
    ? [A] extends [z.ZodUndefined]
      ? unknown
      : Settled<z.input<A>> | Promise<Settled<z.input<A>>>
    : never;
