import { Button, Card, List, Progress, Space, Tag } from 'antd';
import { Link, useNavigate } from 'react-router';
import { capabilityMatches, type MatchAnswer, openEngagement, scenarioMatches } from '#contracts';
import { call } from '../api';
import { useAct, useCall, useDictionaries, useMay } from '../hooks';
import { Load, Nothing, Step } from '../parts';
import type { Kind } from './listings';

function Match({ match, kind, own }: { match: MatchAnswer; kind: Kind; own: boolean }) {
  const act = useAct();
  const go = useNavigate();
  const may = useMay();
  const { label } = useDictionaries();
  const other = kind === 'scenario' ? match.capability : match.scenario;
  const path = kind === 'scenario' ? '/capabilities' : '/scenarios';
  const body = { scenarioId: match.scenario.id, capabilityId: match.capability.id };
  const declare = async () => {
    const made = await act(() => call(openEngagement, { body }), '已表达对接意向');
    if (made) go(`/engagements/${made.id}`);
  };
  return (
    <List.Item
      actions={
        own && may('engagement.open')
          ? [
              <Step
                key="open"
                label="表达意向"
                primary
                question={`向“${other.organisation}”表达对接意向，对方将看到本单位联系人。确认？`}
                run={declare}
              />,
            ]
          : []
      }
    >
      <List.Item.Meta
        avatar={<Progress type="circle" size={52} percent={match.score} format={() => match.score} />}
        title={
          <>
            <Link to={`${path}/${other.id}`}>{other.title}</Link>{' '}
            {match.suitable && <Tag color="success">适合</Tag>}
          </>
        }
        description={
          <>
            {other.organisation}　{label('areas', other.area)}　{other.number}
            {match.reasons.map((reason) => (
              <div key={reason.rule}>
                <Tag color={reason.points > 0 ? 'blue' : 'default'}>{reason.points} 分</Tag>
                {reason.text}{' '}
                {reason.words.map((word) => (
                  <Tag key={word}>{word}</Tag>
                ))}
              </div>
            ))}
          </>
        }
      />
    </List.Item>
  );
}

export function Matches({ kind, id, own }: { kind: Kind; id: string; own: boolean }) {
  const endpoint = kind === 'scenario' ? scenarioMatches : capabilityMatches;
  const matches = useCall(endpoint, { params: { id }, query: { limit: 50 } });
  return (
    <Card
      title="推荐匹配"
      extra={
        <Space>
          <Button type="link" onClick={() => matches.refetch()}>
            刷新
          </Button>
        </Space>
      }
    >
      <Load of={matches}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="暂无推荐，发布后由系统自动匹配" />
          ) : (
            <List
              itemLayout="vertical"
              dataSource={items}
              renderItem={(match) => (
                <Match key={match.scenario.id + match.capability.id} match={match} kind={kind} own={own} />
              )}
            />
          )
        }
      </Load>
    </Card>
  );
}
