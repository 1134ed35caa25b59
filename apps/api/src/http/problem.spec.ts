import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { problemOf } from './problem.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('what is wrong, as the caller is told', () => {
  it.each([
    ['a full disk of ours', withCode('ENOSPC'), 507, 'server.disk_full'],
    ['a full disk of the database', { driverError: withCode('53100') }, 507, 'server.disk_full'],
    ['an empty pool', new Error('timeout exceeded when trying to connect'), 503, 'server.busy'],
    ['too many connections', withCode('53300'), 503, 'server.busy'],
    ['a lock that is held too long', withCode('55P03'), 503, 'server.busy'],
    ['a statement that takes too long', withCode('57014'), 503, 'server.statement_timeout'],
    ['a server that does not answer', new Error('Query read timeout'), 503, 'server.statement_timeout'],
    ['a database that shuts down', withCode('57P01'), 503, 'server.database_away'],
    [
      'a database that is gone',
      new Error('connect ECONNREFUSED 127.0.0.1:5432'),
      503,
      'server.database_away',
    ],
    ['a broken connection', new Error('Connection terminated unexpectedly'), 503, 'server.database_away'],
    ['a database that was killed', withCode('ECONNRESET'), 503, 'server.database_away'],
    [
      'a transaction whose connection broke',
      new QueryRunnerAlreadyReleasedError(),
      503,
      'server.database_away',
    ],
    [
      'a transaction whose connection broke before its next statement',
      new QueryRunnerProviderAlreadyReleasedError(),
      503,
      'server.database_away',
    ],
    ['a fault of ours', new TypeError('x is not a function'), 500, 'server.unexpected'],
    ['nothing at all', undefined, 500, 'server.unexpected'],
  ])('of %s', (_what, error, status, code) => {
    const problem = problemOf(error);
    expect(problem).toMatchObject({ status, code });
    if (status === 503) expect(problem.details?.['retryAfterSeconds']).toBeGreaterThan(0);
  });
});
