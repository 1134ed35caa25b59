import { Alert, Button, Card } from 'antd';
import { Link, useParams } from 'react-router';
import {
  editOrganisation,
  listChanges,
  type OrganisationDependents,
  type OrganisationView,
  readDependents,
  readOrganisation,
  restoreOrganisation,
  suspendOrganisation,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay, useMe } from '../../client/queries';
import { Load, Nothing, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { kindName } from '../markets/kinds';
import { Controllers } from './organisation-controllers';
import { changeStates, Differences, OrganisationFacts, organisationStates } from './organisation-parts';

function listedText({ listings }: OrganisationDependents): string {
  if (listings.length === 0) return '没有在列内容；此后的内容';
  return listings.map(({ kind, count }) => `${count}项${kindName[kind]}`).join('、');
}

/** What will happen, counted. */
function suspensionSays(name: string, of: OrganisationDependents | undefined): string {
  const counts = of
    ? `${of.members}名人员的登录随即失效；${listedText(of)}暂停公开、检索、匹配和列入新清单，已发布的清单保留并标注“暂停”；${of.engagements}件对接（含${of.claims}项待办申报）暂停办理。`
    : '其人员的登录、在列内容和对接随即暂停。';
  return `停用“${name}”：${counts}恢复后一并恢复。请写明理由。`;
}

function Steps({ of }: { of: OrganisationView }) {
  const act = useAct();
  const may = useMay();
  const decides = may('organisation.suspend');
  const dependents = useCall(readDependents, { params: { id: of.id } }, decides);
  const params = { id: of.id };
  return (
    <>
      {may('change.propose') && of.state !== 'suspended' && (
        <Link to={`/organisations/${of.id}/change`}>
          <Button type="primary">申请变更</Button>
        </Link>
      )}
      {decides && of.state === 'approved' && (
        <Step
          label="停用"
          danger
          reason="needed"
          question={suspensionSays(of.name, dependents.data)}
          run={(reason) => act(() => call(suspendOrganisation, { params, body: { reason } }), '已停用')}
        />
      )}
      {decides && of.state === 'suspended' && (
        <Step
          label="恢复"
          primary
          reason="needed"
          question={`恢复“${of.name}”：其人员可重新登录，在列内容重新公开、检索和匹配，对接继续办理。请写明理由。`}
          run={(reason) => act(() => call(restoreOrganisation, { params, body: { reason } }), '已恢复')}
        />
      )}
    </>
  );
}

function Changes({ of }: { of: OrganisationView }) {
  const list = useCall(listChanges, { query: { organisation: of.id, limit: 20 } });
  return (
    <Card title="变更记录">
      <Load of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="没有变更申请" />
          ) : (
            items.map((change) => (
              <article className="match" key={change.id}>
                <Link to={`/organisation-changes/${change.id}`}>{when(change.proposedAt)}</Link>{' '}
                <StateTag states={changeStates} state={change.state} />
                <Differences of={change.differences} />
                {change.decisionReason && <div className="quiet">{change.decisionReason}</div>}
              </article>
            ))
          )
        }
      </Load>
    </Card>
  );
}

function Address({ of }: { of: OrganisationView }) {
  const act = useAct();
  return (
    <Step
      label="修改通讯地址"
      reason="optional"
      labelled="通讯地址"
      longest={200}
      question="通讯地址不对外公开，修改后即时生效。"
      run={(address) =>
        act(
          () => call(editOrganisation, { params: { id: of.id }, version: of.version, body: { address } }),
          '已修改',
        )
      }
    />
  );
}

/** An organisation as it was approved, with what is asked to be changed of it. */
export function OrganisationPage() {
  const own = useMe().data?.organisation?.id ?? '';
  const { id = own } = useParams();
  const may = useMay();
  const record = useCall(readOrganisation, { params: { id } }, id !== '');
  if (id === '')
    return (
      <Page title="单位">
        <Nothing text="您不属于任何单位" />
      </Page>
    );
  return (
    <Page title={record.data?.name ?? '单位'} extra={record.data && <Steps of={record.data} />}>
      <Load of={record}>
        {(of) => (
          <div className="stack">
            {of.state === 'suspended' && (
              <Alert type="warning" showIcon title="该单位已停用" description={of.decisionReason} />
            )}
            <Card
              title={
                <>
                  经审核的单位信息 <StateTag states={organisationStates} state={of.state} />
                </>
              }
              extra={may('organisation.edit') && id === own && <Address of={of} />}
            >
              <OrganisationFacts of={of} />
            </Card>
            {may('controller.read') && <Controllers uscc={of.uscc} />}
            {may('change.read') && <Changes of={of} />}
          </div>
        )}
      </Load>
    </Page>
  );
}
