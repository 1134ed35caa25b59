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
