import { Alert, Card, Descriptions } from 'antd';
import { Link, useParams } from 'react-router';
import {
  approveChange,
  type OrganisationChangeView,
  readChange,
  readDependents,
  rejectChange,
  withdrawChange,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay, useMe } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { kindName } from '../markets/kinds';
import { changeStates, Differences } from './organisation-parts';

function Decisions({ of }: { of: OrganisationChangeView }) {
  const act = useAct();
  const may = useMay();
  const me = useMe().data;
  if (of.state !== 'submitted') return null;
  const params = { id: of.id };
  const ownSide = (of.side === 'coordinator') === Boolean(me?.body);
  const decides =
    may('change.decide') && me?.id !== of.proposedById && (!of.movesArea || me?.body?.scope === 'city');
  return (
    <>
      {decides && (
        <Step
          label="通过"
          primary
          reason="optional"
          question="通过后，公开页面、检索、匹配和今后的清单即按变更后的信息显示；已发布的清单不变。"
          run={(reason) =>
            act(
              () => call(approveChange, { params, version: of.version, body: reason ? { reason } : {} }),
              '已通过',
            )
          }
        />
      )}
      {decides && (
        <Step
          label="不予通过"
          danger
          reason="needed"
          question="现有信息不变。请写明理由，申请的一方将看到。"
          run={(reason) =>
            act(() => call(rejectChange, { params, body: { reason } }), '已作出不予通过的决定')
          }
        />
      )}
      {ownSide && may('change.withdraw') && (
        <Step
          label="撤回"
          question="撤回这项变更申请？现有信息不变。"
          run={() => act(() => call(withdrawChange, { params, body: {} }), '已撤回')}
        />
      )}
    </>
  );
}

/** What rests on the organisation besides its record. */
function Dependents({ of }: { of: OrganisationChangeView }) {
  const record = useCall(readDependents, { params: { id: of.organisation.id } });
  return (
    <Card title="涉及的内容">
      <Load of={record}>
        {({ members, listings, engagements, claims }) => (
          <Descriptions
            column={{ xs: 1, md: 2 }}
            size="small"
            items={Object.entries({
              人员: members,
              ...Object.fromEntries(listings.map(({ kind, count }) => [`在列${kindName[kind]}`, count])),
              进行中的对接: engagements,
              待办申报: claims,
            }).map(([label, children]) => ({ key: label, label, children }))}
          />
        )}
      </Load>
    </Card>
  );
}

/** One change with all that its decision rests on. */
export function ChangePage() {
  const { id = '' } = useParams();
  const may = useMay();
  const record = useCall(readChange, { params: { id } });
  return (
    <Page title="单位变更" extra={record.data && <Decisions of={record.data} />}>
      <Load of={record}>
        {(of) => (
          <div className="stack">
            {of.state === 'submitted' && of.movesArea && (
              <Alert
                showIcon
                type="warning"
                title="跨区域变更由市级协调部门审核"
                description="通过后，该单位的对接计入新的区域，联系人由新区域的协调部门查看。"
              />
            )}
            <Card
              title={
                <>
                  <Link to={`/organisations/${of.organisation.id}`}>{of.organisation.name}</Link>{' '}
                  <StateTag states={changeStates} state={of.state} />
                </>
              }
            >
              <Differences of={of.differences} />
              <p className="pre">理由：{of.reason}</p>
              <div className="quiet">
                {of.proposedBy}（{of.side === 'coordinator' ? '协调部门' : '本单位'}）{when(of.proposedAt)}{' '}
                提出
              </div>
              {of.decidedBy && (
                <div className="quiet">
                  {of.decidedBy} {when(of.decidedAt)} 办理{of.decisionReason ? `：${of.decisionReason}` : ''}
                </div>
              )}
            </Card>
            {may('organisation.dependents') && <Dependents of={of} />}
          </div>
        )}
      </Load>
    </Page>
  );
}
