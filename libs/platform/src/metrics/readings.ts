import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../database/database.js';
import { FollowerStates } from '../facts/states.js';
import { JobQueues } from '../queues/queues.js';
import { Metrics, type Reading } from './metrics.js';

/** The measures of a process, with what every process has to tell. */
export function processMetrics(app: INestApplicationContext): Metrics {
  const metrics = new Metrics();
  metrics.read('pool', () => poolReadings(app.get(Database)));
  metrics.read('followers', () => followerReadings(app.get(FollowerStates)));
  metrics.read('jobs', () => jobReadings(app.get(JobQueues)));
  return metrics;
}

/** The process's connections to PostgreSQL. */
function poolReadings(db: Database): Reading[] {
  const { pool } = db;
  const name = 'duijie_pool_connections';
  const help = 'connections of this process to PostgreSQL';
  return [
    { name, help, labels: { state: 'used' }, value: pool.totalCount - pool.idleCount },
    { name, help, labels: { state: 'idle' }, value: pool.idleCount },
    {
      name: 'duijie_pool_waiting',
      help: 'calls that wait for a connection of this process',
      value: pool.waitingCount,
    },
  ];
}

/** How far those are who follow the log of facts; the same whichever process is asked. */
async function followerReadings(states: FollowerStates): Promise<Reading[]> {
  const found = await states.list();
  return found.flatMap(({ follower, waiting, oldest, held, trouble }) => {
    const labels = { follower };
    const behind = oldest === null ? 0 : Math.max(0, (Date.now() - +oldest) / 1000);
    return [
      { name: 'duijie_follower_facts_waiting', help: 'facts not worked yet', labels, value: waiting },
      { name: 'duijie_follower_behind_seconds', help: 'age of the oldest of them', labels, value: behind },
      { name: 'duijie_follower_facts_held', help: 'facts that could not be worked', labels, value: held },
      {
        name: 'duijie_follower_stuck',
        help: '1 where a follower gets on with nothing',
        labels,
        value: trouble === null ? 0 : 1,
      },
    ];
  });
}

/** Jobs as they lie in the queues. */
async function jobReadings(queues: JobQueues): Promise<Reading[]> {
  return Object.entries(await queues.counts()).flatMap(([queue, counts]) =>
    Object.entries(counts).map(([state, value]) => ({
      name: 'duijie_jobs',
      help: 'jobs in a queue, by state',
      labels: { queue, state },
      value,
    })),
  );
}
