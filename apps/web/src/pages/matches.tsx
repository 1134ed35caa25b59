import { useQuery } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { capabilityMatches, scenarioMatches } from '#contracts';
import { call } from '../api';
import { usePages } from '../hooks';
import type { Kind } from '../kinds';
import { Load, More, Nothing } from '../parts';
import { Nearest } from './gap';
import { AidsAway } from './match-aids';
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
      {kind === 'scenario' && <AidsOf id={id} />}
      <Load of={matches}>
        {(items) =>
          items.length === 0 ? (
            <>
              <Nothing
                text={`暂无可推荐的${kind === 'scenario' ? '企业能力' : '应用场景'}；有新内容发布时，由系统自动匹配`}
              />
              {kind === 'scenario' && <NearestTo id={id} />}
            </>
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

/** What is said of a scenario's list as a whole. */
function useWholeList(id: string) {
  return useQuery({
    queryKey: ['nearest', id],
    queryFn: () => call(scenarioMatches, { params: { id }, query: { limit: 1 } }),
  });
}

function AidsOf({ id }: { id: string }) {
  const { data } = useWholeList(id);
  return data ? <AidsAway of={data.aids} /> : null;
}

/** What comes nearest to a scenario for which nothing is proposed, and what it lacks. */
function NearestTo({ id }: { id: string }) {
  return (
    <Load of={useWholeList(id)}>
      {({ nearest }) =>
        nearest.length === 0 ? null : (
          <>
            <div>最接近的企业能力及其未提到的内容（供参考，不是推荐）：</div>
            {nearest.map((one) => (
              <Nearest key={one.capability.id} of={one} scenario={id} />
            ))}
          </>
        )
      }
    </Load>
  );
}
