import { kindCodes, kinds, type ListingKind, marketCodes, marketName } from '#contracts';

/** How pages call kinds and markets, and where they are. */

export type Kind = ListingKind;

const ofEach = <T>(value: (kind: Kind) => T) =>
  Object.fromEntries(kindCodes.map((kind) => [kind, value(kind)])) as Readonly<Record<Kind, T>>;
export const kindName = ofEach((kind) => kinds[kind].label.zh);
/** Where a kind's pages are. */
export const base = ofEach((kind) => `/${kinds[kind].definition.path}`);
/** For choosing a kind, market by market. */
export const kindOptions = kindCodes.map((kind) => ({ value: kind, label: kindName[kind] }));

export const marketOptions = marketCodes.map((code) => ({ value: code, label: marketName(code) }));
