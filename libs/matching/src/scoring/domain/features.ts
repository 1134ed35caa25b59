import type { PublishedCapability, PublishedScenario } from '#contracts';
import { fen } from '#kernel';

/** Some codes, as a list or where they are kept. */
export interface Codes {
  readonly length: number;
  includes(code: number): boolean;
}

/** Numbers stand for codes and ids: 32 bits of hash for codes of dictionaries, 53 for organisations. */
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
    platforms: scenario.requiredPlatforms.map(code),
    localOnly: scenario.localOnly,
    prefersFirstVersion: scenario.prefersFirstVersion,
    budgetMax: scenario.budgetMax === null ? Number.NEGATIVE_INFINITY : Number(fen(scenario.budgetMax)),
  };
}

export function capabilityFeatures(capability: PublishedCapability): CapabilityFeatures<readonly number[]> {
  const { patents, standards, awards, firstVersion } = capability;
  return {
    ...common(capability),
    platforms: capability.adaptedPlatforms.map(code),
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
    organisation: hash53(listing.organisation.id),
    uscc: hash53(listing.organisation.uscc),
    area: listing.area === null ? 0 : hash32(listing.area),
    fields: listing.fields.map(code),
    chains: listing.chains.map(code),
    invited: listing.visibility === 'invited',
    validTo: listing.validUntil === null ? 0 : dayNumber(listing.validUntil),
  };
}

/** Of a code alone: `map` hands its place in the list over as well, which is no seed. */
function code(text: string): number {
  return hash32(text);
}

/** `2026-11-24` as 20261124. */
export function dayNumber(day: string): number {
  return Number(day.replaceAll('-', ''));
}

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units; never 0. */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}

function hash53(text: string): number {
  return hash32(text) * 2 ** 21 + (hash32(text, 0x9747b28c) >>> 11);
}
