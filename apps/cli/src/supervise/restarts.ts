/** How often something that ends without being told to is started again, and after which pauses. */
export interface RestartRule {
  /** The first pause, in milliseconds; each further one is twice as long. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** Ends in a row after which it is given up. */
  readonly most: number;
  /** What has run for so long, in milliseconds, ran well: its next end is the first again. */
  readonly ranWell: number;
}

const restartRule: RestartRule = { firstPause: 500, longestPause: 30_000, most: 5, ranWell: 60_000 };

/** Counts the ends of one process. */
export class Restarts {
  private inARow = 0;

  constructor(private readonly rule: RestartRule = restartRule) {}

  /** @param ran for how long, in milliseconds. @returns the pause before the next start; undefined: it is given up. */
  ended(ran: number): number | undefined {
    if (ran >= this.rule.ranWell) this.inARow = 0;
    this.inARow++;
    if (this.inARow >= this.rule.most) return undefined;
    return Math.min(this.rule.longestPause, this.rule.firstPause * 2 ** (this.inARow - 1));
  }
}
