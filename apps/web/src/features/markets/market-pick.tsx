import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { kinds, type MarketCode, marketCodes, markets } from '#contracts';
import { marketOptions } from './kinds';

/** What pages call the sides of a market: the label of each kind, and the short words of a sentence. */
export function sidesOf(market: MarketCode) {
  const { demand, supply, words } = markets[market];
  const [asked, offered] = [kinds[demand], kinds[supply]];
  return {
    ...{ demand, supply, words },
    demands: asked.label.zh,
    supplies: offered.label.zh,
    prefixes: [asked.definition.prefix, offered.definition.prefix],
  };
}

/** The market that a page is about stands in its address; the platform's centre where none is named. */
export function useMarket(): readonly [MarketCode, (market: MarketCode) => void] {
  const [search, setSearch] = useSearchParams();
  const market = marketCodes.find((code) => code === search.get('market')) ?? 'software';
  // What was chosen in one market is nothing in another.
  return [market, (next) => setSearch(next === 'software' ? {} : { market: next }, { replace: true })];
}

export function MarketPick({ of, onChange }: { of: MarketCode; onChange: (market: MarketCode) => void }) {
  return (
    <div>
      <Segmented aria-label="供需市场" value={of} onChange={onChange} options={marketOptions} />
    </div>
  );
}
