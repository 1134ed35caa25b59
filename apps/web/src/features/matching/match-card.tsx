import { Collapse, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { type MatchAnswer, markets, openEngagement, otherKind, sideOf } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useMay } from '../../client/queries';
import { Step } from '../../ui/step';
import { levels } from '../engagements/claim-words';
import type { Kind } from '../markets/kinds';
import { FoldedAsks } from './match-asks';
import { Compare } from './match-compare';
import { Decide, EndDecision, useMayDecide } from './match-decide';
import { HeadLine, Reasons, Ring } from './match-parts';

function Declare({ match, kind }: { match: MatchAnswer; kind: Kind }) {
  const act = useAct();
  const go = useNavigate();
  const other = sideOf(kind) === 'demand' ? match.supply : match.demand;
  const body = { demandListingId: match.demand.id, supplyListingId: match.supply.id };
  return (
    <Step
      label="表达意向"
      size="small"
      primary
      question={`向“${other.organisation}”表达对接意向，对方将看到本单位联系人。确认？`}
      run={async () => {
        const made = await act(() => call(openEngagement, { body }), '已表达对接意向');
        if (made) go(`/engagements/${made.id}`);
        return made;
      }}
    />
  );
}

/**
 * The button that declares intent. A demand and a firm have one engagement: where there is one, a link to it is
 * shown instead.
 */
function Intent({ match, kind, own }: { match: MatchAnswer; kind: Kind; own: boolean }) {
  const may = useMay();
  const engagement = match.engagement ?? match.elsewhere;
  // The side that declined may declare intent again; the other side may not.
  const open = !engagement || engagement.declinedBy === sideOf(kind);
  return (
    <>
      {own && open && may('engagement.open') && <Declare match={match} kind={kind} />}
      {engagement && <Link to={`/engagements/${engagement.id}`}>查看对接 {engagement.number}</Link>}
    </>
  );
}

interface StandingProps {
  readonly match: MatchAnswer;
  readonly kind: Kind;
  readonly own: boolean;
}

function Standing({ match: { market, engagement: of, elsewhere }, kind, own }: StandingProps) {
  const { supply } = markets[market].words;
  if (elsewhere) return <Elsewhere market={market} of={elsewhere} own={own && sideOf(kind) === 'supply'} />;
  if (!of) return null;
  if (of.state === 'declined') return <Tag>本{supply}的对接已婉拒</Tag>;
  if (own && of.intent[sideOf(kind)] === null) return <Tag color="warning">对方已表达意向，待回应</Tag>;
  return (
    <Tag color="blue">
      本{supply}进展：{levels[of.level]}
    </Tag>
  );
}

interface ElsewhereProps {
  readonly market: MatchAnswer['market'];
  readonly of: NonNullable<MatchAnswer['elsewhere']>;
  readonly own: boolean;
}

/** Where the firm's engagement with this demand is about another of its supplies: names that, not how far it has come. */
function Elsewhere({ market, of, own }: ElsewhereProps) {
  const { supply, supplier } = markets[market].words;
  return (
    <Tag>
      {own ? '本' : '该'}
      {supplier}另一{supply}“{of.supplyListing.title}”{of.state === 'declined' ? '的对接已婉拒' : '已在对接'}
    </Tag>
  );
}

function Folded({ match }: { match: MatchAnswer }) {
  const { supply, supplier } = markets[match.market].words;
  if (match.folded.length === 0) return null;
  return (
    <Collapse
      ghost
      size="small"
      items={[
        {
          key: 'folded',
          label: `该${supplier}另有 ${match.folded.length} 项${supply}`,
          children: match.folded.map(({ supply: other, score }) => (
            <div key={other.id} className="folded">
              <Tag>{score} 分</Tag>
              <HeadLine kind={markets[match.market].supply} of={other} plain />
              <Compare demand={match.demand.id} supply={other.id} />
            </div>
          )),
        },
      ]}
    />
  );
}

export function MatchCard({ match, kind, own }: { match: MatchAnswer; kind: Kind; own: boolean }) {
  const mayDecide = useMayDecide(match.demand.area);
  const isDemand = sideOf(kind) === 'demand';
  const { pinned } = match;
  return (
    <article className="match">
      <div className="match-head">
        <Ring score={match.score} />
        <div className="match-title">
          <HeadLine kind={otherKind(kind)} of={isDemand ? match.supply : match.demand} />
          <div>
            {match.suitable && <Tag color="success">适合</Tag>}
            {pinned && <Tag color="gold">置顶</Tag>}
            <Standing match={match} kind={kind} own={own} />
            {match.moved > 0 && (
              <Tag color="purple">
                首版次优先，{!isDemand && '在该场景的名单中'}上升 {match.moved} 位
              </Tag>
            )}
          </div>
        </div>
        <div className="steps">
          <Intent match={match} kind={kind} own={own} />
          <Compare demand={match.demand.id} supply={match.supply.id} />
          {mayDecide &&
            (pinned ? (
              <EndDecision id={pinned.id} kind="pin" />
            ) : (
              <>
                <Decide kind="pin" of={match} />
                <Decide kind="block" of={match} />
              </>
            ))}
        </div>
      </div>
      {pinned && (
        <p className="quiet">
          置顶至 {pinned.until}
          {pinned.reason !== null && `，理由：${pinned.reason}`}
        </p>
      )}
      <Reasons of={match.reasons} />
      <FoldedAsks market={match.market} of={match.asks} />
      <Folded match={match} />
    </article>
  );
}
