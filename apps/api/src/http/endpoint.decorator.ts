import {
  applyDecorators,
  createParamDecorator,
  Delete,
  type ExecutionContext,
  Get,
  HttpCode,
  Patch,
  Post,
  Put,
  SetMetadata,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '#accounts';
import { SignInWanted } from '#accounts';
import type { Endpoint as Definition, HandledBy } from '#contracts';
import { parseInput } from './input.js';

export const ENDPOINT = Symbol('endpoint');

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal | undefined;
  }
}

const verbs = { GET: Get, POST: Post, PUT: Put, PATCH: Patch, DELETE: Delete } as const;

/**
 * Makes a method the handler of a contract's endpoint: verb, path, status, policy and validation come from it. A method
 * whose answer does not fit does not compile.
 */
export function Endpoint<E extends Definition>(
  definition: E,
): <M extends (...input: never[]) => HandledBy<E>>(
  target: object,
  name: string | symbol,
  method: TypedPropertyDescriptor<M>,
) => void {
  return applyDecorators(
    verbs[definition.method](`/api/v1${definition.path}`),
    HttpCode(definition.status ?? 200),
    SetMetadata(ENDPOINT, definition),
  );
}

function definitionOf(context: ExecutionContext): Definition {
  return Reflect.getMetadata(ENDPOINT, context.getHandler()) as Definition;
}

/** The parsed params, query, body and version: `InputOf<typeof definition>`. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) =>
  parseInput(definitionOf(context), context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The signed-in person. @throws SignInWanted where nobody is. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new SignInWanted();
  return principal;
});

/** The signed-in person, or undefined. */
export const MaybeCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().principal,
);
