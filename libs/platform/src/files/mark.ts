import { text } from 'node:stream/consumers';
import { isId, newId } from '#kernel';
import { type Database, rows, type Tx } from '../database/database.js';
import { lock } from '../database/locks.js';
import { isOurs } from './names.js';
import type { Objects } from './objects.js';
import { spooled } from './spool.js';

export class FilesElsewhere extends Error {
  readonly code = 'files.elsewhere';

  constructor(place: string) {
    super(
      `${place} 不是本平台正在使用的文件存储：多台机器运行接口进程时，FILES_DIR 必须指向同一个共享目录（如 NFS），不能是各自的本地磁盘；` +
        '使用 S3_ENDPOINT 时，各进程须使用同一个存储桶。如果文件是整体迁移或从备份恢复的，请执行 duijie files --adopt',
    );
  }
}

/** The name of the file that says which store it is. */
const markName = '.store';

/**
 * Sees that this process has the same files as all others: the store's mark must be the one that the database knows.
 * The first process makes it; a second machine with a disk of its own has another, or none.
 * @throws FilesElsewhere `files.elsewhere`
 */
export async function checkFiles(db: Database, objects: Objects): Promise<void> {
  await db.transaction(async (tx) => {
    await lock(tx, 'fileStore');
    const [known, own] = [await knownMark(tx), await readMark(objects)];
    if (known !== undefined) {
      if (own !== known) throw new FilesElsewhere(objects.place);
      return;
    }
    // A mark that this database does not know, and files beside it: they are another platform's.
    if (own !== undefined && (await holdsFiles(objects))) throw new FilesElsewhere(objects.place);
    await know(tx, own ?? (await makeMark(objects)));
  });
}

/** Makes this store the one that the database knows; for an operator who has moved it. */
export async function adoptFiles(db: Database, objects: Objects): Promise<void> {
  await db.transaction(async (tx) => {
    await lock(tx, 'fileStore');
    await know(tx, (await readMark(objects)) ?? (await makeMark(objects)));
  });
}

async function knownMark(tx: Tx): Promise<string | undefined> {
  const [row] = await rows<{ id: string }>(tx, 'SELECT id FROM file_store');
  return row?.id;
}

async function know(tx: Tx, mark: string): Promise<void> {
  await rows(
    tx,
    'INSERT INTO file_store (id) VALUES ($1) ON CONFLICT ON CONSTRAINT pk_file_store DO UPDATE SET id = excluded.id',
    [mark],
  );
}

async function readMark(objects: Objects): Promise<string | undefined> {
  const stream = await objects.open(markName);
  const mark = stream && (await text(stream)).trim();
  return mark !== undefined && isId(mark) ? mark : undefined;
}

async function holdsFiles(objects: Objects): Promise<boolean> {
  for await (const { name } of objects.list()) if (isOurs(name)) return true;
  return false;
}

async function makeMark(objects: Objects): Promise<string> {
  const mark = newId();
  const content = (async function* () {
    yield Buffer.from(mark);
  })();
  await spooled(objects.spool, content, (file) => objects.keep(markName, file));
  return mark;
}
