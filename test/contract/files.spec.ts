import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newId, sha256 } from '#kernel';
import {
  adoptFiles,
  ContentTooLarge,
  checkFiles,
  FileStore,
  FilesAway,
  FilesElsewhere,
  FolderObjects,
  importFileDays,
  S3Objects,
} from '#platform';
import { type SuiteDatabase, suiteDatabase } from '../support/database.js';
import { bucket, directory, type Place } from '../support/objects.js';
import { type S3Server, startS3 } from '../support/s3.js';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const nobody = { imports: async () => [], proofs: async () => [] };

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function* pieces(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function put(store: FileStore, content: Buffer): Promise<string> {
  return (await store.receive(Readable.from([content]), content.length)).sha256;
}

const real = process.env['S3_ENDPOINT'] !== undefined;

describe.each([
  ['a directory', directory, true],
  [
    `a bucket (${real ? 'S3_ENDPOINT' : 'a server of the suite; S3_ENDPOINT names a real one'})`,
    bucket,
    !real,
  ],
] as const)('files in %s', (_name, open, canAge) => {
  let place: Place;
  let store: FileStore;

  beforeAll(async () => {
    place = await open();
    store = new FileStore(place.objects);
  });
  afterAll(() => place?.close());
  afterEach(() => {
    expect(halves()).toEqual([]);
  });

  const halves = () => readdirSync(place.objects.spool).filter((name) => name.endsWith('.half'));
  const names = async () => {
    const found: string[] = [];
    for await (const { name } of place.objects.list()) found.push(name);
    return found.sort();
  };
  const importOf = async (content: string, of = store) =>
    (await of.receiveImport(Readable.from([Buffer.from(content)]), () => undefined)).name;

  it.each([
    ['application/pdf', '%PDF-1.7 示例'],
    ['application/ofd', 'PK\u0003\u0004 ……………… OFD.xml'],
    [undefined, '<script>alert(1)</script>'],
    [undefined, 'PK\u0003\u0004 word/document.xml'],
  ])(
    'are told to be %s by their content, in whatever pieces it comes, and stored once',
    async (mediaType, text) => {
      const content = Buffer.from(text);
      const before = await names();
      for (const size of [1, 5, 1000]) {
        const stored = await store.receive(pieces(content, size), 1000);
        expect(stored).toEqual({ sha256: sha256(content), size: content.length, mediaType });
        expect(await store.read(stored.sha256)).toEqual(content);
      }
      expect(await names()).toHaveLength(before.length + 1);
    },
  );

  it('leave nothing of what is too large, is refused, or breaks off', async () => {
    const content = Buffer.alloc(5000, 1);
    const before = await names();
    await expect(store.receive(pieces(content, 100), 4999)).rejects.toThrow(ContentTooLarge);
    const refuse = () => {
      throw new Error('refused');
    };
    await expect(store.receive(pieces(content, 100), 5000, refuse)).rejects.toThrow('refused');
    await expect(store.receiveImport(pieces(content, 100), refuse)).rejects.toThrow('refused');
    const broken = (async function* () {
      yield content;
      throw new Error('aborted');
    })();
    await expect(store.receive(broken, 9000)).rejects.toThrow('aborted');
    expect(await names()).toEqual(before);
    expect(await store.read(sha256('never stored'))).toBeUndefined();
  });

  it('are given in pieces, and not where they are gone or were changed', async () => {
    const content = Buffer.alloc(300_000, 'x');
    const { sha256: hash } = await store.receive(pieces(content, 7000), 400_000);
    const got: Buffer[] = [];
    for await (const piece of (await store.stream(hash)) ?? []) got.push(piece as Buffer);
    expect(got.length).toBeGreaterThan(1);
    expect(Buffer.concat(got).equals(content)).toBe(true);
    const changed = join(place.objects.spool, 'changed');
    writeFileSync(changed, 'changed');
    const name = `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
    await place.objects.keep(name, { path: changed, sha256: sha256('changed') });
    rmSync(changed, { force: true });
    expect([await store.stream(hash), await store.read(hash)]).toEqual([undefined, undefined]);
    await store.remove(name);
    expect(await store.stream(hash)).toBeUndefined();
  });

  it('are the same for another machine, by their name alone', async () => {
    const other = new FileStore(place.elsewhere);
    const [hash, name] = [await put(store, Buffer.from('佐证')), await importOf('需求名称\n病历质控')];
    expect((await other.read(hash))?.toString()).toBe('佐证');
    const file = await other.borrow(name);
    expect(readFileSync(file?.path ?? '', 'utf8')).toBe('需求名称\n病历质控');
    await file?.letGo();
    expect(await store.borrow(`imports/${newId()}`)).toBeUndefined();
    await other.remove(name);
    expect(await store.borrow(name)).toBeUndefined();
  });

  it('of 50 MB come and go in little memory', async () => {
    const piece = Buffer.alloc(1024 * 1024, 7);
    const held = () => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = held();
    let most = 0;
    // A few times only: each look collects the garbage of the whole process, which is large after other suites.
    const look = () => {
      most = Math.max(most, held() - before);
    };
    const content = (async function* () {
      for (let i = 1; i <= 50; i++) {
        if (i % 10 === 0) look();
        yield piece;
      }
    })();
    /** While the store is at work beside the pieces: on its way to the bucket, and back. */
    const watched = async <T>(work: Promise<T>): Promise<T> => {
      let looks = 6;
      const watch = setInterval(() => looks-- > 0 && look(), 30);
      return work.finally(() => clearInterval(watch));
    };
    const { name } = await watched(store.receiveImport(content, () => undefined));
    const file = await watched(store.borrow(name));
    expect(readFileSync(file?.path ?? '')).toHaveLength(50 * piece.length);
    await file?.letGo();
    await store.remove(name);
    expect(most / piece.length).toBeLessThan(20);
  });

  (canAge ? it : it.skip)(
    'are swept when no row names them, when their import is old, and when they are half',
    async () => {
      for (const name of await names()) await place.objects.remove(name);
      const proofs = { named: '', unnamed: '', young: '', again: '' };
      for (const key of Object.keys(proofs) as (keyof typeof proofs)[]) {
        const hash = await put(store, Buffer.from(key));
        proofs[key] = `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
      }
      const imports = { named: '', unnamed: '', old: '', young: '' };
      for (const key of Object.keys(imports) as (keyof typeof imports)[]) imports[key] = await importOf(key);
      for (const name of [proofs.named, proofs.unnamed, proofs.again, imports.named, imports.unnamed])
        place.age(name, daysAgo(2));
      place.age(imports.old, daysAgo(importFileDays + 1));
      const inUse = {
        imports: async (some: readonly string[]) =>
          some.filter((n) => [imports.named, imports.old].includes(n)),
        proofs: async (some: readonly string[]) => {
          await put(store, Buffer.from('again')); // somebody brings it again while the rows are looked at
          return some.filter((hash) => proofs.named.endsWith(hash));
        },
      };
      expect(await store.sweep(inUse)).toBe(3);
      expect(await names()).toEqual(
        [proofs.named, proofs.young, proofs.again, imports.named, imports.young].sort(),
      );
      expect(await store.sweep(inUse)).toBe(0);
    },
  );

  (canAge ? it : it.skip)('are swept from every page of the list, and what is not ours stays', async () => {
    const stranger = Readable.from([Buffer.from('x')]);
    for (const name of await names()) await place.objects.remove(name);
    const { name } = await store.receiveImport(stranger, () => undefined);
    for (let i = 0; i < 120; i++) {
      const hash = await put(store, Buffer.from(`file ${i}`));
      place.age(`${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`, daysAgo(2));
    }
    expect(await store.sweep(nobody)).toBe(120);
    expect(await names()).toEqual([name]);
  });
});

