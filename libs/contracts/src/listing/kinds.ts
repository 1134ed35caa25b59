import type { DictionaryName } from '../dictionaries/index.js';
import type { Entries } from './field.js';
import type { ListingKindOf } from './kind.js';
import { fieldsOf } from './schema.js';
import { capability } from './software/capability.js';
import { scenario } from './software/scenario.js';

/** All listing kinds of the platform, by code. */
export const kinds = { scenario, capability } as const;

export type KindCode = keyof typeof kinds;
export const kindCodes = Object.keys(kinds) as [KindCode, ...KindCode[]];

export const scenarioContent = scenario.content;
export const capabilityContent = capability.content;

/** Which fields hold codes of which dictionary: paths below the content, `firstVersion/level`. */
export function codedPathsOf(kind: ListingKindOf): Readonly<Record<string, DictionaryName>> {
  return Object.fromEntries(codedPaths(kind.entries));
}

function codedPaths(entries: Entries, above = ''): [string, DictionaryName][] {
  return Object.entries(fieldsOf(entries)).flatMap(([name, { traits }]) => {
    if (traits.members) return codedPaths(traits.members, `${above}${name}/`);
    return traits.dictionary ? [[`${above}${name}`, traits.dictionary]] : [];
  });
}
