import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptFiles, checkFiles, FilesElsewhere, FilesFolder } from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';

describe('the directory of files, and the database that it belongs to', () => {
  let suite: SuiteDatabase;
  const root = mkdtempSync(join(tmpdir(), 'duijie-marks-'));
  const folder = (name: string) => new FilesFolder(join(root, name));

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(async () => {
    await suite?.drop();
    rmSync(root, { recursive: true, force: true });
  });

  it('is one for all processes, however many begin at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => checkFiles(suite.db, folder('shared'))));
    await checkFiles(suite.db, folder('shared'));
  });

  it('is not the disk of a second machine', async () => {
    await expect(checkFiles(suite.db, folder('own'))).rejects.toThrow(FilesElsewhere);
    await expect(checkFiles(suite.db, folder('own'))).rejects.toThrow('FILES_DIR');
  });

  it('may be moved with what lies in it, or taken over by an operator', async () => {
    cpSync(join(root, 'shared'), join(root, 'moved'), { recursive: true });
    await checkFiles(suite.db, folder('moved'));
    await adoptFiles(suite.db, folder('own'));
    await checkFiles(suite.db, folder('own'));
    await expect(checkFiles(suite.db, folder('moved'))).rejects.toThrow(FilesElsewhere);
  });
});
