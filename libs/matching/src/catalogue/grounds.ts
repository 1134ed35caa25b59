import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { LexicalIndex } from '#topk';
import { Matcher } from '../scoring/matcher.js';
import { views } from '../scoring/views.js';
import { FeatureTable } from './feature-table.js';
import { newerStatistics } from './statistics.store.js';

/** What is needed to score one pair: the statistics in force, without any catalogue. */
@Injectable()
export class Grounds {
  private matcher = fresh();
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly db: Database) {}

  async current(): Promise<Matcher> {
    this.reading = this.reading.catch(() => undefined).then(() => this.read());
    await this.reading;
    return this.matcher;
  }

  private async read(): Promise<void> {
    const statistics = await newerStatistics(this.db.manager, this.matcher.lexical.statistics);
    if (!statistics) return;
    // Another index: words that were met while explaining go with the one before.
    const matcher = fresh();
    await matcher.lexical.adopt(statistics);
    this.matcher = matcher;
  }
}

function fresh(): Matcher {
  return new Matcher(new LexicalIndex(views), new FeatureTable());
}
