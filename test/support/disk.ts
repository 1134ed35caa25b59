import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Disk {
  readonly folder: string;
  /** Takes all of the space but so many bytes. */
  fill(but: number): void;
  free(): void;
  /** A directory on it that belongs to another user alone, as PostgreSQL wants a tablespace. */
  folderOf(user: number): string;
  unmount(): void;
}

/** A disk of its own in memory, small enough to be filled; undefined where this user may mount none. */
export function smallDisk(mebibytes: number): Disk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'duijie-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'duijie-disk', folder]);
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  chmodSync(folder, 0o755); // PostgreSQL may run as another user
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: (but) => {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - but)));
    },
    free: () => rmSync(filler, { force: true }),
    folderOf: (user) => {
      const own = join(folder, `of-${user}`);
      mkdirSync(own, { mode: 0o700 });
      chownSync(own, user, user);
      return own;
    },
    unmount: () => {
      spawnSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether this user may mount a disk. */
export function mayMount(): boolean {
  const disk = smallDisk(1);
  disk?.unmount();
  return disk !== undefined;
}
