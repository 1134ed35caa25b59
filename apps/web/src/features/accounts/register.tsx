import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Typography } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type CallOf, signUp, startSession } from '#contracts';
import { explain } from '../../client/act';
import { call } from '../../client/api';
import { EntryPage } from '../../ui/entry';
import { PersonFields } from './person-fields';

/** Makes an account. For which organisation the person works is said afterwards, in an application. */
export function Register() {
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const go = useNavigate();
  const send = async ({ name, login, password }: CallOf<typeof signUp>['body']) => {
    setBusy(true);
    try {
      await call(signUp, { body: { name, login, password } });
      const me = await call(startSession, { body: { login, password } });
      client.clear();
      client.setQueryData(['me'], me);
      go('/application/new');
    } catch (error) {
      setFailure(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <EntryPage title="申请入驻：第一步，建立个人账号" extra={<Link to="/login">返回登录</Link>}>
      <Typography.Paragraph type="secondary">
        账号建立后填写认领申请并上传证明材料，经协调部门审核通过，方可代表单位填报和对接。单位已入驻的，请向本单位管理员索取邀请链接。
      </Typography.Paragraph>
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form layout="vertical" onFinish={send} scrollToFirstError>
        <PersonFields />
        <Button type="primary" htmlType="submit" loading={busy} block>
          建立账号，填写申请
        </Button>
      </Form>
    </EntryPage>
  );
}
