import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { Config, Database } from '#platform';
import { TooManyAttempts } from './errors.js';
import { addressOf, networkOf } from './network.js';
import { counterStore } from './store.js';

const hour = 3600;

/** An attempt to sign in: at which login, and from where. */
export interface Attempt {
  readonly login: string;
  readonly ip: string;
  /** Set where the person of this login has signed in with the same browser before. */
  readonly device: string | undefined;
}

/**
 * Holds up guessing without holding up people. A login is paused for the network that the failures came from, longer
 * with each: elsewhere, and from a browser that its person has used before, it is open as ever; such a browser is paused
 * by its own failures alone. Failures of one address count over all logins, successes never, so that a hall of people
 * behind one address all get in.
 */
@Injectable()
export class SignInThrottle {
  private readonly byAddress: RateLimiterPostgres;
  private readonly most: number;

  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {
    this.most = config.get('SIGN_IN_ADDRESS_FAILURES');
    this.byAddress = new RateLimiterPostgres({
      ...counterStore(db),
      keyPrefix: 'sign-in',
      points: this.most,
      duration: hour,
    });
  }

  /**
   * Before a password is looked at. The try counts as failed until `succeeded` is called: of many sent at once no more
   * pass than of many sent one after the other.
   * @throws TooManyAttempts `session.too_many_attempts`
   */
  async begin(attempt: Attempt): Promise<void> {
    const seen = attempt.device === undefined ? await this.byAddress.get(addressOf(attempt.ip)) : null;
    if (seen && seen.consumedPoints >= this.most) throw new TooManyAttempts(seen.msBeforeNext / 1000);
    const key = keyOf(attempt);
    const [free, first, longest] = [
      this.config.get('SIGN_IN_FREE_FAILURES'),
      this.config.get('SIGN_IN_FIRST_PAUSE_SECONDS'),
      this.config.get('SIGN_IN_LONGEST_PAUSE_SECONDS'),
    ];
    const taken = await this.db.query(takeTry, [key, free, first, longest]);
    if (taken.length > 0) return;
    const [pause] = await this.db.query<{ seconds: number }>(
      'SELECT extract(epoch FROM paused_until - clock_timestamp())::float8 AS seconds FROM throttle_pauses WHERE key = $1',
      [key],
    );
    throw new TooManyAttempts(pause?.seconds ?? 1);
  }

  async failed({ ip }: Attempt): Promise<void> {
    await this.byAddress.penalty(addressOf(ip));
  }

  async succeeded(attempt: Attempt): Promise<void> {
    await this.db.query('DELETE FROM throttle_pauses WHERE key = $1', [keyOf(attempt)]);
  }
}

function keyOf({ login, ip, device }: Attempt): string {
  return `sign-in:${login}|${device === undefined ? networkOf(ip) : `device:${device}`}`;
}

/** One statement, so that tries at the same time wait for each other; no row where a pause is on. */
const takeTry = `
  INSERT INTO throttle_pauses AS p (key, failures, paused_until, forgotten_at)
  VALUES ($1, 1, clock_timestamp() + make_interval(secs => CASE WHEN $2::integer <= 1 THEN $3::float8 ELSE 0 END), clock_timestamp() + interval '1 day')
  ON CONFLICT ON CONSTRAINT pk_throttle_pauses DO UPDATE SET
    failures = CASE WHEN p.forgotten_at <= clock_timestamp() THEN 1 ELSE p.failures + 1 END,
    paused_until = clock_timestamp() + make_interval(secs => CASE
      WHEN p.forgotten_at <= clock_timestamp() OR p.failures + 1 < $2 THEN 0
      ELSE least($4::float8, $3::float8 * 2 ^ least(p.failures + 1 - $2, 30)) END),
    forgotten_at = clock_timestamp() + interval '1 day'
  WHERE p.paused_until <= clock_timestamp()
  RETURNING p.failures`;
