import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SetMalformed } from '../ranking/evaluate.js';

export interface LabelledSet {
  readonly docs: ReadonlyMap<string, string>;
  readonly queries: ReadonlyMap<string, string>;
  /** Relevant documents by query. */
  readonly relevant: ReadonlyMap<string, readonly string[]>;
}

/** A folder of queries.jsonl, docs.jsonl and qrels.tsv. @throws SetMalformed `eval.malformed` */
export async function readLabelled(folder: string): Promise<LabelledSet> {
  const [docs, queries, qrels] = await Promise.all([
    texts(join(folder, 'docs.jsonl')),
    texts(join(folder, 'queries.jsonl')),
    readFile(join(folder, 'qrels.tsv'), 'utf8'),
  ]);
  const relevant = new Map<string, string[]>();
  for (const line of qrels.split(/\r?\n/)) {
    const [query, doc, grade] = line.split('\t');
    if (!query || !doc || Number(grade ?? 1) <= 0 || !docs.has(doc) || !queries.has(query)) continue;
    const of = relevant.get(query) ?? [];
    if (of.length === 0) relevant.set(query, of);
    of.push(doc);
  }
  return { docs, queries, relevant };
}

async function texts(file: string): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const { id, text } = parsed(line, `${file} 第 ${number} 行`);
    all.set(id, text);
  }
  return all;
}

function parsed(line: string, where: string): { readonly id: string; readonly text: string } {
  let value: { id?: unknown; text?: unknown };
  try {
    value = JSON.parse(line) as typeof value;
  } catch {
    throw new SetMalformed(`${where}不是 JSON`);
  }
  if (value.id === undefined || typeof value.text !== 'string')
    throw new SetMalformed(`${where}应有 id 和 text`);
  return { id: String(value.id), text: value.text };
}
