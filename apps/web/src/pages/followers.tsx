import { Alert, Button, Table, Tag, Typography } from 'antd';
import { type FollowerView, type HeldFactView, listFollowers, retryFact } from '#contracts';
import { call } from '../api';
import { useAct, useCall } from '../hooks';
import { Load, Nothing, Page, when } from '../parts';

/** What a follower keeps in step. */
const names: Record<string, string> = {
  statistics: '统计台账',
  search: '检索索引',
  meilisearch: '检索索引（Meilisearch）',
  matching: '供需匹配',
  runs: '全量匹配',
  publication: '已发布清单',
};
const facts: Record<string, string> = {
  'listing.published': '发布',
  'listing.withdrawn': '撤回或到期',
  'organisation.approved': '单位通过审核',
  'organisation.suspended': '单位停用',
  'organisation.restored': '单位恢复',
  'organisation.changed': '单位信息变更',
  'match.requested': '申请全量匹配',
  'match.proposed': '推荐匹配',
  'match.decided': '置顶或屏蔽',
  'engagement.opened': '表达意向',
  'claim.verified': '核实通过',
  'claim.reversed': '核实撤销',
};

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
            <Typography.Title level={5}>暂时处理不了的事实</Typography.Title>
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
            title={`${names[row.follower] ?? row.follower}自 ${when(row.troubleSince)} 起没有进展`}
            description={row.trouble}
          />
        ))}
      <Table<FollowerView>
        rowKey="follower"
        scroll={{ x: 640 }}
        pagination={false}
        dataSource={followers}
        locale={{ emptyText: <Nothing text="后台进程尚未启动" /> }}
        columns={[
          { title: '处理项', render: (_, row) => names[row.follower] ?? row.follower },
          { title: '待处理', width: 90, align: 'right', dataIndex: 'waiting' },
          { title: '最早一条已等待', width: 140, render: (_, row) => behind(row.behindSeconds) },
          {
            title: '处理不了',
            width: 100,
            render: (_, row) => (row.held > 0 ? <Tag color="red">{row.held} 条</Tag> : '无'),
          },
          { title: '最近处理', width: 170, render: (_, row) => when(row.movedAt) },
        ]}
      />
    </>
  );
}

function Held({ held }: { held: readonly HeldFactView[] }) {
  const act = useAct();
  return (
    <Table<HeldFactView>
      rowKey={(row) => `${row.follower} ${row.place}`}
      scroll={{ x: 900 }}
      pagination={false}
      dataSource={held}
      locale={{ emptyText: <Nothing text="没有处理不了的事实" /> }}
      columns={[
        { title: '处理项', width: 120, render: (_, row) => names[row.follower] ?? row.follower },
        { title: '事实', width: 120, render: (_, row) => facts[row.fact] ?? row.fact },
        {
          title: '原因',
          render: (_, row) => (
            <>
              {row.reason}
              <br />
              <Typography.Text type="secondary">
                {row.subject}
                {row.behind > 0 && `；其后 ${row.behind} 条同一对象的事实在等待`}
              </Typography.Text>
            </>
          ),
        },
        { title: '发生时间', width: 170, render: (_, row) => when(row.occurredAt) },
        { title: '已试', width: 70, render: (_, row) => `${row.attempts} 次` },
        { title: '下次重试', width: 170, render: (_, row) => when(row.nextAttemptAt) },
        {
          title: '办理',
          width: 100,
          render: (_, { follower, place }) => (
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
