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

type ListingPath = 'scenarios' | 'capabilities' | 'technology-needs' | 'technology-results';

/** Takes a draft of `owner` through review and into force. */
export async function approve(
  path: ListingPath,
  draft: { readonly id: string; readonly version: number },
  owner: Visitor,
  reviewer: Visitor,
): Promise<void> {
  const submitted = await owner.post(`/${path}/${draft.id}/submit`, {}, draft.version);
  const approved = await reviewer.post(`/${path}/${draft.id}/approve`, {}, submitted.body.version);
  if (approved.body.state !== 'published') throw new Error(`${path}: ${JSON.stringify(approved.body)}`);
}

/** Writes a listing of `owner` and takes it into force. @returns its id. */
export async function publish(
  path: ListingPath,
  content: Readonly<Record<string, unknown>>,
  owner: Visitor,
  reviewer: Visitor,
): Promise<string> {
  const draft = await owner.post(`/${path}`, { content });
  await approve(path, draft.body, owner, reviewer);
  return draft.body.id;
}

/** A list, once there is something in it. */
export const listed = (by: Visitor, path: string) =>
  eventually(
    () => by.get(path),
    ({ body }) => body.items?.length > 0,
  );

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
