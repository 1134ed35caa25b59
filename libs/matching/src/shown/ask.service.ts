import { Injectable } from '@nestjs/common';
import type { MarketCode, PublishedListing } from '#contracts';
import { DictionaryService } from '#listings';
import { synonymFinder, synonyms } from '#text';
import type { LexicalIndex } from '#topk';
import { Grounds } from '../catalogue/grounds.js';
import { demandTexts, supplyTexts } from '../scoring/fields.js';
import { wordsView } from '../scoring/views.js';
import { MatchInputs } from '../steering/match.inputs.js';
import { type Ask, asksOf, type JudgedAsk, judgedAsks, type Rarity, rarityAmong } from './asks.js';

/** Which of the things that a demand asks for a supply speaks of, and where. */
@Injectable()
export class AskService {
  constructor(
    private readonly grounds: Grounds,
    private readonly inputs: MatchInputs,
    private readonly dictionaries: DictionaryService,
  ) {}

  /** In the order of the pairs. */
  async of(
    market: MarketCode,
    pairs: readonly { readonly demand: PublishedListing; readonly supply: PublishedListing }[],
  ): Promise<JudgedAsk[][]> {
    if (pairs.length === 0) return [];
    const { lexical } = await this.grounds.current(market);
    const { settings } = await this.inputs.settings(market);
    const find = synonymFinder(settings.synonyms ?? synonyms);
    const rarity = rarityIn(lexical);
    const names = await this.dictionaries.labels();
    const asked = new Map<string, readonly Ask[]>();
    return pairs.map(({ demand, supply }) => {
      const asks = asked.get(demand.id) ?? asksOf(told(market, demand), rarity);
      asked.set(demand.id, asks);
      return judgedAsks(asks, supplyTexts(market, supply, names), rarity, find);
    });
  }
}

/** The title names the whole; what is asked for stands below it. */
function told(market: MarketCode, demand: PublishedListing) {
  const fields = demandTexts(market, demand);
  const below = fields.filter(({ field, text }) => field !== 'title' && text !== '');
  return below.length > 0 ? below : fields;
}

function rarityIn(lexical: LexicalIndex): Rarity {
  const known = new Map<string, number>();
  const rarityOf = rarityAmong(lexical.known, (holding) => lexical.idf(holding));
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const term = lexical.termOf(wordsView, word);
    const rarity = rarityOf(term < 0 ? 0 : lexical.df(term));
    known.set(word, rarity);
    return rarity;
  };
}
