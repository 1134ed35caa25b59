import 'reflect-metadata';
import type { JobDefinition } from '#contracts';
import { type Handler, handle, type JobContext } from './workers.js';

const definitionKey = Symbol('HandlesJob');

type Run<P> = (payload: P, context: JobContext) => Promise<unknown>;

/** The method is what a job of this definition runs; the worker finds it among its providers. */
export function HandlesJob<P>(definition: JobDefinition<P>) {
  return <M extends Run<P>>(target: object, method: string, _: TypedPropertyDescriptor<M>): void => {
    Reflect.defineMetadata(definitionKey, definition, target, method);
  };
}

/** The handlers that stand in a process's providers. */
export function handlersAmong(providers: readonly unknown[]): Handler[] {
  return providers.flatMap((provider) => {
    if (typeof provider !== 'object' || provider === null) return [];
    const prototype: object | null = Object.getPrototypeOf(provider);
    if (prototype === null || prototype === Object.prototype) return [];
    return Object.getOwnPropertyNames(prototype).flatMap((method) => {
      const definition: JobDefinition<unknown> | undefined = Reflect.getMetadata(
        definitionKey,
        prototype,
        method,
      );
      if (definition === undefined) return [];
      const run = (provider as Record<string, Run<unknown>>)[method] as Run<unknown>;
      return [handle(definition, run.bind(provider))];
    });
  });
}
