import { isImport, isOurs, proofHash, proofName } from './names.js';
import type { Exclusively, Objects } from './objects.js';
import { removeHalves } from './spool.js';

/** Days after which the file of an import is deleted; what was read from it stays. */
export const importFileDays = 30;
/** Days that a file has to be named by a row, and that an upload has to end. */
const graceDays = 1;
const asked = 500;

/** Who knows which files are named by rows. */
export interface FilesInUse {
  /** Of some names of imports' files, those that are named. */
  imports(names: readonly string[]): Promise<readonly string[]>;
  /** Of some proofs by their SHA-256, those that are named. */
  proofs(hashes: readonly string[]): Promise<readonly string[]>;
}

/** Deletes files that no row names, files of old imports, and what died half-way. @returns how many. */
export async function sweep(
  objects: Objects,
  exclusively: Exclusively,
  inUse: FilesInUse,
  now: Date,
): Promise<number> {
  const [young, old] = [daysBefore(now, graceDays), daysBefore(now, importFileDays)];
  let swept = await removeHalves(objects.spool, young);
  let batch: string[] = [];
  const flush = async () => {
    const used = new Set([
      ...(await inUse.imports(batch.filter(isImport))),
      ...(await inUse.proofs(batch.filter((name) => !isImport(name)).map(proofHash))).map(proofName),
    ]);
    for (const name of batch) {
      if (used.has(name)) continue;
      await exclusively(name, async () => {
        // Somebody may have brought the same content since it was listed.
        const at = await objects.keptAt(name);
        if (!at || at >= young) return;
        await objects.remove(name);
        swept++;
      });
    }
    batch = [];
  };
  for await (const { name, at } of objects.list()) {
    if (!isOurs(name) || at >= young) continue;
    if (isImport(name) && at < old) {
      await objects.remove(name);
      swept++;
      continue;
    }
    batch.push(name);
    if (batch.length === asked) await flush();
  }
  if (batch.length > 0) await flush();
  return swept;
}

function daysBefore(now: Date, days: number): Date {
  return new Date(+now - days * 86_400_000);
}
