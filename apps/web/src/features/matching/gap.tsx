import { Card, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { type GapView, type MarketCode, markets } from '#contracts';
import { useDictionaries } from '../../client/queries';
import { Facts, Words } from '../../ui/facts';
import { when } from '../../ui/time';
import { base } from '../markets/kinds';
import { sidesOf } from '../markets/market-pick';
import { FoldedAsks } from './match-asks';
import { Compare } from './match-compare';
import { HeadLine } from './match-parts';

interface NearestProps {
  readonly market: MarketCode;
  readonly of: GapView['nearest'][number];
  /** The demand's id. */
  readonly demand: string;
}

export function Nearest({ market, of, demand }: NearestProps) {
  const { supply, words } = markets[market];
  return (
    <div className="folded">
      <Tag style={{ minWidth: 64, textAlign: 'center' }}>{of.score} 分</Tag>
      <div>
        <HeadLine kind={supply} of={of.supply} plain />
        {of.excluded && (
          <div>
            <Typography.Text type="danger">不能推荐：{of.excluded.text}。</Typography.Text>
          </div>
        )}
        {of.lacking.length > 0 && (
          <div>
            {words.supply}未提到：
            <Words of={of.lacking} color="orange" />
          </div>
        )}
        <FoldedAsks market={market} of={of.asks} />
      </div>
      <Compare demand={demand} supply={of.supply.id} />
    </div>
  );
}

export function Gap({ market, gap }: { market: MarketCode; gap: GapView }) {
  const { labels, label } = useDictionaries();
  const { demand } = gap;
  const sides = sidesOf(market);
  const facts = [
    demand.organisation,
    label('areas', demand.area),
    demand.number,
    label('departments', gap.department),
    labels('fields', gap.fields).join('、'),
    labels('chains', gap.chains).join('、'),
  ];
  return (
    <Card
      size="small"
      title={
        <Link to={`${base[sides.demand]}/${demand.id}`} className="pre">
          {demand.title}
        </Link>
      }
      extra={
        gap.best === null ? (
          <Tag color="error">无可推荐</Tag>
        ) : (
          <Tag color="orange">可推荐的最高 {gap.best} 分</Tag>
        )
      }
    >
      <Facts of={[...facts, `${when(gap.publishedAt)}发布`]} />
      {gap.nearest.length === 0 ? (
        <span className="quiet">平台上没有与之相近的{sides.supplies}。</span>
      ) : (
        <>
          <div style={{ marginTop: 8 }}>最接近的{sides.supplies}：</div>
          {gap.nearest.map((one) => (
            <Nearest key={one.supply.id} market={market} of={one} demand={demand.id} />
          ))}
        </>
      )}
    </Card>
  );
}
