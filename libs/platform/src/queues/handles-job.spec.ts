import type { JobDefinition } from '#contracts';
import { HandlesJob, handlersAmong } from './handles-job.js';
import { checkHandlers, type JobContext } from './workers.js';

const job = (name: string) => ({ name, queue: 'housekeeping', attempts: 1 }) as JobDefinition<{ by: number }>;
const [add, take] = [job('add'), job('take')];
const context: JobContext = { jobId: '1', attempt: 1, report: async () => undefined };

class Sums {
  constructor(private total: number) {}

  @HandlesJob(add)
  async add({ by }: { by: number }): Promise<number> {
    this.total += by;
    return this.total;
  }

  async forget(): Promise<void> {
    this.total = 0;
  }
}

class Again {
  @HandlesJob(add)
  async run(): Promise<void> {}
}

describe('the handlers of jobs among the providers', () => {
  it('are their marked methods, and run on the provider itself', async () => {
    const found = handlersAmong([new Sums(2), null, 'a value', { plain: true }]);
    expect(found.map(({ definition }) => definition.name)).toEqual(['add']);
    expect(await found[0]?.run({ by: 3 } as never, context)).toBe(5);
  });

  it('are refused where a job has none, or two, or where nobody knows the job', () => {
    expect(() => checkHandlers(handlersAmong([new Sums(0)]), [add, take])).toThrow('take has no handler');
    expect(() => checkHandlers(handlersAmong([new Sums(0), new Again()]), [add])).toThrow(
      'add has 2 handlers',
    );
    expect(() => checkHandlers(handlersAmong([new Sums(0)]), [])).toThrow('add is not a known job');
  });
});
