import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager as Tx } from 'typeorm';

/** One transaction for everything in an asynchronous flow. Its statements run one after the other, since it has one connection. */
export class Unit {
  private last: Promise<unknown> = Promise.resolve();
  private open = true;

  private constructor(private readonly tx: Tx) {}

  /** That of the flow at hand; none once it has ended, for what goes on after it. */
  static get current(): Unit | undefined {
    const unit = units.getStore();
    return unit?.open ? unit : undefined;
  }

  /** Runs `run`, whose transactions become savepoints of `tx` and whose statements go by it. */
  static async in<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
    const unit = new Unit(tx);
    try {
      return await units.run(unit, run);
    } finally {
      unit.open = false;
    }
  }

  /** A savepoint: it stands or falls by itself, and all of them with the transaction around. */
  nested<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    const turn = this.last.then(() => this.tx.transaction((tx) => Unit.in(tx, () => run(tx))));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** The transaction's entity manager, for code with statements of its own. */
  get manager(): Tx {
    return this.tx;
  }
}

const units = new AsyncLocalStorage<Unit>();
