import { Injectable } from '@nestjs/common';
import { type MarketCode, perMarket } from '#contracts';
import { Database } from '#platform';
import { LexicalIndex } from '#topk';
import { rulesOf } from '../markets/index.js';
import { Matcher } from '../scoring/matcher.js';
import { views } from '../scoring/views.js';
import { FeatureTable } from './feature-table.js';
import { newerStatistics } from './statistics.store.js';

/** What is needed to score one pair of a market: the statistics in force, without any catalogue. */
@Injectable()
export class Grounds {
  private readonly matchers: Record<MarketCode, Matcher> = { ...perMarket(fresh) };
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly db: Database) {}

  async current(market: MarketCode): Promise<Matcher> {
    this.reading = this.reading.catch(() => undefined).then(() => this.read(market));
    await this.reading;
    return this.matchers[market];
  }

  private async read(market: MarketCode): Promise<void> {
    const { lexical } = this.matchers[market];
    const statistics = await newerStatistics(this.db.manager, market, lexical.statistics);
    if (!statistics) return;
    // Another index: words that were met while explaining go with the one before.
    const matcher = fresh(market);
    await matcher.lexical.adopt(statistics);
    this.matchers[market] = matcher;
  }
}

function fresh(market: MarketCode): Matcher {
  const rules = rulesOf(market);
  return new Matcher(rules, new LexicalIndex(views), new FeatureTable(rules.layout));
}
