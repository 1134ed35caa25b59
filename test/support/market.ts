import type { Database } from '#platform';
import type { Visitor } from './app.js';
import { accounts, password, uscc } from './people.js';

export interface Newcomer {
  readonly login: string;
  readonly kind: 'user' | 'firm';
  readonly area: string;
}

/** An approved organisation with one person, who signs in as `login`. @param n of its credit code. @returns its id. */
export async function settle(db: Database, n: number, { login, kind, area }: Newcomer): Promise<string> {
  const { organisations } = accounts(db);
  const profile = {
    name: `示例单位${n}`,
    area,
    department: null,
    ownerKind: null,
    size: null,
    address: '',
    controllerUscc: null,
  };
  const { id } = await organisations.register(
    { uscc: uscc(n), kinds: [kind], profile },
    { login, name: '某人', password },
  );
  await organisations.approve(id, { id: null, name: '测试' }, null);
  return id;
}

/** Takes a listing of `owner` through review and into force. @returns its id. */
export async function publish(
  path: 'scenarios' | 'capabilities',
  content: Readonly<Record<string, unknown>>,
  owner: Visitor,
  reviewer: Visitor,
): Promise<string> {
  const draft = await owner.post(`/${path}`, { content });
  const submitted = await owner.post(`/${path}/${draft.body.id}/submit`, {}, draft.body.version);
  const approved = await reviewer.post(`/${path}/${draft.body.id}/approve`, {}, submitted.body.version);
  if (approved.body.state !== 'published')
    throw new Error(`${path} of ${content['title'] ?? content['product']}: ${JSON.stringify(approved.body)}`);
  return draft.body.id;
}
