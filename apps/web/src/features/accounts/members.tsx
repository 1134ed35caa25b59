import { App, Card, Select, Space } from 'antd';
import { Navigate } from 'react-router';
import { changeMember, listMembers, removeMember } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay, useMe } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { Step } from '../../ui/step';
import { memberRoles } from '../applications/application-parts';
import { Invitations } from './invitations';

type Role = keyof typeof memberRoles;
const roleOptions = Object.entries(memberRoles).map(([value, label]) => ({ value: value as Role, label }));

interface Member {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role | null;
}

function MemberRow({ organisationId, of, own }: { organisationId: string; of: Member; own: boolean }) {
  const act = useAct();
  const { modal } = App.useApp();
  const params = { id: organisationId, personId: of.id };
  const ask = (role: Role) =>
    modal.confirm({
      title: '修改角色',
      content: `将“${of.name}”改为${memberRoles[role]}？随即生效。${of.role === 'owner' ? '其发出的未用邀请一并作废。' : ''}`,
      okText: '确认',
      onOk: () => act(() => call(changeMember, { params, body: { role } }), '角色已修改'),
    });
  return (
    <article className="match">
      <div className="match-head">
        <div className="match-title">
          <strong>{of.name}</strong> {own && '（本人）'}
          <div className="quiet">{of.login}</div>
        </div>
        <Space wrap>
          <Select
            aria-label={`${of.name}的角色`}
            style={{ width: 110 }}
            value={of.role}
            options={roleOptions}
            onChange={(role) => role && role !== of.role && ask(role)}
          />
          <Step
            label="移除"
            danger
            question={`移除“${of.name}”？其登录随即失效，所发出的未用邀请一并作废。`}
            run={() => act(() => call(removeMember, { params }), '已移除')}
          />
        </Space>
      </div>
    </article>
  );
}

/** The people of the owner's organisation, and those invited. */
export function Members() {
  const me = useMe().data;
  const id = me?.organisation?.id ?? '';
  // Whoever has just given up being an owner has nothing to do here any more.
  const manages = useMay()('invitation.list');
  const members = useCall(listMembers, { params: { id } }, id !== '');
  if (me && !manages) return <Navigate to="/" replace />;
  return (
    <Page title="成员">
      <div className="stack">
        <Card title="本单位成员">
          <Load of={members}>
            {({ items }) =>
              items.map((one) => (
                <MemberRow key={one.id} organisationId={id} of={one} own={one.id === me?.id} />
              ))
            }
          </Load>
        </Card>
        <Invitations organisationId={id} />
      </div>
    </Page>
  );
}
