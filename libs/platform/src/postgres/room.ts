import { statfsSync } from 'node:fs';
import { join } from 'node:path';

const mebibyte = 1024 * 1024;

/**
 * MiB that a database on this machine must find free. Its log grows by 16 MiB at a time, and where it cannot the whole
 * server ends: below this nothing more is taken from people, who still read.
 */
export const leastRoom = 64;

/** @returns MiB free for whoever is no administrator. @throws the system's error where the folder is not there. */
export function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / mebibyte);
}

/**
 * The lesser of what a cluster's tables and its log find free, in MiB: the log may lie on a disk of its own.
 * @param cluster the data directory; Infinity where it cannot be looked at, so that a doubt stops nobody
 */
export function roomForDatabase(cluster: string): number {
  try {
    return Math.min(roomIn(cluster), roomIn(join(cluster, 'pg_wal')));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
