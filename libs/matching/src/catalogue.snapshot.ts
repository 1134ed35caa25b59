import { deserialize, serialize } from 'node:v8';
import { Catalogue, type Head } from './catalogue.js';
import { BadSnapshot, readSnapshot, writeSnapshot } from './engine/fast/snapshot.js';
import { TermDictionary } from './lexical/dictionary.js';
import { FeatureTable } from './lexical/feature-table.js';
import { Lengths } from './lexical/lengths.js';
import { LexicalIndex } from './lexical/lexical-index.js';
import { views } from './ranking/views.js';

/** Raised with every change of how texts become terms or rows: older files are of no use then. */
const textVersion = 4;

interface Extra {
  readonly heads: readonly (Head | undefined)[];
  readonly dictionary: TermDictionary['image'];
  readonly features: ReturnType<FeatureTable['image']>;
  readonly lengths: Lengths['kept'];
}

/** What a file belongs to: this way of cutting texts, these settings, this database. */
export function snapshotRevision(database: string): string {
  return `${textVersion} ${JSON.stringify(views)} ${database}`;
}

export function saveCatalogue(path: string, catalogue: Catalogue, database: string): void {
  const { fast, dictionary, lengths } = catalogue.lexical.parts;
  const extra: Extra = {
    heads: catalogue.allHeads,
    dictionary: dictionary.image,
    features: catalogue.features.image(fast.documents),
    lengths: lengths.kept,
  };
  writeSnapshot(path, fast, snapshotRevision(database), serialize(extra));
}

/**
 * The catalogue as it was saved; what has changed since is seen by its heads and brought up to date by the caller.
 * @throws BadSnapshot where the file is absent, damaged or of another database or version: build anew.
 */
export function loadCatalogue(path: string, database: string): Catalogue {
  const { index, extra } = readSnapshot(path, snapshotRevision(database));
  let parts: Extra;
  try {
    parts = deserialize(extra) as Extra;
  } catch (cause) {
    throw new BadSnapshot('the snapshot is damaged', { cause });
  }
  const dictionary = TermDictionary.restore(parts.dictionary);
  const lengths = new Lengths(views, (term) => dictionary.viewOf(term), parts.lengths);
  return new Catalogue(
    new LexicalIndex(views, dictionary, index, lengths),
    FeatureTable.restore(parts.features),
    [...parts.heads],
  );
}
