import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '#kernel';
import { ContentTooLarge, FileStore } from './file-store.js';

async function* pieces(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

describe('the file store', () => {
  let folder: string;
  let store: FileStore;
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duijie-store-'));
    store = new FileStore(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['application/pdf', '%PDF-1.7 示例'],
    ['application/ofd', 'PK\u0003\u0004 ……………… OFD.xml'],
    [undefined, '<script>alert(1)</script>'],
    [undefined, 'PK\u0003\u0004 word/document.xml'],
  ])('tells %s by the content, in whatever pieces it comes', async (mediaType, text) => {
    const content = Buffer.from(text);
    for (const size of [1, 5, 1000]) {
      const stored = await store.receive(pieces(content, size), 1000);
      expect(stored).toEqual({ sha256: sha256(content), size: content.length, mediaType });
      expect(await store.read(stored.sha256)).toEqual(content);
    }
    expect(await files()).toHaveLength(1);
  });

  it('gives content in pieces, and nothing of what is gone or was changed', async () => {
    const content = Buffer.alloc(300_000, 'x');
    const { sha256: hash } = await store.receive(pieces(content, 7000), 400_000);
    const got: Buffer[] = [];
    for await (const piece of (await store.stream(hash)) ?? []) got.push(piece as Buffer);
    expect(got.length).toBeGreaterThan(1);
    expect(Buffer.concat(got).equals(content)).toBe(true);
    await writeFile(join(folder, hash.slice(0, 2), hash.slice(2, 4), hash), 'changed');
    expect(await store.stream(hash)).toBeUndefined();
    expect(await store.stream('0'.repeat(64))).toBeUndefined();
  });

  it('leaves nothing of what is too large, is refused, or breaks off', async () => {
    const content = Buffer.alloc(5000, 1);
    await expect(store.receive(pieces(content, 100), 4999)).rejects.toThrow(ContentTooLarge);
    const refuse = () => {
      throw new Error('refused');
    };
    await expect(store.receive(pieces(content, 100), 5000, refuse)).rejects.toThrow('refused');
    const broken = (async function* () {
      yield content;
      throw new Error('aborted');
    })();
    await expect(store.receive(broken, 9000)).rejects.toThrow('aborted');
    expect(await files()).toEqual([]);
  });
});
