import { Button, Select } from 'antd';
import { useState } from 'react';
import { cancelJob, type JobView, listJobs, reindex, retryJob } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { jobName } from './system-words';

const states = [
  { value: 'failed' as const, label: '失败' },
  { value: 'active' as const, label: '进行中' },
  { value: 'waiting' as const, label: '等待中' },
  { value: 'delayed' as const, label: '延后' },
  { value: 'completed' as const, label: '已完成' },
  { value: 'cancelled' as const, label: '已取消' },
];

const open: readonly JobView['state'][] = ['waiting', 'delayed', 'active'];

function Steps({ of }: { of: JobView }) {
  const act = useAct();
  const may = useMay();
  const params = { id: of.id };
  if (of.state === 'failed' && may('job.retry'))
    return <Button onClick={() => act(() => call(retryJob, { params }), '已重新执行')}>重试</Button>;
  if (open.includes(of.state) && may('job.cancel'))
    return (
      <Step
        label="取消"
        danger
        question="取消后，已完成的部分保留，其余不再执行。确认取消？"
        run={() => act(() => call(cancelJob, { params }), '已取消')}
      />
    );
  return null;
}

function Reindex({ started }: { started: () => void }) {
  const act = useAct();
  const may = useMay();
  if (!may('search.reindex')) return null;
  return (
    <Step
      label="重建检索索引"
      question="将按现有内容重新建立检索索引。重建期间检索照常使用，确认开始？"
      run={async () => {
        const begun = await act(() => call(reindex, { body: {} }), '已开始重建');
        if (begun) started();
        return begun;
      }}
    />
  );
}

export function Jobs() {
  const [state, setState] = useState<JobView['state']>('failed');
  const jobs = useCall(listJobs, { query: { state, limit: 100 } });
  return (
    <Page
      title="后台任务"
      extra={
        <>
          <Button onClick={() => jobs.refetch()}>刷新</Button>
          <Reindex started={() => setState('active')} />
        </>
      }
    >
      <div className="filters">
        <Select aria-label="状态" value={state} onChange={setState} options={states} />
      </div>
      <Load of={jobs}>
        {({ items }) => (
          <Records<JobView>
            name="后台任务"
            of={items}
            keyOf={(row) => row.id}
            least={820}
            empty={state === 'failed' ? '没有失败的任务' : '没有任务'}
            columns={[
              {
                title: '任务',
                card: 'head',
                render: (row) => <span title={row.name}>{jobName(row.name)}</span>,
              },
              { title: '次数', width: 70, number: true, render: (row) => row.attempts },
              {
                title: '进度',
                width: 80,
                number: true,
                render: (row) => `${Math.round(row.progress * 100)}%`,
              },
              { title: '说明', render: (row) => row.error ?? row.doing },
              { title: '创建时间', width: 170, render: (row) => when(row.createdAt) },
              { title: '办理', width: 90, card: 'foot', render: (row) => <Steps of={row} /> },
            ]}
          />
        )}
      </Load>
    </Page>
  );
}
