import { newId } from '#kernel';
import { type Database, rows } from '../database/database.js';
import { lock } from '../database/locks.js';

/** The open streams of progress of all processes: each has a place that ends by itself where its process dies. */
export class JobWatches {
  constructor(private readonly db: Database) {}

  /** @returns a place, for so many seconds; undefined where the person has `most` already. */
  enter(personId: string, most: number, seconds: number): Promise<string | undefined> {
    return this.db.transaction(async (tx) => {
      await lock(tx, 'watches', personId);
      await rows(tx, 'DELETE FROM job_watches WHERE person_id = $1 AND expires_at <= now()', [personId]);
      const [place] = await rows<{ id: string }>(
        tx,
        `INSERT INTO job_watches (id, person_id, expires_at)
         SELECT $1, $2, now() + make_interval(secs => $4)
         WHERE (SELECT count(*) FROM job_watches WHERE person_id = $2) < $3 RETURNING id`,
        [newId(), personId, most, seconds],
      );
      return place?.id;
    });
  }

  /** @returns false where the place has ended meanwhile. */
  async renew(place: string, seconds: number): Promise<boolean> {
    const renewed = await this.db.query(
      `UPDATE job_watches SET expires_at = now() + make_interval(secs => $2)
       WHERE id = $1 AND expires_at > now() RETURNING 1`,
      [place, seconds],
    );
    return renewed.length > 0;
  }

  async leave(place: string): Promise<void> {
    await this.db.query('DELETE FROM job_watches WHERE id = $1', [place]);
  }
}
