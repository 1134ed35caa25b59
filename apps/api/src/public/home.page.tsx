import { kinds, type MarketCode, markets } from '#contracts';
import type { EditionSummary } from '#publication';
import { EditionTable } from './edition-table.js';
import { Layout } from './layout.js';
import { namesIn } from './names.js';

export interface HomeFigures {
  readonly year: string;
  /** The platform's centre first. */
  readonly markets: readonly {
    readonly market: MarketCode;
    readonly demands: number;
    readonly supplies: number;
    /** Pairs that were verified in the year. */
    readonly matches: number;
  }[];
}

export function Home({
  figures,
  editions,
}: {
  readonly figures: HomeFigures;
  readonly editions: readonly EditionSummary[];
}) {
  return (
    <Layout title="首页" path="/" description="应用场景清单与企业能力清单的发布、匹配与对接">
      <h1>让需求找到能力，让每一次对接有据可查</h1>
      <p className="lead">
        本平台定期发布用户单位的应用场景清单和软件企业的能力清单，依托数据与算法进行匹配，线上线下推动对接，并对经核验的对接逐条记账。
      </p>
      {figures.markets
        .filter(({ market, demands, supplies }) => market === 'software' || demands + supplies > 0)
        .map(({ market, demands, supplies, matches }) => (
          <div key={market} className="cards">
            <Figure value={demands} label={`在列${kinds[markets[market].demand].label.zh}`} />
            <Figure value={supplies} label={`在列${kinds[markets[market].supply].label.zh}`} />
            <Figure value={matches} label={`${figures.year}年经核验的${namesIn(market).pairs}`} />
          </div>
        ))}
      <h2>最新清单</h2>
      <EditionTable editions={editions} withKind />
    </Layout>
  );
}

function Figure({ value, label }: { readonly value: number; readonly label: string }) {
  return (
    <div className="card">
      <div className="n">{value.toLocaleString('zh-CN')}</div>
      <div className="l">{label}</div>
    </div>
  );
}
