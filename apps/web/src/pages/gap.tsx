import { Card, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import type { GapView } from '#contracts';
import { useDictionaries } from '../hooks';
import { when } from '../parts';
import { FoldedAsks } from './match-asks';
import { Compare } from './match-compare';
import { Facts, HeadLine, Words } from './match-parts';

export function Nearest({ of, scenario }: { of: GapView['nearest'][number]; scenario: string }) {
  return (
    <div className="folded">
      <Tag style={{ minWidth: 64, textAlign: 'center' }}>{of.score} 分</Tag>
      <div>
        <HeadLine kind="capability" of={of.capability} plain />
        {of.excluded && (
          <div>
            <Typography.Text type="danger">不能推荐：{of.excluded.text}。</Typography.Text>
          </div>
        )}
        {of.lacking.length > 0 && (
          <div>
            产品未提到：
            <Words of={of.lacking} color="orange" />
          </div>
        )}
        <FoldedAsks of={of.asks} />
      </div>
      <Compare scenario={scenario} capability={of.capability.id} />
    </div>
  );
}

export function Gap({ gap }: { gap: GapView }) {
  const { labels, label } = useDictionaries();
  const { scenario } = gap;
  const facts = [
    scenario.organisation,
    label('areas', scenario.area),
    scenario.number,
    label('departments', gap.department),
    labels('fields', gap.fields).join('、'),
    labels('chains', gap.chains).join('、'),
  ];
  return (
    <Card
      size="small"
      title={
        <Link to={`/scenarios/${scenario.id}`} className="pre">
          {scenario.title}
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
        <span className="quiet">平台上没有与之相近的企业能力。</span>
      ) : (
        <>
          <div style={{ marginTop: 8 }}>最接近的企业能力：</div>
          {gap.nearest.map((one) => (
            <Nearest key={one.capability.id} of={one} scenario={scenario.id} />
          ))}
        </>
      )}
    </Card>
  );
}
