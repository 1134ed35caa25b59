import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from '#platform';

/** Ticks of a second in /proc; it is so on every Linux. */
const ticks = 100;

/** What processors do for some processes, which others disturb less than the clock; of Linux alone. */
export class Processors {
  private constructor(
    private readonly postmaster: number,
    private readonly others: readonly number[],
  ) {}

  /** PostgreSQL with all that it has started. */
  static async ofDatabase(db: Database): Promise<Processors> {
    const [{ pid } = { pid: 0 }] = await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return new Processors(statOf(pid)?.parent ?? 0, []);
  }

  /** With a process besides. */
  and(pid: number | undefined): Processors {
    return new Processors(this.postmaster, [...this.others, pid ?? 0]);
  }

  /** Of all of them, since each began. */
  seconds(): number {
    const living = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const mine = living.flatMap((pid) => {
      const stat = statOf(Number(pid));
      if (!stat) return [];
      if (Number(pid) === this.postmaster) return [stat.own + stat.children];
      return stat.parent === this.postmaster || this.others.includes(Number(pid)) ? [stat.own] : [];
    });
    return mine.reduce((sum, one) => sum + one, 0) / ticks;
  }
}

/** Undefined for a process that has ended. */
function statOf(pid: number): { parent: number; own: number; children: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (i: number) => fields[i] ?? 0;
    return { parent: at(1), own: at(11) + at(12), children: at(13) + at(14) };
  } catch {
    return undefined;
  }
}
