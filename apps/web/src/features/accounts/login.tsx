import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { startSession } from '#contracts';
import { explain } from '../../client/act';
import { call } from '../../client/api';
import { EntryPage } from '../../ui/entry';

export function Login() {
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const go = useNavigate();
  const [query] = useSearchParams();
  // Only an address of our own: never where somebody else's link would lead.
  const asked = query.get('back') ?? '/';
  const back = /^\/(?!\/)/.test(asked) ? asked : '/';
  const enter = async (body: { login: string; password: string }) => {
    setBusy(true);
    try {
      const me = await call(startSession, { body });
      client.clear();
      client.setQueryData(['me'], me);
      go(back);
    } catch (error) {
      setFailure(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <EntryPage title="登录">
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form layout="vertical" onFinish={enter}>
        <Form.Item name="login" label="登录名" rules={[{ required: true, message: '请填写登录名' }]}>
          <Input autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label="密码" rules={[{ required: true, message: '请填写密码' }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy} block>
          登录
        </Button>
      </Form>
      <p>
        <Link to="/register">申请入驻</Link>　<a href="/">公开网站</a>
      </p>
    </EntryPage>
  );
}
