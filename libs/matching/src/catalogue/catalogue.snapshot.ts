import { deserialize, serialize } from 'node:v8';
import {
  BadSnapshot,
  type KeptGrounds,
  Lengths,
  LexicalIndex,
  readSnapshot,
  TermDictionary,
  writeSnapshot,
} from '#topk';
import type { MarketRules } from '../markets/rules.js';
import { views } from '../scoring/views.js';
import { Catalogue, type Head } from './catalogue.js';
import { FeatureTable } from './feature-table.js';

/** Raised with every change of how texts become terms or rows: older files are of no use then. */
const textVersion = 9;

interface Extra {
  readonly heads: KeptHeads;
  readonly dictionary: TermDictionary['image'];
  readonly features: ReturnType<FeatureTable['image']>;
  readonly lengths: Lengths['kept'];
  readonly grounds: KeptGrounds;
}

/** What a file belongs to: this way of cutting texts, these settings, this market of this database. */
function snapshotRevision({ market, layout }: MarketRules, database: string): string {
  return `${textVersion} ${JSON.stringify([views, market, layout])} ${database}`;
}

export function saveCatalogue(path: string, catalogue: Catalogue, database: string): void {
  const { fast, dictionary, lengths, kept } = catalogue.lexical.parts;
  const extra: Extra = {
    heads: keptOf(catalogue.allHeads),
    dictionary: dictionary.image,
    features: catalogue.features.image(fast.documents),
    lengths: lengths.kept,
    grounds: kept,
  };
  writeSnapshot(path, fast, snapshotRevision(catalogue.rules, database), serialize(extra));
}

/**
 * The catalogue as it was saved; what has changed since is seen by its heads and brought up to date by the caller.
 * @throws BadSnapshot where the file is absent, damaged or of another database or version: build anew.
 */
export function loadCatalogue(path: string, rules: MarketRules, database: string): Catalogue {
  const { index, extra } = readSnapshot(path, snapshotRevision(rules, database));
  let parts: Extra;
  try {
    parts = deserialize(extra) as Extra;
  } catch (cause) {
    throw new BadSnapshot('the snapshot is damaged', { cause });
  }
  const lexical = LexicalIndex.restore(
    views,
    {
      dictionary: TermDictionary.restore(parts.dictionary),
      fast: index,
      lengths: new Lengths(views, parts.lengths),
    },
    parts.grounds,
  );
  return new Catalogue(
    rules,
    lexical,
    FeatureTable.restore(rules.layout, parts.features),
    headsOf(parts.heads),
  );
}

/** Heads column by column: a fraction of the time that as many objects take to be read. */
interface KeptHeads {
  /** By document number, parted by blanks; empty where it is gone. */
  readonly ids: string;
  readonly standsSince: string;
  readonly revisions: Int32Array;
  /** Places in `firms`. */
  readonly firmOf: Uint32Array;
  readonly firms: readonly (readonly [id: string, area: string | null])[];
}

function keptOf(heads: readonly (Head | undefined)[]): KeptHeads {
  const places = new Map<string, number>();
  const firms: [string, string | null][] = [];
  const firmOf = Uint32Array.from(heads, (head) => {
    if (!head) return 0;
    const { firmId, firmArea } = head;
    const place = places.get(`${firmId} ${firmArea}`) ?? firms.push([firmId, firmArea]) - 1;
    places.set(`${firmId} ${firmArea}`, place);
    return place;
  });
  return {
    ids: Array.from(heads, (head) => head?.id ?? '').join(' '),
    standsSince: Array.from(heads, (head) => head?.standsSince ?? '').join(' '),
    revisions: Int32Array.from(heads, (head) => head?.revision ?? 0),
    firmOf,
    firms,
  };
}

function headsOf({ ids, standsSince, revisions, firmOf, firms }: KeptHeads): (Head | undefined)[] {
  if (revisions.length === 0) return [];
  const times = standsSince.split(' ');
  return ids.split(' ').map((id, doc) => {
    if (id === '') return undefined;
    const [firmId, firmArea] = firms[firmOf[doc] as number] as KeptHeads['firms'][number];
    const revision = revisions[doc] as number;
    return { id, revision, standsSince: times[doc] as string, firmId, firmArea };
  });
}
