import { Alert, Card, Progress } from 'antd';
import type { JobView } from '#contracts';
import { ended, useJob } from '../../client/use-job';

interface Result {
  readonly left?: readonly { readonly number: string; readonly reason: string }[];
  readonly leftInAll?: number;
  readonly halted?: string;
}

/** A job beside an import that waits: how far it is, and what it left undone and why. */
export function ImportJob({ id, ahead }: { id: string; ahead: number }) {
  const job = useJob(id);
  if (!job) return null;
  if (!ended.includes(job.state)) return <Moving job={job} title="处理进度" ahead={ahead} />;
  if (job.state === 'failed') return <Alert showIcon type="error" title={`没有完成：${job.error ?? ''}`} />;
  const { left = [], leftInAll = 0, halted } = (job.result ?? {}) as Result;
  if (halted) return <Alert showIcon type="error" title={`没有撤销：${halted}`} />;
  if (!Array.isArray(left) || left.length === 0) return null;
  return (
    <Alert
      showIcon
      type="warning"
      title={`有 ${leftInAll} 项未能处理`}
      description={left.slice(0, 20).map(({ number, reason }) => (
        <div key={number}>
          {number}：{reason}
        </div>
      ))}
    />
  );
}

/** How far a job of an import is. */
export function ImportProgress({ id, title, ahead }: { id: string; title: string; ahead: number }) {
  return <Moving job={useJob(id)} title={title} ahead={ahead} />;
}

function Moving({ job, title, ahead }: { job: JobView | undefined; title: string; ahead: number }) {
  const state = job?.state;
  return (
    <Card title={title}>
      <Progress
        percent={Math.round((job?.progress ?? 0) * 100)}
        status={state === 'failed' ? 'exception' : 'active'}
        aria-label="进度"
      />
      {state === 'failed' ? (
        <Alert showIcon type="error" title={`没有完成：${job?.error ?? ''}`} />
      ) : (
        <p style={{ marginBottom: 0 }}>
          {ahead > 0 && state === 'waiting'
            ? `前面还有 ${ahead} 份导入，请稍候。`
            : (job?.doing ?? '正在排队')}
          <span className="quiet">　可以关闭本页，处理在后台继续。</span>
        </p>
      )}
    </Card>
  );
}
