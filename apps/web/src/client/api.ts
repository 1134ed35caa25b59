import type { AnswerOf, CallOf, Endpoint } from '#contracts';

export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** A refusal of the server, with the texts it gave for the person. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(detail);
  }
}

export interface CallInput<E> {
  readonly params?: CallOf<E>['params'] | undefined;
  readonly query?: CallOf<E>['query'] | undefined;
  readonly body?: CallOf<E>['body'] | undefined;
  /** Sent as If-Match. */
  readonly version?: number | undefined;
  /** For multipart endpoints. */
  readonly file?: File | undefined;
}

type Values = Record<string, unknown>;

/** The address of an endpoint, for links that the browser itself follows. */
export function address(endpoint: Endpoint, params: Values = {}, query: Values = {}): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
  return `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`;
}

function formOf(file: File, fields: Values): FormData {
  const form = new FormData();
  // The server reads the fields before it starts on the file.
  for (const [name, value] of Object.entries(fields)) if (value != null) form.append(name, String(value));
  form.append('file', file);
  return form;
}

async function refusal(answer: Response): Promise<Problem> {
  const body = (await answer.json().catch(() => ({}))) as {
    detail?: string;
    title?: string;
    code?: string;
    errors?: FieldError[];
  };
  const detail = body.detail || body.title || `服务暂时不可用（${answer.status}），请稍后再试`;
  return new Problem(answer.status, body.code ?? '', detail, body.errors ?? []);
}

/** @throws Problem for every answer that is not a success, and where the server cannot be reached (status 0). */
export async function call<E extends Endpoint>(endpoint: E, input: CallInput<E> = {}): Promise<AnswerOf<E>> {
  const headers: Record<string, string> = {};
  if (input.version !== undefined) headers['if-match'] = `"${input.version}"`;
  let body: BodyInit | null = null;
  if (input.file) body = formOf(input.file, (input.body ?? {}) as Values);
  else if (endpoint.method !== 'GET' && endpoint.body) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(input.body ?? {});
  }
  const answer = await fetch(
    address(endpoint, (input.params ?? {}) as Values, (input.query ?? {}) as Values),
    {
      method: endpoint.method,
      headers,
      body,
      credentials: 'same-origin',
    },
  ).catch(() => {
    throw new Problem(0, 'network', '无法连接服务器，请检查网络后重试');
  });
  if (!answer.ok) throw await refusal(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as AnswerOf<E>;
}
