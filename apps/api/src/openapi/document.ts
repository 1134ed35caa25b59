import { z } from 'zod';
import { policy, type Reach } from '#accounts';
import { type Endpoint, englishSummary, problem, takesKey, type Words } from '#contracts';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
};

/** The OpenAPI 3.1 document of the endpoints, from the schemas that also validate: nothing is said twice. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of [...endpoints].sort((a, b) => a.path.localeCompare(b.path))) {
    const path = `/api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '对接 Duijie',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: '软件供需对接平台的接口。错误一律为 RFC 9457 problem+json，code 永不更改。',
    },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'duijie_session' } },
      schemas: { Problem: schemaOf(problem, 'output') },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const status = String(endpoint.status ?? 200);
  const media = endpoint.produces ?? 'application/json';
  const refused = {
    description: '未完成；见 code',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    operationId: `${endpoint.method.toLowerCase()}${endpoint.path.replace(/[/:.-]+(\w)/g, (_, c: string) => c.toUpperCase())}`,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: described(endpoint),
    'x-summary-en': englishSummary(endpoint),
    'x-action': endpoint.action,
    'x-roles': rolesOf(endpoint),
    security: rolesOf(endpoint)['anyone'] ? [] : [{ session: [] }],
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...ifMatch(endpoint),
      ...idempotencyKey(endpoint),
    ],
    ...(endpoint.body
      ? { requestBody: { required: true, content: requestContent(endpoint.body, endpoint.multipart) } }
      : {}),
    responses: {
      [status]: {
        description: '完成',
        ...(status === '204' ? {} : { content: { [media]: { schema: answerOf(endpoint) } } }),
      },
      ...Object.fromEntries(refusalsOf(endpoint).map((refusal) => [String(refusal), refused])),
    },
  };
}

const roleNames: Readonly<Record<string, Words>> = {
  anyone: { zh: '任何人（无需登录）', en: 'anyone, signed in or not' },
  applicant: { zh: '未归属单位的账号', en: 'people of no organisation yet' },
  suspended: { zh: '已停用单位或部门的人员', en: 'people of a suspended organisation or body' },
  viewer: { zh: '单位查看人员', en: 'viewers of an organisation' },
  editor: { zh: '单位编辑人员', en: 'editors of an organisation' },
  owner: { zh: '单位管理员', en: 'owners of an organisation' },
  area_coordinator: { zh: '区级协调人员', en: "an area's coordinators" },
  city_coordinator: { zh: '市级协调人员', en: "the city's coordinators" },
  operator: { zh: '运维人员', en: 'operators' },
};
const reachNames: Readonly<Record<Reach, Words>> = {
  own: { zh: '仅限本单位或本人的', en: 'their own alone' },
  area: { zh: '仅限本区域的', en: "their area's alone" },
  any: { zh: '', en: '' },
};

/** The line of the policy table: who may call it, and with whose. */
function rolesOf(endpoint: Endpoint): Readonly<Record<string, Reach>> {
  return policy[endpoint.action];
}

/** In English what the summary says in Chinese; then who may call it. */
function described(endpoint: Endpoint): string {
  const english = englishSummary(endpoint);
  return [...(english ? [`${english}.`] : []), whoMay(endpoint)].join('\n\n');
}

function whoMay(endpoint: Endpoint): string {
  const roles = Object.entries(rolesOf(endpoint)).map(([role, reach]) => ({
    who: roleNames[role] ?? { zh: role, en: role },
    whose: reachNames[reach],
  }));
  const zh = roles.map(({ who, whose }) => who.zh + (whose.zh && `（${whose.zh}）`));
  const en = roles.map(({ who, whose }) => who.en + (whose.en && ` (${whose.en})`));
  return `可调用：${zh.join('、')}。\n\nCallable by ${en.join('; ')}.`;
}

/** The body of success: JSON by its schema, a file, or events one after the other. */
function answerOf({ answer, produces }: Endpoint): Json {
  if (answer) return schemaOf(answer, 'output');
  if (produces === 'text/event-stream')
    return { type: 'string', description: 'data 为一个 JSON 对象的事件，依次发送' };
  return produces ? { type: 'string', format: 'binary' } : {};
}

/** The statuses with which an endpoint may refuse; some of them only where it writes, or is versioned. */
function refusalsOf(endpoint: Endpoint): number[] {
  const writes = endpoint.method !== 'GET';
  const sends = writes && endpoint.method !== 'DELETE';
  return [
    400, // not HTTP, not JSON, no whole form
    401,
    403,
    404,
    ...(sends ? [408, 413, 415] : []),
    ...(writes ? [409] : []),
    ...(endpoint.refusals ?? []),
    ...(endpoint.versioned ? [412, 428] : []),
    414,
    422,
    429,
    431,
    500,
    503,
    ...(writes ? [507] : []),
  ].sort((a, b) => a - b);
}

function requestContent(body: z.ZodType, multipart: true | undefined): Json {
  const schema = schemaOf(body, 'input');
  if (!multipart) return { 'application/json': { schema } };
  const properties = {
    ...(schema['properties'] as Json | undefined),
    file: { type: 'string', format: 'binary' },
  };
  return { 'multipart/form-data': { schema: { ...schema, properties } } };
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: shape,
  }));
}

function ifMatch(endpoint: Endpoint): Json[] {
  if (!endpoint.versioned) return [];
  return [
    {
      name: 'If-Match',
      in: 'header',
      required: true,
      schema: { type: 'string' },
      description: '读取时的 ETag',
    },
  ];
}

function idempotencyKey(endpoint: Endpoint): Json[] {
  if (!takesKey(endpoint)) return [];
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 200 },
      description: '同一个键与相同内容重复提交，返回首次的结果（保留两天）；正在处理时为 409 与 Retry-After',
    },
  ];
}
