import { kindCodes, kinds, type ListingKind, marketCodes, marketName, perKind } from '#contracts';

/** What pages call kinds and markets, and the addresses of their pages. */

export type Kind = ListingKind;

export const kindName = perKind((kind) => kinds[kind].label.zh);
/** Where a kind's pages are. */
export const base = perKind((kind) => `/${kinds[kind].definition.path}`);
/** The choices of a field in which a kind is chosen, in the order of the markets. */
export const kindOptions = kindCodes.map((kind) => ({ value: kind, label: kindName[kind] }));

export const marketOptions = marketCodes.map((code) => ({ value: code, label: marketName(code) }));
