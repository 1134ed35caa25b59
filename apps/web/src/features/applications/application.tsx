import { Alert, Card, Table } from 'antd';
import { Link, useParams } from 'react-router';
import {
  type ApplicationGrounds,
  type ApplicationRecord,
  approveApplication,
  readApplication,
  rejectApplication,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries, useMay } from '../../client/queries';
import { Load, Nothing, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { ApplicationFacts, applicationStates, kindsText } from './application-parts';

function Decisions({ of }: { of: ApplicationRecord }) {
  const act = useAct();
  const may = useMay();
  if (of.state !== 'submitted' || !of.grounds || !may('application.approve')) return null;
  const params = { id: of.id };
  const standing = of.grounds.organisation?.state;
  return (
    <>
      {standing !== 'approved' && standing !== 'suspended' && (
        <Step
          label="通过"
          primary
          reason="optional"
          question={`通过后，“${of.profile.name}”按申请所填资料对外公开，${of.person.name}成为其管理员。已核对证明材料，确认通过？`}
          run={(reason) =>
            act(() => call(approveApplication, { params, body: reason ? { reason } : {} }), '已通过')
          }
        />
      )}
      {standing === 'approved' && (
        <Step
          label="确认原管理员离任并通过"
          primary
          reason="needed"
          question={`通过后，原管理员随即退出本单位，其登录和未用邀请一并失效；${of.person.name}接任管理员，单位资料不变。请写明如何确认原管理员已离任。`}
          run={(reason) =>
            act(() => call(approveApplication, { params, body: { reason, ownerGone: true } }), '已通过')
          }
        />
      )}
      <Step
        label="不予通过"
        danger
        reason="needed"
        question="请写明理由，申请人将看到，并可据此重新申请。"
        run={(reason) =>
          act(() => call(rejectApplication, { params, body: { reason } }), '已作出不予通过的决定')
        }
      />
    </>
  );
}

const states = { unclaimed: '已代录、待认领', approved: '已通过审核', suspended: '已停用' } as const;

/** What is asked for beside what stands: what differs is what the approval would change. */
function Standing({
  of,
  organisation,
}: {
  of: ApplicationRecord;
  organisation: ApplicationGrounds['organisation'];
}) {
  const { label } = useDictionaries();
  if (!organisation) return <Nothing text="该信用代码尚无单位，通过后新建" />;
  const { profile } = of;
  const rows = [
    ['单位名称', organisation.name, profile.name],
    ['单位身份', kindsText(organisation.kinds), kindsText(of.kinds)],
    ['统计区域', label('areas', organisation.area), label('areas', profile.area)],
    ['主管部门', label('departments', organisation.department), label('departments', profile.department)],
    ['单位性质', label('ownerKinds', organisation.ownerKind), label('ownerKinds', profile.ownerKind)],
    ['企业规模', label('firmSizes', organisation.size), label('firmSizes', profile.size)],
    ['地址', organisation.address, profile.address],
  ]
    .filter(([, now, asked]) => now || asked)
    .map(([name, now, asked]) => ({ name, now, asked }));
  const owners = organisation.owners.map(({ name, login }) => `${name}（${login}）`).join('、');
  return (
    <div className="stack">
      <Alert
        showIcon
        type={organisation.state === 'unclaimed' ? 'info' : 'warning'}
        title={`现有单位：${states[organisation.state]}${owners ? `，管理员：${owners}` : ''}`}
        description={
          organisation.state === 'unclaimed'
            ? '通过后以申请所填资料为准，已代录的清单内容归属不变。'
            : organisation.state === 'approved'
              ? '其他人员应由管理员邀请；仅当确认管理员已离任时，方可通过本申请，单位资料不随之改变。'
              : '单位停用期间不能通过认领申请。'
        }
      />
      <Table
        rowKey="name"
        size="small"
        pagination={false}
        tableLayout="fixed"
        dataSource={rows}
        columns={[
          { title: '', dataIndex: 'name', width: 84 },
          { title: '现有', dataIndex: 'now' },
          {
            title: '申请',
            render: (_, row) => (row.now === row.asked ? row.asked : <mark>{row.asked || '（空）'}</mark>),
          },
        ]}
      />
    </div>
  );
}

function Others({ of }: { of: ApplicationGrounds['others'] }) {
  const { label } = useDictionaries();
  if (of.length === 0) return <Nothing text="没有其他人为该信用代码提出申请" />;
  return of.map((one) => (
    <article className="match" key={one.id}>
      <Link to={`/applications/${one.id}`}>{one.name}</Link>{' '}
      <StateTag states={applicationStates} state={one.state} />
      <div className="quiet">
        {one.personName} · {label('areas', one.area)} · {when(one.submittedAt)}
      </div>
      {one.reason && <div className="pre">{one.reason}</div>}
    </article>
  ));
}

/** One application with all that its decision rests on. */
export function ApplicationPage() {
  const { id = '' } = useParams();
  const record = useCall(readApplication, { params: { id } });
  return (
    <Page title="认领申请" extra={record.data && <Decisions of={record.data} />}>
      <Load of={record}>
        {(of) => (
          <div className="stack">
            <Card
              title={
                <>
                  {of.profile.name} <StateTag states={applicationStates} state={of.state} />
                </>
              }
            >
              <ApplicationFacts of={of} />
            </Card>
            {of.grounds && (
              <>
                <Card title="该信用代码的现有单位">
                  <Standing of={of} organisation={of.grounds.organisation} />
                </Card>
                <Card title="该信用代码的其他申请">
                  <Others of={of.grounds.others} />
                </Card>
              </>
            )}
          </div>
        )}
      </Load>
    </Page>
  );
}
