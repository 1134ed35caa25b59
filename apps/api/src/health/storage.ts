import { mkdir, statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Config, FilesFolder } from '#platform';

/** How long a refusal for want of space is told after it, in milliseconds. */
const remembered = 60_000;

/** Room for files, and whether the database or the disk has said lately that there is none. */
@Injectable()
export class Storage {
  private fullAt = 0;

  constructor(
    private readonly config: Config,
    private readonly folder: FilesFolder,
  ) {}

  /** Something could not be kept for want of space. */
  full(): void {
    this.fullAt = Date.now();
  }

  async look(): Promise<{ ok: boolean; detail: string }> {
    if (Date.now() - this.fullAt < remembered)
      return { ok: false, detail: 'disk full within the last minute' };
    try {
      const free = await this.free();
      return { ok: free >= this.config.get('DISK_LEAST_MB'), detail: `${free} MiB free` };
    } catch (error) {
      return { ok: false, detail: String((error as NodeJS.ErrnoException).code ?? 'not reachable') };
    }
  }

  /** In MiB. */
  private async free(): Promise<number> {
    const { root } = this.folder;
    await mkdir(root, { recursive: true });
    const { bavail, bsize } = await statfs(root);
    return Math.floor((bavail * bsize) / 1024 / 1024);
  }
}
