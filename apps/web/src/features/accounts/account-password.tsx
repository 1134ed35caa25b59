import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { changePassword } from '#contracts';
import { explain, fieldFaults } from '../../client/act';
import { call } from '../../client/api';
import { useMe } from '../../client/queries';
import { NewPasswordFields } from './person-fields';

interface Typed {
  readonly current: string;
  readonly password: string;
}

const fields = { '/current': 'current', '/next': 'password' } as const;

export function AccountPassword() {
  const [form] = Form.useForm<Typed>();
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const { message } = App.useApp();
  const client = useQueryClient();
  const me = useMe().data;
  const send = async ({ current, password }: Typed) => {
    setBusy(true);
    setFailure('');
    try {
      await call(changePassword, { body: { current, next: password } });
      form.resetFields();
      message.success('密码已修改，其他登录已失效');
      await client.invalidateQueries();
    } catch (error) {
      const faults = fieldFaults(error, fields);
      form.setFields(faults);
      if (faults.length === 0) setFailure(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title="修改密码">
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        scrollToFirstError
        style={{ maxWidth: 420 }}
        disabled={busy}
      >
        {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
        {/* For the browser's keeper of passwords: whose password it is. */}
        <input hidden readOnly autoComplete="username" value={me?.login ?? ''} />
        <Form.Item name="current" label="当前密码" rules={[{ required: true, message: '请填写当前密码' }]}>
          <Input.Password autoComplete="current-password" maxLength={400} />
        </Form.Item>
        <NewPasswordFields label="新密码" />
        <Button type="primary" htmlType="submit" loading={busy}>
          修改密码
        </Button>
        <div className="quiet" style={{ marginTop: 8 }}>
          修改后，本次登录继续有效，其他登录随即失效。
        </div>
      </Form>
    </Card>
  );
}
