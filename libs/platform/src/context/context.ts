import { AsyncLocalStorage } from 'node:async_hooks';

/** What follows a request through the process, and through facts into jobs. */
export interface RequestContext {
  readonly requestId: string;
  readonly personId?: string;
  /** Set where the request is an import, a report or the like: its statements go by connections of their own. */
  readonly heavy?: true;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function withContext<T>(context: RequestContext, run: () => T): T {
  return storage.run(context, run);
}

/** For hooks that cannot wrap what follows them; the rest of this asynchronous flow has the context. */
export function enterContext(context: RequestContext): void {
  storage.enterWith(context);
}

/** Runs `run`, and what follows from it, on the connections for heavy work. */
export function asHeavyWork<T>(run: () => T): T {
  return storage.run({ requestId: '', ...storage.getStore(), heavy: true }, run);
}

export function isHeavyWork(): boolean {
  return storage.getStore()?.heavy === true;
}

export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}
