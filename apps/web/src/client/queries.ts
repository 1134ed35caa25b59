import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  type DictionaryEntryView,
  type Endpoint,
  type KindCode,
  kindNamed,
  type ListingKindOf,
  readDictionaries,
  readMe,
} from '#contracts';
import { type CallInput, call } from './api';

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
