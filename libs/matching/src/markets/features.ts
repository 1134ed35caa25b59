import type { PublishedListing } from '#contracts';
import { fen } from '#kernel';

/** Some codes, as a list or where they are kept. */
export interface Codes {
  readonly length: number;
  includes(code: number): boolean;
}

/**
 * What is looked at in the listings of every market. Numbers stand for codes and ids: each text has one of its own
 * (`numberOf`), so equal numbers are equal texts.
 */
export interface Features {
  readonly organisation: number;
  readonly uscc: number;
  /** 0: none. */
  readonly area: number;
  readonly invited: boolean;
  /** Last day of validity as YYYYMMDD; 0 where none is said. */
  readonly validTo: number;
}

/** What rules look at in a demand; each market adds its own. */
export type DemandFeatures = Features;

/** What rules look at in a supply. There is no number of insured staff to look at. */
export interface SupplyFeatures<N extends string = string, L extends string = string, C extends Codes = Codes>
  extends Features {
  /** Orders equals: the same however the catalogue came to be. */
  readonly tie: number;
  /** The market's own numbers. */
  readonly numbers: Readonly<Record<N, number>>;
  /** The market's own lists of codes. */
  readonly codes: Readonly<Record<L, C>>;
}

/** Supply features as they are made of a listing. */
export type MadeFeatures<N extends string = string, L extends string = string> = SupplyFeatures<
  N,
  L,
  readonly number[]
>;

/** Names of the numbers and lists that a market's supplies have, in the order in which they are kept. */
export interface Layout<N extends string = string, L extends string = string> {
  readonly numbers: readonly N[];
  readonly codes: readonly L[];
}

/** Of a demand or supply, whatever its market. */
export function commonFeatures(listing: PublishedListing): Features {
  return {
    organisation: numberOf(listing.organisation.id),
    uscc: numberOf(listing.organisation.uscc),
    area: listing.area === null ? 0 : numberOf(listing.area),
    invited: listing.visibility === 'invited',
    validTo: listing.validUntil === null ? 0 : dayNumber(listing.validUntil),
  };
}

/** The most that a demand pays, in fen; minus infinity where none is said. */
export function budgetOf(amount: string | null): number {
  return amount === null ? Number.NEGATIVE_INFINITY : Number(fen(amount));
}

/** What a supply asks for, in fen; NaN where none is said. */
export function priceOf(amount: string | null): number {
  return amount === null ? Number.NaN : Number(fen(amount));
}

/** What orders equals. */
export function tieOf({ number }: PublishedListing): number {
  return hash32(number);
}

const numbers = new Map<string, number>();

/** The number of an id or code in this process, from 1 on. Another process or thread has others: features go with theirs. */
export function numberOf(text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size + 1);
  return numbers.size;
}

/** Texts by their numbers, from 1 on: what a snapshot keeps. */
export function numberedTexts(): string[] {
  return [...numbers.keys()];
}

/** `2026-11-24` as 20261124. */
export function dayNumber(day: string): number {
  return Number(day.replaceAll('-', ''));
}

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units; never 0. Puts equals in an order, and decides nothing else. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}
