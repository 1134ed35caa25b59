import { Client, type ClientConfig } from 'pg';

/**
 * A connection that may be lost at any moment. Between two statements, and while it passes from the pool to whoever asked
 * for it, nobody listens for its errors, and an error that nobody hears ends the process. Nothing is hidden by this: the
 * next statement on it fails, and the pool does not take it back.
 */
export class PatientClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
