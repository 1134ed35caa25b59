import { policy, type Role, roles } from '#accounts';
import type { Action } from '#contracts';
import { newId } from '#kernel';
import { RunningApp, type Visitor } from '../support/app.js';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { accounts, apply, found, invite, password, staff, uscc } from '../support/people.js';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly action: Action;
  readonly summary: string;
  readonly english: string | undefined;
}
interface Operation {
  readonly 'x-action': Action;
  readonly summary: string;
  readonly 'x-summary-en'?: string;
}

/** Calls that would end the session that asks; walked by those who may not make them alone. */
const ending: readonly Action[] = ['session.end'];

describe('the policy table over HTTP', () => {
  let suite: SuiteDatabase;
  let app: RunningApp;
  const visitors = new Map<Role, Visitor>();
  let routes: Route[] = [];

  beforeAll(async () => {
    suite = await suiteDatabase();
    await staff(suite.db);
    const approved = await found(suite.db, { login: 'owner', uscc: uscc(301), kinds: ['user', 'firm'] });
    await apply(suite.db, { login: 'applicant', uscc: uscc(302), kinds: ['user'] });
    for (const role of ['editor', 'viewer'] as const) await invite(suite.db, approved, { login: role, role });
    const halted = await found(suite.db, { login: 'suspended', uscc: uscc(303), kinds: ['user'] });
    await accounts(suite.db).organisations.suspend(halted, { id: null, name: '测试' }, '停用');
    app = await new RunningApp({ DATABASE_URL: suite.url }).start();
    const logins: Record<Exclude<Role, 'anyone'>, string> = {
      applicant: 'applicant',
      suspended: 'suspended',
      viewer: 'viewer',
      editor: 'editor',
      owner: 'owner',
      area_coordinator: 'area',
      city_coordinator: 'city',
      operator: 'operator',
    };
    visitors.set('anyone', app.visitor());
    for (const [role, login] of Object.entries(logins))
      visitors.set(role as Role, await app.visitor().signIn(login, password));
    const document = (await app.visitor().get('///api/openapi.json')).body as {
      paths: Record<string, Record<string, Operation>>;
    };
    routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        action: operation['x-action'],
        summary: operation.summary,
        english: operation['x-summary-en'],
      })),
    );
  });
  afterAll(async () => {
    await app?.stop();
    await suite?.drop();
  });

  it('stands behind every route that is served', () => {
    expect(routes.length).toBeGreaterThan(70);
    for (const route of routes) expect(Object.keys(policy)).toContain(route.action);
  });

  it('says of every route in Chinese and in English what it does', () => {
    const silent = routes.filter(
      ({ summary, english }) =>
        !/[\u4e00-\u9fff]/.test(summary) || !/^[A-Z][\x20-\x7e]+$/.test(english ?? ''),
    );
    expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it.each(roles)('lets %s in where the table has a line, and nowhere else', async (role) => {
    const visitor = visitors.get(role) as Visitor;
    const wrong: string[] = [];
    for (const { method, path, action } of routes) {
      const line: Partial<Record<Role, string>> = policy[action];
      const allowed = line[role] !== undefined || line.anyone !== undefined;
      if (allowed && ending.includes(action)) continue;
      const url = path
        .replace('/api/v1', '')
        .replace(/\{kind\}/g, 'scenario')
        .replace(/\{\w+\}/g, newId());
      const answer = await visitor.send(
        method,
        url,
        method === 'GET' || method === 'DELETE' ? undefined : '{"no":"such member"}',
        method === 'GET' || method === 'DELETE' ? {} : { 'content-type': 'application/json' },
      );
      const refused = answer.status === 401 || answer.body?.code === 'access.forbidden';
      if (answer.status >= 500) wrong.push(`${method} ${path}: ${answer.status}`);
      if (allowed === refused)
        wrong.push(`${method} ${path} (${action}): ${answer.status} ${answer.body?.code}`);
    }
    expect(wrong).toEqual([]);
  });
});
