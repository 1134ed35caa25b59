import type { MarketCode } from '#contracts';
import type { MarketRules } from './rules.js';
import { software } from './software/rules.js';
import { technology } from './technology/rules.js';

const all: Readonly<Record<MarketCode, MarketRules>> = { software, technology };

/** By code, for a thread cannot be handed functions. */
export function rulesOf(market: MarketCode): MarketRules {
  return all[market];
}
