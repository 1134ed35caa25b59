import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { ServerUnavailable, type Trouble } from './errors.js';

export type ServerState =
  | { readonly available: true }
  | {
      readonly available: false;
      /** `off`: no address is set. */
      readonly reason: Trouble | 'off';
      /** For a person; empty where it is off. */
      readonly detail: string;
      readonly since: Date;
    };

export interface WatchOptions {
  /** How long nobody is asked after a failure; 30 s. */
  readonly restMs?: number;
  /** Told when the state changes, for the log. */
  readonly onChange?: (state: ServerState) => void;
}

/** Whether a model's server is there. After a failure nobody waits for it for half a minute; then one request tries it. */
export class ServerWatch {
  private current: ServerState;
  private readonly circuit: CircuitBreakerPolicy;

  /** @param on an address is set. */
  constructor(
    on: boolean,
    private readonly options: WatchOptions = {},
  ) {
    this.current = on
      ? { available: true }
      : { available: false, reason: 'off', detail: '', since: new Date() };
    // What passes at once the client has tried again: a failure that comes here is enough.
    this.circuit = circuitBreaker(
      handleWhen((error) => error instanceof ServerUnavailable),
      { halfOpenAfter: options.restMs ?? 30_000, breaker: new ConsecutiveBreaker(1) },
    );
  }

  get state(): ServerState {
    return this.current;
  }

  /** One request; undefined where the server is away. While another tries whether it is back, nobody waits for it. */
  async attempted<T>(run: () => Promise<T>): Promise<T | undefined> {
    if (this.circuit.state === CircuitState.HalfOpen) return undefined;
    try {
      const result = await this.circuit.execute(run);
      this.change({ available: true });
      return result;
    } catch (error) {
      if (error instanceof BrokenCircuitError) return undefined;
      if (!(error instanceof ServerUnavailable)) throw error;
      this.change({ available: false, reason: error.reason, detail: error.message, since: new Date() });
      return undefined;
    }
  }

  private change(next: ServerState): void {
    const before = this.current;
    if (before.available && next.available) return;
    const same = !before.available && !next.available;
    this.current = same ? { ...next, since: before.since } : next;
    if (!same || before.reason !== next.reason) this.options.onChange?.(this.current);
  }
}
