import { Alert, Button, Tag, Typography } from 'antd';
import { type FollowerView, type HeldFactView, listFollowers, retryFact } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { when } from '../../ui/time';
import { factName, followerName } from './system-words';

function behind(seconds: number | null): string {
  if (seconds === null) return '无';
  if (seconds < 60) return `${seconds} 秒`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} 分钟` : `${Math.floor(seconds / 3600)} 小时`;
}

export function Followers() {
  const found = useCall(listFollowers);
  return (
    <Page title="事实处理" extra={<Button onClick={() => found.refetch()}>刷新</Button>}>
      <Typography.Paragraph type="secondary">
        平台把每件已办成的事记为一条事实，由下列各项依次处理。处理不了的事实会说明原因并自动重试，只影响它所属的对象，其他事实照常处理。
      </Typography.Paragraph>
      <Load of={found}>
        {({ followers, held }) => (
          <>
            <States followers={followers} />
            <Typography.Title level={2} style={{ fontSize: 16 }}>
              暂时处理不了的事实
            </Typography.Title>
            <Held held={held} />
          </>
        )}
      </Load>
    </Page>
  );
}

function States({ followers }: { followers: readonly FollowerView[] }) {
  return (
    <>
      {followers
        .filter((row) => row.trouble !== null)
        .map((row) => (
          <Alert
            key={row.follower}
            type="warning"
            showIcon
            style={{ marginBottom: 12 }}
            title={`${followerName(row.follower)}自 ${when(row.troubleSince)} 起没有进展`}
            description={row.trouble}
          />
        ))}
      <Records<FollowerView>
        name="处理项"
        of={followers}
        keyOf={(row) => row.follower}
        least={640}
        empty="后台进程尚未启动"
        columns={[
          { title: '处理项', card: 'head', render: (row) => followerName(row.follower) },
          { title: '待处理', width: 90, number: true, render: (row) => row.waiting },
          { title: '最早一条已等待', width: 140, render: (row) => behind(row.behindSeconds) },
          {
            title: '处理不了',
            width: 100,
            card: 'mark',
            render: (row) => (row.held > 0 ? <Tag color="red">{row.held} 条</Tag> : <Tag>正常</Tag>),
          },
          { title: '最近处理', width: 190, render: (row) => when(row.movedAt) },
        ]}
      />
    </>
  );
}

function Held({ held }: { held: readonly HeldFactView[] }) {
  const act = useAct();
  return (
    <Records<HeldFactView>
      name="暂时处理不了的事实"
      of={held}
      keyOf={(row) => `${row.follower} ${row.place}`}
      least={900}
      empty="没有处理不了的事实"
      columns={[
        { title: '处理项', width: 120, render: (row) => followerName(row.follower) },
        { title: '事实', width: 120, card: 'head', render: (row) => factName(row.fact) },
        {
          title: '原因',
          render: (row) => (
            <>
              {row.reason}
              <div className="quiet">
                {row.subject}
                {row.behind > 0 && `；其后 ${row.behind} 条同一对象的事实在等待`}
              </div>
            </>
          ),
        },
        { title: '发生时间', width: 170, render: (row) => when(row.occurredAt) },
        { title: '已试', width: 70, render: (row) => `${row.attempts} 次` },
        { title: '下次重试', width: 170, render: (row) => when(row.nextAttemptAt) },
        {
          title: '办理',
          width: 110,
          card: 'foot',
          render: ({ follower, place }) => (
            <Button
              onClick={() => act(() => call(retryFact, { params: { follower, place } }), '已安排立即重试')}
            >
              立即重试
            </Button>
          ),
        },
      ]}
    />
  );
}
