import { Alert, Button, Card } from 'antd';
import { useNavigate } from 'react-router';
import { type ApplicationView, listApplications, withdrawApplication } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Load, Nothing, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { ApplicationFacts, applicationStates } from './application-parts';

const told: Record<ApplicationView['state'], { type: 'info' | 'success' | 'warning'; text: string }> = {
  draft: { type: 'info', text: '申请尚未提交。' },
  submitted: { type: 'info', text: '申请已提交，正在等待协调部门审核；审核期间不能修改，可以撤回。' },
  approved: { type: 'success', text: '申请已通过。' },
  rejected: { type: 'warning', text: '申请未通过，理由见下；更正后可以重新申请。' },
  withdrawn: { type: 'info', text: '申请已撤回，可以重新申请。' },
};

function Withdraw({ of }: { of: ApplicationView }) {
  const act = useAct();
  return (
    <Step
      label="撤回"
      danger
      reason="optional"
      question="撤回后本次申请不再办理，可以重新申请。"
      run={(reason) =>
        act(
          () => call(withdrawApplication, { params: { id: of.id }, body: reason ? { reason } : {} }),
          '已撤回',
        )
      }
    />
  );
}

function One({ of, latest }: { of: ApplicationView; latest: boolean }) {
  const go = useNavigate();
  const may = useMay();
  const open = of.state === 'draft' || of.state === 'submitted';
  return (
    <Card
      title={
        <>
          {of.profile.name} <StateTag states={applicationStates} state={of.state} />
        </>
      }
      extra={open && may('application.withdraw') && <Withdraw of={of} />}
    >
      {latest && (
        <Alert showIcon type={told[of.state].type} style={{ marginBottom: 16 }} title={told[of.state].text} />
      )}
      {of.state === 'draft' && (
        <Button type="primary" style={{ marginBottom: 16 }} onClick={() => go(`/application/${of.id}/edit`)}>
          继续填写
        </Button>
      )}
      <ApplicationFacts of={of} />
    </Card>
  );
}

/** What the person asked for, what came of it, and the way to ask again. */
export function MyApplications() {
  const own = useCall(listApplications, { query: { limit: 50 } });
  const may = useMay();
  const go = useNavigate();
  return (
    <Page
      title="我的申请"
      extra={
        own.data &&
        may('application.create') &&
        !own.data.items.some(({ state }) => state === 'draft' || state === 'submitted') && (
          <Button type="primary" onClick={() => go('/application/new')}>
            {own.data.items.length > 0 ? '重新申请' : '填写申请'}
          </Button>
        )
      }
    >
      <Load of={own}>
        {({ items }) => (
          <div className="stack">
            {items.length === 0 && <Nothing text="您尚未提出认领申请" />}
            {items.map((one, i) => (
              <One key={one.id} of={one} latest={i === 0} />
            ))}
          </div>
        )}
      </Load>
    </Page>
  );
}
