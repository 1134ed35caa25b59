import { useQueries } from '@tanstack/react-query';
import { Alert, Button, Card, Skeleton } from 'antd';
import { Link, Navigate } from 'react-router';
import { listingRoutes, type MeView } from '#contracts';
import { explain } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay, useMe } from '../../client/queries';
import { Nothing, Page } from '../../ui/page';
import { type Duty, dutiesOf, type Task } from './duties';
import { Overview } from './overview';

const shownAtOnce = 3;

function Tasks({ duty, tasks, more }: { duty: Duty; tasks: readonly Task[]; more: boolean }) {
  const count = `${tasks.length}${more ? '+' : ''}`;
  return (
    <Card size="small">
      <div className="duties-head">
        <h2>
          {duty.name} <span className="points">{count}</span>
        </h2>
        <Link to={duty.all} aria-label={`查看全部${duty.name}`}>
          全部
        </Link>
      </div>
      <ul className="duties">
        {tasks.slice(0, shownAtOnce).map((task) => (
          <li key={`${task.to} ${task.title} ${task.about}`} className="duty">
            <div>
              <Link to={task.to}>{task.title}</Link>
              <div className="quiet">{task.about}</div>
            </div>
            <div className="quiet">{task.time}</div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Everything that waits for the person, kind by kind; kinds of which nothing waits are not shown. */
function Waiting({ duties }: { duties: readonly Duty[] }) {
  const answers = useQueries({
    queries: duties.map(({ endpoint, query }) => ({
      queryKey: [endpoint.path, 'waiting', query],
      queryFn: (): Promise<unknown> => call(endpoint, { query } as never),
    })),
  });
  const waiting = duties.flatMap((duty, place) => {
    const { data } = answers[place] ?? {};
    const tasks = data === undefined ? [] : duty.tasks(data);
    return tasks.length > 0 ? [{ duty, tasks, more: duty.more(data) }] : [];
  });
  const failure = answers.find(({ error }) => error)?.error;
  const count = waiting.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return (
    <div className="stack">
      {count > 0 && (
        <div className="quiet">
          待办 {count}
          {waiting.some(({ more }) => more) ? '+' : ''} 项
        </div>
      )}
      {waiting.map((one) => (
        <Tasks key={one.duty.name} {...one} />
      ))}
      {failure && <Alert type="error" showIcon title={explain(failure)} />}
      {answers.some(({ isPending }) => isPending) && <Skeleton active />}
      {waiting.length === 0 && answers.every(({ isSuccess }) => isSuccess) && (
        <Card>
          <Nothing text="没有待办事项" />
        </Card>
      )}
    </div>
  );
}

/** An organisation that has published nothing of its kind yet is shown the way to the first one. */
function First({ me }: { me: MeView }) {
  const kinds = me.organisation?.kinds ?? [];
  const query = { mine: true, limit: 1 } as never;
  const scenarios = useCall(listingRoutes.scenario.list, { query }, kinds.includes('user'));
  const capabilities = useCall(listingRoutes.capability.list, { query }, kinds.includes('firm'));
  const none = (of: { data?: { items: readonly unknown[] } | undefined }) => of.data?.items.length === 0;
  return (
    <>
      {none(scenarios) && (
        <Step to="/scenarios/new" label="填报应用场景" title="本单位还没有填报应用场景。" />
      )}
      {none(capabilities) && (
        <Step to="/capabilities/new" label="填报企业能力" title="本单位还没有填报企业能力。" />
      )}
    </>
  );
}

function Step({ to, label, title }: { to: string; label: string; title: string }) {
  return (
    <Alert
      showIcon
      type="info"
      style={{ marginBottom: 16 }}
      title={`${title}填报并经审核发布后，即参与推荐匹配，也可导入表格一次填报多项。`}
      action={
        <Link to={to}>
          <Button type="primary">{label}</Button>
        </Link>
      }
    />
  );
}

function Suspended({ me }: { me: MeView }) {
  const organisation = me.organisation?.state === 'suspended' ? me.organisation : undefined;
  const reason = organisation?.reason ?? me.body?.suspended;
  if (!organisation && me.body?.suspended == null) return null;
  return (
    <Alert
      showIcon
      type="warning"
      style={{ marginBottom: 16 }}
      title={
        organisation
          ? '本单位已停用，恢复前不能填报和对接；有疑问请联系协调部门。'
          : '本部门已停用，恢复前不能办理；有疑问请联系市级协调部门。'
      }
      description={reason && `停用理由：${reason}`}
    />
  );
}

export function Home() {
  const me = useMe().data;
  const may = useMay();
  if (!me) return null;
  // Who works nowhere has one thing to do here.
  if (!me.organisation && may('application.create')) return <Navigate to="/application" replace />;
  return (
    <Page title="工作台">
      <Suspended me={me} />
      {may('listing.create') && me.organisation && <First me={me} />}
      <div className="halves">
        <Waiting duties={dutiesOf(may, me)} />
        <Overview me={me} />
      </div>
    </Page>
  );
}
