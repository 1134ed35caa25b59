import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { type AnswerOf, marketOf, matchRoutes, otherKind, sideOf } from '#contracts';
import { call } from '../../client/api';
import { usePages } from '../../client/queries';
import { Load, More, Nothing } from '../../ui/page';
import { type Kind, kindName } from '../markets/kinds';
import { sidesOf } from '../markets/market-pick';
import { Nearest } from './gap';
import { AidsAway } from './match-aids';
import { MatchCard } from './match-card';

type Answer = AnswerOf<(typeof matchRoutes)[Kind]>;

export function Matches({ kind, id, own }: { kind: Kind; id: string; own: boolean }) {
  const endpoint = matchRoutes[kind];
  const isDemand = sideOf(kind) === 'demand';
  const key = [endpoint.path, id];
  const matches = usePages(key, (cursor) => call(endpoint, { params: { id }, query: { limit: 20, cursor } }));
  // What is said of a demand's list as a whole stands on its first page.
  const whole = useQueryClient().getQueryData<InfiniteData<Answer>>(key)?.pages[0];
  return (
    <Card
      title="推荐匹配"
      extra={
        <Button type="link" onClick={() => matches.refetch()}>
          刷新
        </Button>
      }
    >
      {whole?.aids && <AidsAway of={whole.aids} />}
      <Load of={matches}>
        {(items) =>
          items.length === 0 ? (
            <>
              <Nothing text={`暂无可推荐的${kindName[otherKind(kind)]}；有新内容发布时，由系统自动匹配`} />
              {isDemand && whole && <NearestTo kind={kind} id={id} nearest={whole.nearest} />}
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

interface Near {
  readonly kind: Kind;
  readonly id: string;
  readonly nearest: Answer['nearest'];
}

/** What comes nearest to a demand for which nothing is proposed, and what it lacks. */
function NearestTo({ kind, id, nearest }: Near) {
  if (nearest.length === 0) return null;
  const market = marketOf(kind);
  return (
    <>
      <div>最接近的{sidesOf(market).supplies}及其未提到的内容（供参考，不是推荐）：</div>
      {nearest.map((one) => (
        <Nearest key={one.supply.id} market={market} of={one} demand={id} />
      ))}
    </>
  );
}
