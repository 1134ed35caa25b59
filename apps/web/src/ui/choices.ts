import { useSearchParams } from 'react-router';

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
