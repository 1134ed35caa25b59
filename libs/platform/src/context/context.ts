import { AsyncLocalStorage } from 'node:async_hooks';

/** What follows a request through the process, and through facts into jobs. */
export interface RequestContext {
  readonly requestId: string;
  readonly personId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function withContext<T>(context: RequestContext, run: () => T): T {
  return storage.run(context, run);
}

/** For hooks that cannot wrap what follows them; the rest of this asynchronous flow has the context. */
export function enterContext(context: RequestContext): void {
  storage.enterWith(context);
}

export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}
