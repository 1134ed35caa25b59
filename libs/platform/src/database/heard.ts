import { EventEmitter, once } from 'node:events';
import type { ClientConfig } from 'pg';
import { PatientClient } from './client.js';

/** What is notified on a channel, heard by a connection of its own: a job waits by it without asking again and again. */
export class Heard {
  private unread = false;
  private readonly rings = new EventEmitter();

  private constructor(private readonly client: PatientClient) {
    client.on('notification', () => {
      this.unread = true;
      this.rings.emit('ring');
    });
  }

  /** @param channel a constant of ours, never anything from a person. */
  static async on(channel: string, config: ClientConfig): Promise<Heard> {
    const client = new PatientClient({ ...config, application_name: `duijie ${channel}` });
    const heard = new Heard(client);
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await heard.close();
      throw error;
    }
    return heard;
  }

  /**
   * Until something was heard since the last call, or the time is over. Where the connection was lost, the time alone
   * ends it.
   */
  async next(ms: number): Promise<void> {
    if (!this.unread)
      await once(this.rings, 'ring', { signal: AbortSignal.timeout(ms) }).catch(() => undefined);
    this.unread = false;
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}
