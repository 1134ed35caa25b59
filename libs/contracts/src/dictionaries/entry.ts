export interface DictionaryEntry {
  /** Never changes, never used again for something else. */
  readonly code: string;
  readonly label: string;
  /** Other spellings, for importers. */
  readonly aliases?: readonly string[];
  /** The entry above it in the same dictionary. */
  readonly parent?: string;
  readonly note?: string;
}

/** What the city chooses from; forms, imports and rules go by the codes of its entries. */
export interface Dictionary {
  /** As people call it. */
  readonly name: string;
  /** Where its entries are chosen. */
  readonly about: string;
  readonly entries: readonly DictionaryEntry[];
}

export function dictionary(name: string, about: string, entries: readonly DictionaryEntry[]): Dictionary {
  return { name, about, entries };
}
