import type { Endpoint } from '#contracts';

/** A defect of ours, never of the caller: an answer that its endpoint does not describe. */
export class AnswerUnfit extends Error {
  readonly code = 'answer.unfit';

  constructor({ method, path }: Endpoint, faults: string) {
    super(`${method} ${path} answers what its schema does not describe: ${faults}`);
  }
}

/**
 * What leaves the server, as JSON has it, against the schema that callers are promised.
 * @throws AnswerUnfit
 */
export function checkAnswer(definition: Endpoint, body: unknown): void {
  if (!definition.answer) return;
  const sent: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body));
  const { error } = definition.answer.safeParse(sent);
  if (!error) return;
  const faults = error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
  throw new AnswerUnfit(definition, faults.slice(0, 10).join('; '));
}
