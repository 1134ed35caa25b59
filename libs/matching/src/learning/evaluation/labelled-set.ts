import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { DomainError } from '#kernel';
import type { Field } from '../../scoring/views.js';

/** What queries should find among documents, as people judged it. */
export interface LabelledSet {
  readonly name: string;
  readonly docs: ReadonlyMap<string, readonly Field[]>;
  readonly queries: ReadonlyMap<string, readonly Field[]>;
  /** By query, then by document; queries that nobody judged are absent. */
  readonly grades: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export class SetMalformed extends DomainError {
  readonly code = 'eval.malformed';
  readonly status = 422;
}

/** What a title counts beside the text, in a product as in a need. */
const titleWeight = 2;

/** A weight of titles other than the product's, to judge it by. */
export interface Weights {
  readonly title?: number | undefined;
}

/**
 * A folder of queries.jsonl and docs.jsonl, an `{ id, text }` or `{ id, title, text }` a line, and qrels.tsv.
 * @throws SetMalformed `eval.malformed`
 */
export async function readLabelled(
  folder: string,
  { title = titleWeight }: Weights = {},
): Promise<LabelledSet> {
  const [docs, queries, grades] = await Promise.all([
    texts(join(folder, 'docs.jsonl'), title),
    texts(join(folder, 'queries.jsonl'), title),
    readGrades(join(folder, 'qrels.tsv')),
  ]);
  return { name: basename(resolve(folder)), docs, queries, grades };
}

async function texts(file: string, titleWeight: number): Promise<Map<string, readonly Field[]>> {
  const all = new Map<string, readonly Field[]>();
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const { id, title, text } = parsed(line, `${file} 第 ${number} 行`);
    all.set(id, [...(title ? [{ text: title, weight: titleWeight }] : []), { text, weight: 1 }]);
  }
  return all;
}

function parsed(line: string, where: string): { id: string; title: string | undefined; text: string } {
  let value: { id?: unknown; title?: unknown; text?: unknown };
  try {
    value = JSON.parse(line) as typeof value;
  } catch {
    throw new SetMalformed(`${where}不是 JSON`);
  }
  const { id, title, text } = value;
  if (id === undefined || typeof text !== 'string') throw new SetMalformed(`${where}应有 id 和 text`);
  if (title !== undefined && typeof title !== 'string') throw new SetMalformed(`${where}的 title 应为文字`);
  return { id: String(id), title, text };
}

async function readGrades(file: string): Promise<Map<string, Map<string, number>>> {
  const all = new Map<string, Map<string, number>>();
  for (const line of (await readFile(file, 'utf8')).split(/\r?\n/)) {
    const [query, doc, grade] = line.split('\t');
    if (!query || !doc) continue;
    const grades = all.get(query) ?? new Map<string, number>();
    grades.set(doc, Number(grade ?? 1));
    all.set(query, grades);
  }
  return all;
}
