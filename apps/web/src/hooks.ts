import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Grid } from 'antd';
import { useSearchParams } from 'react-router';
import {
  type DictionaryEntryView,
  type Endpoint,
  type KindCode,
  kindNamed,
  type ListingKindOf,
  readDictionaries,
  readMe,
} from '#contracts';
import { type CallInput, call, Problem } from './api';

export function useCall<E extends Endpoint>(endpoint: E, input: CallInput<E> = {}, enabled = true) {
  return useQuery({
    queryKey: [endpoint.path, input],
    queryFn: () => call(endpoint, input),
    enabled,
  });
}

/** Pages one after the other, flattened; read on with `fetchNextPage`. */
export function usePages<T>(
  key: readonly unknown[],
  read: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>,
  /** Milliseconds until all is read again, by what was read. */
  again: (items: readonly T[]) => number | false = () => false,
) {
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: ({ state }) => again(state.data?.pages.flatMap(({ items }) => items) ?? []),
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

/**
 * The query of the address as it is at this moment, to be changed: a page is drawn a little later than its address changes,
 * and who chooses twice in a row would lose the first choice by what the page was drawn with.
 */
export const queryNow = () => new URLSearchParams(window.location.search);

/** The query of the address, and how to set choices in it: an undefined or empty one is taken out. */
export function useChoices<Name extends string>() {
  const [search, setSearch] = useSearchParams();
  const choose = (choices: Partial<Record<Name, string | undefined>>) => {
    const next = queryNow();
    for (const [name, value] of Object.entries<string | undefined>(choices)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setSearch(next, { replace: true });
  };
  return [search, choose] as const;
}

/** True where the window is wide enough for tables and two columns, as a phone's is not. */
export function useWide(): boolean {
  return Grid.useBreakpoint().md ?? window.innerWidth >= 768;
}

export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => call(readMe), staleTime: 60_000, retry: false });
}

export function useMay() {
  const actions = useMe().data?.actions ?? [];
  return (action: string) => actions.includes(action);
}

export function useDictionaries() {
  const { data } = useQuery({
    queryKey: ['dictionaries'],
    queryFn: () => call(readDictionaries),
    staleTime: 600_000,
  });
  const entries = (name: string): readonly DictionaryEntryView[] => data?.[name] ?? [];
  const label = (name: string, code: string | null | undefined): string =>
    code ? (entries(name).find((entry) => entry.code === code)?.label ?? code) : '';
  return {
    label,
    /** A kind as the city calls its fields. */
    kind: (code: KindCode): ListingKindOf => kindNamed(code, label),
    labels: (name: string, codes: readonly string[]) =>
      codes.map((code) => entries(name).find((entry) => entry.code === code)?.label ?? code),
    options: (name: string) =>
      entries(name)
        .filter((entry) => !entry.retired)
        .map((entry) => ({ value: entry.code, label: entry.label })),
  };
}

/** Text of a failure for the person; field errors on lines of their own. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return '操作未完成，请稍后再试';
  const fields = error.errors.map((one) => one.detail);
  return [error.message, ...fields.filter((text) => !error.message.includes(text))].join('；');
}

/** How a change ended: its answer, `null` where it has none, `false` where it was refused. */
export type Acted = NonNullable<unknown> | null;

/** Runs a change, says how it ended and reads everything shown again. */
export function useAct() {
  const { message } = App.useApp();
  const client = useQueryClient();
  return async <T>(run: () => Promise<T>, done?: string): Promise<NonNullable<T> | null | false> => {
    try {
      const result = await run();
      await client.invalidateQueries();
      if (done) message.success(done);
      return result ?? null;
    } catch (error) {
      message.error(explain(error), 6);
      if (error instanceof Problem && (error.status === 412 || error.status === 409))
        await client.invalidateQueries();
      return false;
    }
  };
}

/** What is wrong with fields of a form, for the form to show it where they are. @param fields pointer → name in the form. */
export function fieldFaults<N extends string>(
  error: unknown,
  fields: Readonly<Record<string, N>>,
): { name: N; errors: string[] }[] {
  if (!(error instanceof Problem)) return [];
  return Object.entries(fields)
    .map(([pointer, name]) => ({
      name,
      errors: error.errors.filter((one) => one.pointer === pointer).map(({ detail }) => detail),
    }))
    .filter(({ errors }) => errors.length > 0);
}