(real ? describe.skip : describe)('a bucket', () => {
  let server: S3Server;
  let store: FileStore;
  const spool = mkdtempSync(join(tmpdir(), 'duijie-spool-'));
  const objects = (secretKey: string, timeoutMs = 3000) =>
    new S3Objects({ ...server, region: 'us-east-1', secretKey, timeoutMs, spool });

  beforeAll(async () => {
    server = await startS3();
    store = new FileStore(objects(server.secretKey));
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(spool, { recursive: true, force: true });
  });

  it('that is full is told as a full disk is', async () => {
    for (const refusal of [
      { status: 507, code: 'XMinioStorageFull' },
      { status: 403, code: 'QuotaExceeded' },
    ]) {
      server.refuse = refusal;
      await expect(put(store, Buffer.from('x'))).rejects.toMatchObject({ code: 'ENOSPC' });
    }
    server.refuse = undefined;
    expect(await put(store, Buffer.from('x'))).toBe(sha256('x'));
  });

  it('that hangs, fails or does not know the key is away: come again', async () => {
    server.silent = true;
    const impatient = new FileStore(objects(server.secretKey, 300));
    await expect(impatient.read(sha256('x'))).rejects.toThrow(FilesAway);
    await expect(put(impatient, Buffer.from('y'))).rejects.toThrow(FilesAway);
    await expect(impatient.objects.probe()).rejects.toThrow();
    server.silent = false;
    server.refuse = { status: 503, code: 'SlowDown' };
    await expect(put(store, Buffer.from('y'))).rejects.toThrow(FilesAway);
    server.refuse = undefined;
    await expect(put(new FileStore(objects('wrong')), Buffer.from('y'))).rejects.toThrow(FilesAway);
    await expect(objects('wrong').probe()).rejects.toThrow();
    expect(readdirSync(spool)).toEqual([]);
  });
});

describe('the store of files, and the database that it belongs to', () => {
  let suite: SuiteDatabase;
  const root = mkdtempSync(join(tmpdir(), 'duijie-marks-'));
  const folder = (name: string) => new FolderObjects(join(root, name));

  beforeAll(async () => {
    suite = await suiteDatabase();
  });
  afterAll(async () => {
    await suite?.drop();
    rmSync(root, { recursive: true, force: true });
  });

  it('is not one that another platform has filled', async () => {
    const other = folder('another');
    await put(new FileStore(other), Buffer.from('x'));
    cpSync(join(root, 'another'), join(root, 'marked'), { recursive: true });
    const [theirs] = await Promise.all([suiteDatabase(), checkFiles(suite.db, folder('nothing yet'))]);
    await checkFiles(theirs.db, folder('marked'));
    await suite.db.query('DELETE FROM file_store');
    await expect(checkFiles(suite.db, folder('marked'))).rejects.toThrow(FilesElsewhere);
    await theirs.drop();
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
