import { z } from 'zod';
import type { DictionaryName } from '../dictionaries/index.js';
import { perObject } from '../per-object.js';
import type { Entries } from './field.js';
import type { ContentOf, ListingKindOf, Side } from './kind.js';
import type { MarketDefinition } from './market.js';
import { fieldsOf } from './schema.js';
import { capability } from './software/capability.js';
import { software } from './software/market.js';
import { scenario } from './software/scenario.js';
import { technology } from './technology/market.js';
import { technologyNeed } from './technology/need.js';
import { technologyResult } from './technology/result.js';

/** All listing kinds of the platform, by code. */
export const kinds = {
  scenario,
  capability,
  'technology-need': technologyNeed,
  'technology-result': technologyResult,
} as const;

export type KindCode = keyof typeof kinds;
export const kindCodes = Object.keys(kinds) as [KindCode, ...KindCode[]];

/** What a listing of a kind holds. */
export type KindContent<K extends KindCode = KindCode> = ContentOf<(typeof kinds)[K]>;

/** A market whose kinds are among those of the platform. */
export interface Market extends MarketDefinition {
  readonly demand: KindCode;
  readonly supply: KindCode;
}

/** All markets, the platform's centre first. Permanent codes: they stand in facts, the ledger and addresses. */
export const markets = { software, technology } as const satisfies Readonly<Record<string, Market>>;

export type MarketCode = keyof typeof markets;
export const marketCodes = Object.keys(markets) as [MarketCode, ...MarketCode[]];

/** Something of each market, by its code. */
export const perMarket = <T>(make: (market: MarketCode) => T) =>
  Object.fromEntries(marketCodes.map((code) => [code, make(code)])) as Readonly<Record<MarketCode, T>>;

/** Something of each kind, by its code. */
export const perKind = <T>(make: (kind: KindCode) => T) =>
  Object.fromEntries(kindCodes.map((code) => [code, make(code)])) as Readonly<Record<KindCode, T>>;

/** What a market is called where it stands by itself. */
export const marketName = (code: MarketCode) => `${markets[code].label.zh}供需`;

/** What the pairs of a market are called; those of the platform's centre need no name. */
export const pairsName = (code: MarketCode) => `${code === 'software' ? '' : markets[code].label.zh}供需对接`;

/** The market that a kind is traded in. */
export function marketOf(kind: KindCode): MarketCode {
  const found = marketCodes.find((code) => markets[code].demand === kind || markets[code].supply === kind);
  if (!found) throw new Error(`kind ${kind} is in no market`);
  return found;
}

export const sideOf = (kind: KindCode): Side => kinds[kind].definition.side;

/** The kind that answers a kind, on the other side of its market. */
export function otherKind(kind: KindCode): KindCode {
  const { demand, supply } = markets[marketOf(kind)];
  return kind === demand ? supply : demand;
}

export const scenarioContent = scenario.content;
export const capabilityContent = capability.content;

/** Which fields hold codes of which dictionary: paths below the content, `firstVersion/level`. */
export const codedPathsOf = perObject(
  (kind: ListingKindOf): Readonly<Record<string, DictionaryName>> =>
    Object.fromEntries(codedPaths(kind.entries)),
);

/** What the contents of a kind look like, in one text: contents that one form took need no further look by the same. */
export const writtenForm = perObject((kind: ListingKindOf): string =>
  JSON.stringify(z.toJSONSchema(kind.content, { io: 'output', unrepresentable: 'any' })),
);

function codedPaths(entries: Entries, above = ''): [string, DictionaryName][] {
  return Object.entries(fieldsOf(entries)).flatMap(([name, { traits }]) => {
    if (traits.members) return codedPaths(traits.members, `${above}${name}/`);
    return traits.dictionary ? [[`${above}${name}`, traits.dictionary]] : [];
  });
}
