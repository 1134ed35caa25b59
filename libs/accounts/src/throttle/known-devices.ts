import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sha256 } from '#kernel';
import { Config, Database, rows, type Tx } from '#platform';

/**
 * Browsers in which a person has signed in before. A stranger has none of a person's, wherever the stranger sits: not
 * even in the same network can a stranger's failures hold up the person's own browser.
 */
@Injectable()
export class KnownDevices {
  readonly days: number;

  constructor(
    private readonly db: Database,
    config: Config,
  ) {
    this.days = config.get('DEVICE_DAYS');
  }

  /** By which the tries of this browser at this login are counted; undefined where nobody of that name has used it. */
  async keyOf(login: string, token: string | undefined): Promise<string | undefined> {
    if (!token) return undefined;
    const [known] = await this.db.query<{ token_sha256: string }>(
      `SELECT d.token_sha256 FROM known_devices d JOIN people p ON p.id = d.person_id
       WHERE d.token_sha256 = $1 AND p.login = $2 AND d.seen_at > now() - make_interval(days => $3)`,
      [sha256(token), login, this.days],
    );
    return known?.token_sha256;
  }

  /**
   * A browser keeps its token while it is known, of whomever: one that somebody else put there is never taken up.
   * @returns the token for the cookie.
   */
  async remember(tx: Tx, personId: string, given: string | undefined): Promise<string> {
    const known = given
      ? await rows(
          tx,
          'SELECT 1 FROM known_devices WHERE token_sha256 = $1 AND seen_at > now() - make_interval(days => $2)',
          [sha256(given), this.days],
        )
      : [];
    const token = given && known.length > 0 ? given : randomBytes(32).toString('base64url');
    await rows(
      tx,
      `INSERT INTO known_devices (token_sha256, person_id) VALUES ($1, $2)
       ON CONFLICT ON CONSTRAINT pk_known_devices DO UPDATE SET seen_at = now()`,
      [sha256(token), personId],
    );
    return token;
  }
}
