import type { MarketCode, MarkView, PublishedListing } from '#contracts';
import { occurrences } from '#text';
import { demandTexts, supplyTexts } from '../scoring/fields.js';

/** Where words stand in the texts of both sides. */
export function marksOf(
  market: MarketCode,
  { demand, supply }: { readonly demand: PublishedListing; readonly supply: PublishedListing },
  words: readonly string[],
): MarkView[] {
  const in_ = (side: MarkView['side'], fields: readonly { field: string; text: string }[]) =>
    fields.flatMap(({ field, text }) =>
      occurrences(text, words).map((stretch): MarkView => ({ side, field, ...stretch })),
    );
  return [...in_('demand', demandTexts(market, demand)), ...in_('supply', supplyTexts(market, supply))];
}
