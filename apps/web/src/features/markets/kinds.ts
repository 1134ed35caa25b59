import { kindCodes, kinds, type ListingKind, marketCodes, marketName, perKind } from '#contracts';

/** How pages call kinds and markets, and where they are. */

export type Kind = ListingKind;

export const kindName = perKind((kind) => kinds[kind].label.zh);
/** Where a kind's pages are. */
export const base = perKind((kind) => `/${kinds[kind].definition.path}`);
/** For choosing a kind, market by market. */
export const kindOptions = kindCodes.map((kind) => ({ value: kind, label: kindName[kind] }));

export const marketOptions = marketCodes.map((code) => ({ value: code, label: marketName(code) }));
