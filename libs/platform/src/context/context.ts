import { AsyncLocalStorage } from 'node:async_hooks';

/** Who acts in a request: the person, and the organisation or body that the person acts for. */
export interface ContextActor {
  readonly id: string;
  readonly name: string;
  /** `organisation:<id>` or `body:<id>`. */
  readonly onBehalf: string | null;
}

/** What is known of a request wherever its code runs; facts carry it on into jobs. */
export interface RequestContext {
  readonly requestId: string;
  /** Set for imports, reports and the like: their statements use separate connections to the database. */
  readonly heavy?: true;
  /** Where the request came from. */
  readonly address?: string;
  /** Set once the session has been read. */
  actor?: ContextActor;
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

/** Tells the current request who acts in it. */
export function actAs(actor: ContextActor): void {
  const context = storage.getStore();
  if (context) context.actor = actor;
}

export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}
