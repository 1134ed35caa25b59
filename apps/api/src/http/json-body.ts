import type { FastifyInstance } from 'fastify';
import { DomainError, InvalidInput } from '#kernel';
import { deepest, faultsOf, isDeeperThan } from './plain-data.js';

class BodyTooDeep extends DomainError {
  readonly code = 'input.too_deep';
  readonly status = 422;

  constructor() {
    super(`请求体的嵌套超过 ${deepest} 层`);
  }
}

/**
 * JSON is the one kind of body besides uploads. It is refused before any of our code walks it: too deep, with characters
 * that cannot be stored, with numbers that are not finite, with members that reach for prototypes.
 */
export function addJsonBody(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (isDeeperThan(text)) return done(new BodyTooDeep());
    void parse(request, text, (error, value) => {
      if (error) return done(error);
      const faults = faultsOf(value);
      done(faults.length > 0 ? new InvalidInput(faults) : null, value);
    });
  });
}
