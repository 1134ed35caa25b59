import { mkdir } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Config, FileStore, leastRoom, roomForDatabase, roomIn } from '#platform';

/** After a write was refused because the disk was full, the process reports that for so long, in milliseconds. */
const remembered = 30_000;
/** How long the store of files has for an answer, in milliseconds. */
const patience = 3000;

/** How long what was found of the database's disk holds, in milliseconds. */
const fresh = 500;

/** Room for files and the database, and whether the database or the disk has said lately that there is none. */
@Injectable()
export class Storage {
  private fullAt = 0;
  private looked = { at: 0, room: Number.POSITIVE_INFINITY };

  constructor(
    private readonly config: Config,
    private readonly files: FileStore,
  ) {}

  /** Something could not be kept for want of space. */
  full(): void {
    this.fullAt = Date.now();
  }

  /** A database on this machine has room for changes; of one elsewhere nothing is known until it refuses them. */
  hasRoom(): boolean {
    const cluster = this.config.get('DATABASE_DISK');
    if (cluster === undefined) return true;
    const now = Date.now();
    if (now - this.looked.at >= fresh) this.looked = { at: now, room: roomForDatabase(cluster) };
    return this.looked.room >= leastRoom;
  }

  async look(): Promise<{ ok: boolean; detail: string }> {
    if (Date.now() - this.fullAt < remembered) return { ok: false, detail: 'disk full a moment ago' };
    try {
      const free = await this.free();
      await inTime(this.files.objects.probe());
      return { ok: free >= this.config.get('DISK_LEAST_MB'), detail: `${free} MiB free` };
    } catch (error) {
      return { ok: false, detail: String((error as NodeJS.ErrnoException).code ?? 'not reachable') };
    }
  }

  /** In MiB: where content lies while it comes, which is also where it stays unless that is a bucket; and the database's. */
  private async free(): Promise<number> {
    const { spool } = this.files.objects;
    await mkdir(spool, { recursive: true });
    return Math.min(roomIn(spool), roomForDatabase(this.config.get('DATABASE_DISK') ?? spool));
  }
}

async function inTime(answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patience);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
