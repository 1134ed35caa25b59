import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Skeleton, Typography } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import {
  type AnswerOf,
  acceptInvitation,
  type CallOf,
  endSession,
  type MeView,
  readInvitation,
  startSession,
} from '#contracts';
import { explain } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMe } from '../../client/queries';
import { EntryPage } from '../../ui/entry';
import { when } from '../../ui/time';
import { memberRoles } from '../applications/application-parts';
import { PersonFields } from './person-fields';

type Person = NonNullable<CallOf<typeof acceptInvitation>['body']['person']>;

/** Signed in with an account that has no place yet: joins with it. */
function JoinSignedIn({ token, me }: { token: string; me: MeView }) {
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const go = useNavigate();
  const placed = me.organisation?.name ?? me.body?.name ?? (me.operator ? '运维部门' : undefined);
  const join = async () => {
    setBusy(true);
    try {
      await call(acceptInvitation, { body: { token } });
      client.clear();
      go('/');
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  const leave = async () => {
    await call(endSession).catch(() => undefined);
    client.clear();
  };
  return (
    <>
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      {placed && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={`当前登录的账号已属于${placed}，不能再加入其他单位。`}
        />
      )}
      <div className="steps">
        {!placed && (
          <Button type="primary" loading={busy} onClick={join}>
            以“{me.name}”加入
          </Button>
        )}
        <Button onClick={leave}>退出，改用其他账号</Button>
      </div>
    </>
  );
}

function JoinAnew({ token }: { token: string }) {
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const go = useNavigate();
  const send = async ({ name, login, password }: Person) => {
    setBusy(true);
    try {
      await call(acceptInvitation, { body: { token, person: { name, login, password } } });
      const me = await call(startSession, { body: { login, password } });
      client.clear();
      client.setQueryData(['me'], me);
      go('/');
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  };
  return (
    <>
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form layout="vertical" onFinish={send} scrollToFirstError>
        <PersonFields />
        <Button type="primary" htmlType="submit" loading={busy} block>
          建立账号并加入
        </Button>
      </Form>
      <p>
        已有账号的，请先<Link to={`/login?back=${encodeURIComponent(`/invitation#${token}`)}`}>登录</Link>。
      </p>
    </>
  );
}

function Offer({ token, offer }: { token: string; offer: AnswerOf<typeof readInvitation> }) {
  const me = useMe();
  return (
    <EntryPage title={`加入“${offer.organisation.name}”`}>
      <Typography.Paragraph>
        {offer.invitedBy}邀请您以{memberRoles[offer.role]}身份加入。邀请{when(offer.expiresAt)}
        前有效，只能使用一次。
      </Typography.Paragraph>
      {!me.isPending && (me.data ? <JoinSignedIn token={token} me={me.data} /> : <JoinAnew token={token} />)}
    </EntryPage>
  );
}

/** Where an invitation's link leads; its token stands behind the #. */
export function AcceptInvitation() {
  const token = useLocation().hash.slice(1);
  const offer = useCall(readInvitation, { body: { token } }, token !== '');
  if (token === '' || offer.error)
    return (
      <EntryPage title="邀请无法使用" extra={<Link to="/login">前往登录</Link>}>
        {token === '' ? '邀请链接不完整，请重新复制。' : explain(offer.error)}
      </EntryPage>
    );
  if (!offer.data)
    return (
      <EntryPage title="邀请">
        <Skeleton active />
      </EntryPage>
    );
  return <Offer token={token} offer={offer.data} />;
}
