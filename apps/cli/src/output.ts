import { DomainError } from '#kernel';

export class OptionWrong extends DomainError {
  readonly code = 'cli.option_wrong';
  readonly status = 422;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** For a person: the code and the message; the stack only where nobody foresaw the error. */
export function describeError(error: unknown): string {
  if (error instanceof DomainError) {
    const fields = error.errors.map(
      (e) => `  ${e.pointer} ${e.code}: ${e.detail}${e.value === undefined ? '' : `（${String(e.value)}）`}`,
    );
    return [`${error.code}: ${error.message}`, ...fields].join('\n');
  }
  const code = (error as { code?: unknown }).code;
  if (error instanceof Error && typeof code === 'string' && code.includes('.'))
    return `${code}: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
