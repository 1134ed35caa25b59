import { synonymLimits } from '#contracts';

export type Group = readonly string[];

interface Version {
  readonly version: number;
  readonly groups: readonly Group[];
}

/** A group of a draft; `was`: as it stands in the version that the draft was made from. */
export interface Row {
  readonly key: number;
  readonly words: Group;
  readonly was?: Group;
}

export interface Draft {
  readonly base: Version;
  readonly rows: readonly Row[];
}

export function versionName(version: number): string {
  return version === 0 ? '平台内置' : `第 ${version} 版`;
}

const id = (group: Group) => group.join('、');

export function draftOf(base: Version): Draft {
  return { base, rows: base.groups.map((words, key) => ({ key, words, was: words })) };
}

export function stateOf({ words, was }: Row): 'same' | 'added' | 'changed' {
  if (was === undefined) return 'added';
  return id(words) === id(was) ? 'same' : 'changed';
}

/** What a draft changes, in words; empty where it changes nothing. */
export function changesIn({ base, rows }: Draft): string {
  const count = (state: ReturnType<typeof stateOf>) => rows.filter((row) => stateOf(row) === state).length;
  const added = count('added');
  const changes: [string, number][] = [
    ['新增', added],
    ['修改', count('changed')],
    ['删除', base.groups.length - (rows.length - added)],
  ];
  return changes
    .filter(([, groups]) => groups > 0)
    .map(([change, groups]) => `${change} ${groups} 组`)
    .join('、');
}

/** New groups in front, where they are seen; or in place of the row `key`. */
export function withGroups(draft: Draft, groups: readonly Group[], key?: number): Draft {
  const next = Math.max(-1, ...draft.rows.map((row) => row.key)) + 1;
  const fresh = groups.map((words, i): Row => ({ key: next + i, words }));
  if (key === undefined) return { ...draft, rows: [...fresh, ...draft.rows] };
  const [first, ...further] = fresh;
  const rows = draft.rows.flatMap((row) =>
    row.key === key && first ? [{ ...row, words: first.words }, ...further] : [row],
  );
  return { ...draft, rows };
}

export function without(draft: Draft, key: number): Draft {
  return { ...draft, rows: draft.rows.filter((row) => row.key !== key) };
}

/** What a draft changes in its version, changed in another one instead. */
export function rebased({ base, rows }: Draft, now: Version): Draft {
  const ids = (groups: readonly Group[]) => new Set(groups.map(id));
  const left = ids(rows.map(({ words }) => words));
  const gone = ids(base.groups.filter((group) => !left.has(id(group))));
  const there = ids(now.groups);
  const own = rows.filter((row) => stateOf(row) !== 'same').map(({ words }) => words);
  const fresh = draftOf(now);
  return withGroups(
    { ...fresh, rows: fresh.rows.filter(({ words }) => !gone.has(id(words))) },
    own.filter((group) => !there.has(id(group))),
  );
}

/** As words are compared; traditional characters are left to the server. */
const plain = (word: string) => word.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

/** A line a meaning; its words stand between 、 ， ； | or tabs, since blanks belong to words (edge computing). */
export function linesOf(text: string): string[][] {
  return text
    .split('\n')
    .map((line) =>
      line
        .split(/[、，,；;｜|\t]/)
        .map(plain)
        .filter((word) => word !== ''),
    )
    .filter((words) => words.length > 0);
}

/** What is wrong with lines, in sentences. @param others rows that stay beside them, by their number on the page. */
export function faultsOf(lines: readonly Group[], others: ReadonlyMap<number, Group>): string[] {
  const { words: most, characters } = synonymLimits;
  const taken = new Map([...others].flatMap(([row, words]) => words.map((word) => [word, row] as const)));
  const seen = new Set<string>();
  return lines.flatMap((words, i) => {
    const line = lines.length > 1 ? `第 ${i + 1} 行` : '';
    const size =
      words.length < 2 || words.length > most
        ? [`${line}有 ${words.length} 个词，每组应有 2 至 ${most} 个，用顿号或逗号隔开`]
        : [];
    return [
      ...size,
      ...words.flatMap((word) => {
        const again = seen.has(word);
        seen.add(word);
        if ([...word].length > characters) return [`${line}“${word}”超过 ${characters} 个字`];
        if (!/[\p{L}\p{N}]/u.test(word)) return [`${line}“${word}”不含文字或数字`];
        if (again) return [`${line}“${word}”重复`];
        const row = taken.get(word);
        return row === undefined ? [] : [`${line}“${word}”已在序号 ${row} 的一组，一个词只能在一组`];
      }),
    ];
  });
}

/** Rows with a word that holds what is looked for, with their numbers on the page. */
export function foundIn({ rows }: Draft, sought: string): { readonly number: number; readonly row: Row }[] {
  const wanted = plain(sought);
  return rows
    .map((row, i) => ({ number: i + 1, row }))
    .filter(({ row }) => row.words.some((word) => word.includes(wanted)));
}
