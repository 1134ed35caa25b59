import { Button, Select, Table } from 'antd';
import { useState } from 'react';
import { type JobView, listJobs, retryJob } from '#contracts';
import { call } from '../api';
import { useAct, useCall } from '../hooks';
import { Load, Nothing, Page, when } from '../parts';

const states = [
  { value: 'failed' as const, label: '失败' },
  { value: 'active' as const, label: '进行中' },
  { value: 'waiting' as const, label: '等待中' },
  { value: 'delayed' as const, label: '延后' },
  { value: 'completed' as const, label: '已完成' },
  { value: 'cancelled' as const, label: '已取消' },
];

export function Jobs() {
  const [state, setState] = useState<JobView['state']>('failed');
  const jobs = useCall(listJobs, { query: { state, limit: 100 } });
  const act = useAct();
  return (
    <Page title="后台任务" extra={<Button onClick={() => jobs.refetch()}>刷新</Button>}>
      <div className="filters">
        <Select value={state} onChange={setState} options={states} />
      </div>
      <Load of={jobs}>
        {({ items }) => (
          <Table<JobView>
            rowKey="id"
            scroll={{ x: 800 }}
            pagination={false}
            dataSource={items}
            locale={{ emptyText: <Nothing text={state === 'failed' ? '没有失败的任务' : '没有任务'} /> }}
            columns={[
              { title: '任务', dataIndex: 'name' },
              { title: '次数', dataIndex: 'attempts', width: 70 },
              { title: '进度', width: 80, render: (_, row) => `${Math.round(row.progress * 100)}%` },
              { title: '说明', render: (_, row) => row.error ?? row.doing },
              { title: '创建时间', width: 170, render: (_, row) => when(row.createdAt) },
              {
                title: '办理',
                width: 90,
                render: (_, row) =>
                  row.state === 'failed' && (
                    <Button
                      onClick={() => act(() => call(retryJob, { params: { id: row.id } }), '已重新执行')}
                    >
                      重试
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Load>
    </Page>
  );
}
