import { checkHandlers, type Handler, handle } from './workers.js';

const job = (name: string) => ({ name, queue: 'search' as const, attempts: 1, backoffMs: 1 });
const known = [job('a'), job('b')];
const handler = (name: string): Handler => handle(job(name), async () => undefined);

describe('the handlers of jobs', () => {
  it('are complete when every known job has one', () =>
    expect(() => checkHandlers([handler('a'), handler('b')], known)).not.toThrow());
  it('keep the worker from starting when one is missing', () =>
    expect(() => checkHandlers([handler('a')], known)).toThrow('b has no handler'));
  it('keep the worker from starting when a job has two', () =>
    expect(() => checkHandlers([handler('a'), handler('b'), handler('b')], known)).toThrow(
      'b has 2 handlers',
    ));
  it('keep the worker from starting when one is for no job', () =>
    expect(() => checkHandlers([handler('a'), handler('b'), handler('c')], known)).toThrow(
      'c is not a known job',
    ));
});
