import { kindCodes, kinds, type ListingKind, type MarketCode, markets } from '#contracts';

/** The kind whose pages stand under an address; a map: an object would also know `__proto__` and `constructor`. */
export const kindByPath: ReadonlyMap<string, ListingKind> = new Map(
  kindCodes.map((kind) => [kinds[kind].definition.path, kind]),
);

/** What a kind of listing is called, and where its pages are. */
export const namesOf = (kind: ListingKind) => {
  const { label, listLabel, path } = kinds[kind].definition;
  return { list: listLabel.zh, path, one: label.zh };
};

/** What the matches of a market are called; those of the first one need no name. */
export const namesIn = (market: MarketCode) => ({
  pairs: market === 'software' ? '对接' : `${markets[market].label.zh}对接`,
  ...markets[market].words,
});
