import { Collapse, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { type MatchAnswer, openEngagement, sideOf } from '#contracts';
import { call } from '../api';
import { useAct, useMay } from '../hooks';
import type { Kind } from '../kinds';
import { levels, Step } from '../parts';
import { FoldedAsks } from './match-asks';
import { Compare } from './match-compare';
import { Decide, EndDecision, useMayDecide } from './match-decide';
import { HeadLine, Reasons, Ring } from './match-parts';

function Declare({ match, kind }: { match: MatchAnswer; kind: Kind }) {
  const act = useAct();
  const go = useNavigate();
  const other = kind === 'scenario' ? match.capability : match.scenario;
  const body = { demandListingId: match.scenario.id, supplyListingId: match.capability.id };
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

/** Intent is declared once a scenario and firm: where the two have an engagement, a link leads to it. */
function Intent({ match, kind, own }: { match: MatchAnswer; kind: Kind; own: boolean }) {
  const may = useMay();
  const engagement = match.engagement ?? match.elsewhere;
  // Who declined may come back; the other side may not.
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

function Standing({ match: { engagement: of, elsewhere }, kind, own }: StandingProps) {
  if (elsewhere)
    return <Elsewhere of={elsewhere} firm={own && kind === 'capability' ? '本企业' : '该企业'} />;
  if (!of) return null;
  if (of.state === 'declined') return <Tag>本产品的对接已婉拒</Tag>;
  if (own && of.intent[sideOf(kind)] === null) return <Tag color="warning">对方已表达意向，待回应</Tag>;
  return <Tag color="blue">本产品进展：{levels[of.level]}</Tag>;
}

/** Progress of another product is no progress of this one: it is only said where it is. */
function Elsewhere({ of, firm }: { of: NonNullable<MatchAnswer['elsewhere']>; firm: string }) {
  return (
    <Tag>
      {firm}另一产品“{of.supplyListing.title}”{of.state === 'declined' ? '的对接已婉拒' : '已在对接'}
    </Tag>
  );
}

function Folded({ match }: { match: MatchAnswer }) {
  if (match.folded.length === 0) return null;
  return (
    <Collapse
      ghost
      size="small"
      items={[
        {
          key: 'folded',
          label: `该企业另有 ${match.folded.length} 项产品`,
          children: match.folded.map(({ capability, score }) => (
            <div key={capability.id} className="folded">
              <Tag>{score} 分</Tag>
              <HeadLine kind="capability" of={capability} plain />
              <Compare scenario={match.scenario.id} capability={capability.id} />
            </div>
          )),
        },
      ]}
    />
  );
}

export function MatchCard({ match, kind, own }: { match: MatchAnswer; kind: Kind; own: boolean }) {
  const mayDecide = useMayDecide(match.scenario.area);
  const pair = { demandListingId: match.scenario.id, supplyListingId: match.capability.id };
  const { pinned } = match;
  return (
    <article className="match">
      <div className="match-head">
        <Ring score={match.score} />
        <div className="match-title">
          <HeadLine
            kind={kind === 'scenario' ? 'capability' : 'scenario'}
            of={kind === 'scenario' ? match.capability : match.scenario}
          />
          <div>
            {match.suitable && <Tag color="success">适合</Tag>}
            {pinned && <Tag color="gold">置顶</Tag>}
            <Standing match={match} kind={kind} own={own} />
            {match.moved > 0 && (
              <Tag color="purple">
                首版次优先，{kind === 'capability' && '在该场景的名单中'}上升 {match.moved} 位
              </Tag>
            )}
          </div>
        </div>
        <div className="steps">
          <Intent match={match} kind={kind} own={own} />
          <Compare scenario={pair.demandListingId} capability={pair.supplyListingId} />
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
      <FoldedAsks of={match.asks} />
      <Folded match={match} />
    </article>
  );
}
