import { useQuery } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { marketOf, matchRoutes, otherKind, sideOf } from '#contracts';
import { call } from '../api';
import { usePages } from '../hooks';
import { type Kind, kindName } from '../kinds';
import { Load, More, Nothing } from '../parts';
import { Nearest } from './gap';
import { sidesOf } from './market-pick';
import { AidsAway } from './match-aids';
import { MatchCard } from './match-card';

export function Matches({ kind, id, own }: { kind: Kind; id: string; own: boolean }) {
  const endpoint = matchRoutes[kind];
  const isDemand = sideOf(kind) === 'demand';
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
      {isDemand && <AidsOf kind={kind} id={id} />}
      <Load of={matches}>
        {(items) =>
          items.length === 0 ? (
            <>
              <Nothing text={`暂无可推荐的${kindName[otherKind(kind)]}；有新内容发布时，由系统自动匹配`} />
              {isDemand && <NearestTo kind={kind} id={id} />}
            </>
          ) : (
            items.map((match) => (
              <MatchCard key={match.demand.id + match.supply.id} match={match} kind={kind} own={own} />
            ))
          )
        }
      </Load>
      <More of={matches} />
    </Card>
  );
}

/** What is said of a demand's list as a whole. */
function useWholeList(kind: Kind, id: string) {
  return useQuery({
    queryKey: ['nearest', id],
    queryFn: () => call(matchRoutes[kind], { params: { id }, query: { limit: 1 } }),
  });
}

function AidsOf({ kind, id }: { kind: Kind; id: string }) {
  const { data } = useWholeList(kind, id);
  return data?.aids ? <AidsAway of={data.aids} /> : null;
}

/** What comes nearest to a demand for which nothing is proposed, and what it lacks. */
function NearestTo({ kind, id }: { kind: Kind; id: string }) {
  const market = marketOf(kind);
  return (
    <Load of={useWholeList(kind, id)}>
      {({ nearest }) =>
        nearest.length === 0 ? null : (
          <>
            <div>最接近的{sidesOf(market).supplies}及其未提到的内容（供参考，不是推荐）：</div>
            {nearest.map((one) => (
              <Nearest key={one.supply.id} market={market} of={one} demand={id} />
            ))}
          </>
        )
      }
    </Load>
  );
}
