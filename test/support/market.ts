import { type Database, rows } from '#platform';
import { eventually, type Visitor } from './app.js';
import { found, uscc } from './people.js';

export interface Newcomer {
  readonly login: string;
  readonly kind: 'user' | 'firm';
  readonly area: string;
}

/** An approved organisation with one person, who signs in as `login`. @param n of its credit code. @returns its id. */
export function settle(db: Database, n: number, { login, kind, area }: Newcomer): Promise<string> {
  return found(db, { login, uscc: uscc(n), kinds: [kind], profile: { name: `示例单位${n}`, area } });
}

/** Takes a listing of `owner` through review and into force. @returns its id. */
export async function publish(
  path: 'scenarios' | 'capabilities' | 'technology-needs' | 'technology-results',
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

/** Starts a full run and does `work` while what it finds cannot be kept. @returns what the start was answered. */
export async function duringRun(
  db: Database,
  city: Visitor,
  work: (started: Awaited<ReturnType<Visitor['post']>>['body']) => Promise<void>,
) {
  return db.transaction(async (tx) => {
    await rows(tx, 'LOCK TABLE match_run_results IN SHARE MODE');
    const { body } = await city.post('/match-runs');
    await eventually(
      () =>
        db.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND query LIKE 'DELETE FROM match_run_results%'`,
        ),
      (found) => found.length > 0,
    );
    await work(body);
    return body;
  });
}
