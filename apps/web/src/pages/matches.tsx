import { Button, Card } from 'antd';
import { capabilityMatches, scenarioMatches } from '#contracts';
import { call } from '../api';
import { usePages } from '../hooks';
import { Load, More, Nothing } from '../parts';
import type { Kind } from './listings';
import { MatchCard } from './match-card';

export function Matches({ kind, id, own }: { kind: Kind; id: string; own: boolean }) {
  const endpoint = kind === 'scenario' ? scenarioMatches : capabilityMatches;
  const matches = usePages([endpoint.path, id], (cursor) =>
    call(endpoint, { params: { id }, query: { limit: 20, cursor } }),
  );
  return (
    <Card
      title="推荐匹配"
      extra={
        <Button type="link" onClick={() => matches.refetch()}>
          刷新
        </Button>
      }
    >
      <Load of={matches}>
        {(items) =>
          items.length === 0 ? (
            <Nothing
              text={
                kind === 'scenario'
                  ? '暂无可推荐的企业能力；最接近的产品和所缺内容见缺口清单，有新内容发布时由系统自动匹配'
                  : '暂无可推荐的应用场景；有新内容发布时，由系统自动匹配'
              }
            />
          ) : (
            items.map((match) => (
              <MatchCard key={match.scenario.id + match.capability.id} match={match} kind={kind} own={own} />
            ))
          )
        }
      </Load>
      <More of={matches} />
    </Card>
  );
}
