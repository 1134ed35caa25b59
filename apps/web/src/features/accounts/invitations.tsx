import { Alert, Button, Card, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import {
  type CallOf,
  createInvitation,
  type InvitationView,
  listInvitations,
  revokeInvitation,
} from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useCall } from '../../client/queries';
import { Load, Nothing } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { memberRoles } from '../applications/application-parts';

const states: Record<InvitationView['state'], { text: string; color: string }> = {
  open: { text: '未使用', color: 'processing' },
  accepted: { text: '已接受', color: 'success' },
  revoked: { text: '已作废', color: 'default' },
  expired: { text: '已过期', color: 'default' },
};

/** The token stands behind the #: browsers send it to no server and no log keeps it. */
const linkOf = (token: string) => `${window.location.origin}/app/invitation#${token}`;

function Link({
  made,
  close,
}: {
  made: { token: string; expiresAt: string } | undefined;
  close: () => void;
}) {
  return (
    <Modal
      open={made !== undefined}
      title="邀请链接"
      footer={
        <Button type="primary" onClick={close}>
          已复制，关闭
        </Button>
      }
      onCancel={close}
    >
      <Alert
        showIcon
        type="warning"
        style={{ marginBottom: 16 }}
        title={`链接只在此处显示一次，仅可使用一次，${when(made?.expiresAt)}前有效。请直接发给被邀请人。`}
      />
      {made && (
        <Typography.Paragraph copyable style={{ overflowWrap: 'anywhere' }}>
          {linkOf(made.token)}
        </Typography.Paragraph>
      )}
    </Modal>
  );
}

function Row({ organisationId, of }: { organisationId: string; of: InvitationView }) {
  const act = useAct();
  return (
    <article className="match">
      <div className="match-head">
        <div className="match-title">
          {of.note || '未注明'} · {memberRoles[of.role]} <StateTag states={states} state={of.state} />
          <div className="quiet">
            {of.invitedBy}邀请，{when(of.createdAt)}
            {of.acceptedBy ? `，${of.acceptedBy}已接受` : `，有效期至${when(of.expiresAt)}`}
          </div>
        </div>
        {of.state === 'open' && (
          <Step
            label="撤销"
            danger
            question="撤销后链接随即失效，不能恢复。"
            run={() =>
              act(
                () => call(revokeInvitation, { params: { id: organisationId, invitationId: of.id } }),
                '已撤销',
              )
            }
          />
        )}
      </div>
    </article>
  );
}

export function Invitations({ organisationId }: { organisationId: string }) {
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<{ token: string; expiresAt: string } | undefined>();
  const [form] = Form.useForm<CallOf<typeof createInvitation>['body']>();
  const { busy, act } = useChange();
  const list = useCall(listInvitations, { params: { id: organisationId } }, organisationId !== '');
  const send = async (body: CallOf<typeof createInvitation>['body']) => {
    const done = await act(() => call(createInvitation, { params: { id: organisationId }, body }));
    if (!done) return;
    setAsking(false);
    form.resetFields();
    setMade({ token: done.token, expiresAt: done.invitation.expiresAt });
  };
  return (
    <Card
      title="邀请"
      extra={
        <Button type="primary" onClick={() => setAsking(true)}>
          邀请成员
        </Button>
      }
    >
      <Load of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="尚未发出邀请" />
          ) : (
            items.map((one) => <Row key={one.id} organisationId={organisationId} of={one} />)
          )
        }
      </Load>
      <Modal
        open={asking}
        title="邀请成员"
        okText="生成邀请链接"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setAsking(false)}
      >
        <Form form={form} layout="vertical" onFinish={send} initialValues={{ role: 'editor' }}>
          <Form.Item
            name="role"
            label="角色"
            extra="管理员可管理成员，填报人可填报和办理对接，查看人只能查看"
          >
            <Select options={Object.entries(memberRoles).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
          <Form.Item name="note" label="被邀请人（备忘）">
            <Input maxLength={50} placeholder="如：信息科 李工" />
          </Form.Item>
        </Form>
      </Modal>
      <Link made={made} close={() => setMade(undefined)} />
    </Card>
  );
}
