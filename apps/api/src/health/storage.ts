import { mkdir, statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Config, FileStore } from '#platform';

/** How long a refusal for want of space is told after it, in milliseconds. */
const remembered = 30_000;
/** How long the store of files has for an answer, in milliseconds. */
const patience = 3000;

/** Room for files, and whether the database or the disk has said lately that there is none. */
@Injectable()
export class Storage {
  private fullAt = 0;

  constructor(
    private readonly config: Config,
    private readonly files: FileStore,
  ) {}

  /** Something could not be kept for want of space. */
  full(): void {
    this.fullAt = Date.now();
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

  /** In MiB: where content lies while it comes, which is also where it stays unless that is a bucket. */
  private async free(): Promise<number> {
    const { spool } = this.files.objects;
    await mkdir(spool, { recursive: true });
    const { bavail, bsize } = await statfs(spool);
    return Math.floor((bavail * bsize) / 1024 / 1024);
  }
}

async function inTime(answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), patience);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
