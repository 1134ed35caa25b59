import { z } from 'zod';
import { type DictionaryName, dictionaries, unknownCode } from '../dictionaries/index.js';
import { code, nameText, text, whole } from './common.js';
import { endpoint } from './endpoint.js';

/** A code that ships with the platform; the refusal names the value and says where the right ones stand. */
export function codeOf(name: DictionaryName) {
  const known = new Set<string>(dictionaries[name].entries.map((entry) => entry.code));
  return z.string().refine((value) => known.has(value), {
    error: (issue) => unknownCode(name, String(issue.input)),
  });
}

const dictionaryName = z.enum(Object.keys(dictionaries) as [DictionaryName, ...DictionaryName[]], {
  error: `字典应为 ${Object.keys(dictionaries).join('、')} 之一`,
});
const dictionaryEntryView = z.strictObject({
  code: z.string(),
  label: z.string(),
  aliases: z.array(z.string()).readonly().optional(),
  parent: z.string().optional(),
  note: z.string().optional(),
  /** Shown where it stands already, refused in new content. */
  retired: z.literal(true).optional(),
});
export type DictionaryEntryView = z.output<typeof dictionaryEntryView>;

/** Entries of one dictionary, retired ones with them: forms choose from all of it at once. */
export const mostEntries = 2000;

export const readDictionaries = endpoint({
  method: 'GET',
  path: '/dictionaries',
  tag: 'dictionaries',
  summary: '全部字典',
  action: 'dictionary.read',
  answer: z.record(z.string(), z.array(dictionaryEntryView).max(mostEntries)),
});
export const readDictionary = endpoint({
  method: 'GET',
  path: '/dictionaries/:name',
  tag: 'dictionaries',
  summary: '一个字典',
  action: 'dictionary.read',
  params: z.strictObject({ name: dictionaryName }),
  answer: whole(dictionaryEntryView, mostEntries),
});
export const putDictionaryEntry = endpoint({
  method: 'PUT',
  path: '/dictionaries/:name/:code',
  tag: 'dictionaries',
  summary: '新增、改名或停用字典项（代码永不更改）',
  action: 'dictionary.edit',
  params: z.strictObject({ name: dictionaryName, code }),
  body: z.strictObject({
    label: nameText(60),
    aliases: z.array(text(60)).max(50).default([]),
    parent: code.nullable().default(null),
    note: text(200).nullable().default(null),
    retired: z.boolean().default(false),
  }),
  answer: dictionaryEntryView,
});
/** Each entry's place from now on; entries that are not named follow, as they stood. */
export const orderDictionary = endpoint({
  method: 'PUT',
  path: '/dictionaries/:name',
  tag: 'dictionaries',
  summary: '调整字典项的顺序',
  action: 'dictionary.edit',
  params: z.strictObject({ name: dictionaryName }),
  body: z.strictObject({ codes: z.array(code).min(1).max(mostEntries) }),
  answer: whole(dictionaryEntryView, mostEntries),
});
export type DictionaryChange = z.output<NonNullable<(typeof putDictionaryEntry)['body']>>;
