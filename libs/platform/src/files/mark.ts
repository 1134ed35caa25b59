import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isId, newId } from '#kernel';
import type { Database } from '../database/database.js';
import type { FilesFolder } from './folder.js';

export class FilesElsewhere extends Error {
  readonly code = 'files.elsewhere';

  constructor(root: string) {
    super(
      `${root} 不是本平台正在使用的文件目录：多台机器运行接口进程时，FILES_DIR 必须指向同一个共享目录（如 NFS），不能是各自的本地磁盘。` +
        '如果目录是整体迁移或从备份恢复的，请执行 duijie files --adopt',
    );
  }
}

/** The name of the file that says which store a directory is. */
const markName = '.store';

/**
 * Sees that this process has the same files as all others: the directory's mark must be the one that the database knows.
 * The first process makes it; a second machine with a disk of its own has another, or none.
 * @throws FilesElsewhere `files.elsewhere`
 */
export async function checkFiles(db: Database, folder: FilesFolder): Promise<void> {
  const known = await knownMark(db);
  const own = (await readMark(folder)) ?? (known === undefined ? await makeMark(folder) : undefined);
  if (known === undefined && own !== undefined)
    await db.query(
      'INSERT INTO file_store (id) VALUES ($1) ON CONFLICT ON CONSTRAINT pk_file_store DO NOTHING',
      [own],
    );
  if (own === undefined || own !== (await knownMark(db))) throw new FilesElsewhere(folder.root);
}

/** Makes this directory the one that the database knows; for an operator who has moved it. */
export async function adoptFiles(db: Database, folder: FilesFolder): Promise<void> {
  const own = (await readMark(folder)) ?? (await makeMark(folder));
  await db.query(
    'INSERT INTO file_store (id) VALUES ($1) ON CONFLICT ON CONSTRAINT pk_file_store DO UPDATE SET id = excluded.id',
    [own],
  );
}

async function knownMark(db: Database): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>('SELECT id FROM file_store');
  return row?.id;
}

async function readMark({ root }: FilesFolder): Promise<string | undefined> {
  const text = (await readFile(join(root, markName), 'utf8').catch(() => '')).trim();
  return isId(text) ? text : undefined;
}

/** Of two processes that start at once on one directory the later takes the mark of the earlier. */
async function makeMark(folder: FilesFolder): Promise<string | undefined> {
  await mkdir(folder.root, { recursive: true, mode: 0o700 });
  const mark = newId();
  try {
    await writeFile(join(folder.root, markName), mark, { flag: 'wx', mode: 0o600 });
    return mark;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  for (let i = 0; i < 20; i++) {
    const found = await readMark(folder);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}
