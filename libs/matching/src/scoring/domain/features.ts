import type { PublishedCapability, PublishedScenario } from '#contracts';
import { fen } from '#kernel';

/** Some codes, as a list or where they are kept. */
export interface Codes {
  readonly length: number;
  includes(code: number): boolean;
}

/** Numbers stand for codes and ids: each text has one of its own (`numberOf`), so equal numbers are equal texts. */
export interface Features<C extends Codes = readonly number[]> {
  readonly organisation: number;
  readonly uscc: number;
  /** 0: none. */
  readonly area: number;
  readonly fields: C;
  readonly chains: C;
  readonly platforms: C;
  readonly invited: boolean;
  /** Last day of validity as YYYYMMDD; 0 where none is said. */
  readonly validTo: number;
}

/** What rules look at in a need. */
export interface NeedFeatures extends Features {
  readonly localOnly: boolean;
  readonly prefersFirstVersion: boolean;
  /** In fen; infinite where none is said. */
  readonly budgetMax: number;
}

/** What rules look at in a capability. There is no number of insured staff to look at. */
export interface CapabilityFeatures<C extends Codes = Codes> extends Features<C> {
  /** In fen; undefined where none is said. */
  readonly price: number | undefined;
  /** Patents, standards and awards as a share of what is full, 0–1. */
  readonly advancement: number;
  /** Recognition as a first-version product, days as YYYYMMDD; 0 where there is none. */
  readonly firstFrom: number;
  readonly firstTo: number;
  /** Orders equals: the same however the catalogue came to be. */
  readonly tie: number;
}

export function needFeatures(scenario: PublishedScenario): NeedFeatures {
  return {
    ...common(scenario),
    platforms: scenario.requiredPlatforms.map(numberOf),
    localOnly: scenario.localOnly,
    prefersFirstVersion: scenario.prefersFirstVersion,
    budgetMax: scenario.budgetMax === null ? Number.NEGATIVE_INFINITY : Number(fen(scenario.budgetMax)),
  };
}

export function capabilityFeatures(capability: PublishedCapability): CapabilityFeatures<readonly number[]> {
  const { patents, standards, awards, firstVersion } = capability;
  return {
    ...common(capability),
    platforms: capability.adaptedPlatforms.map(numberOf),
    price: capability.referencePrice === null ? undefined : Number(fen(capability.referencePrice)),
    advancement: Math.min(
      1,
      Math.min(patents, 10) / 10 + Math.min(standards, 3) / 3 + Math.min(awards, 3) / 3,
    ),
    firstFrom: firstVersion ? dayNumber(firstVersion.validFrom) : 0,
    firstTo: firstVersion ? dayNumber(firstVersion.validTo) : 0,
    tie: hash32(capability.number),
  };
}

function common(listing: PublishedScenario | PublishedCapability) {
  return {
    organisation: numberOf(listing.organisation.id),
    uscc: numberOf(listing.organisation.uscc),
    area: listing.area === null ? 0 : numberOf(listing.area),
    fields: listing.fields.map(numberOf),
    chains: listing.chains.map(numberOf),
    invited: listing.visibility === 'invited',
    validTo: listing.validUntil === null ? 0 : dayNumber(listing.validUntil),
  };
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
