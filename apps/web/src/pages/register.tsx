import { Alert, Button, Card, Checkbox, Form, Input, Result, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type CallOf, registerOrganisation } from '#contracts';
import { call } from '../api';
import { explain, useDictionaries } from '../hooks';

const needed = (what: string) => [{ required: true, message: `请填写${what}` }];

export function Register() {
  const [failure, setFailure] = useState('');
  const [done, setDone] = useState(false);
  const { options } = useDictionaries();
  const send = async (body: CallOf<typeof registerOrganisation>['body']) => {
    try {
      await call(registerOrganisation, { body });
      setDone(true);
    } catch (error) {
      setFailure(explain(error));
    }
  };
  if (done)
    return (
      <Result
        status="success"
        title="注册信息已提交"
        subTitle="协调部门审核通过后，即可填报和对接。"
        extra={<Link to="/login">前往登录</Link>}
      />
    );
  return (
    <main className="entry">
      <Card title="注册单位" extra={<Link to="/login">返回登录</Link>}>
        {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
        <Form layout="vertical" onFinish={send} scrollToFirstError>
          <Form.Item name="uscc" label="统一社会信用代码" rules={needed('统一社会信用代码')}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name={['profile', 'name']} label="单位名称" rules={needed('单位名称')}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="kinds" label="单位身份" rules={needed('单位身份')}>
            <Checkbox.Group
              options={[
                { value: 'user', label: '应用单位（提出场景）' },
                { value: 'firm', label: '软件企业（提供能力）' },
              ]}
            />
          </Form.Item>
          <Form.Item name={['profile', 'area']} label="所属区域" rules={needed('所属区域')}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={options('areas')} />
          </Form.Item>
          <Form.Item name={['profile', 'department']} label="主管部门">
            <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={options('departments')} />
          </Form.Item>
          <Form.Item name={['person', 'name']} label="联系人姓名" rules={needed('联系人姓名')}>
            <Input maxLength={50} />
          </Form.Item>
          <Form.Item name={['person', 'login']} label="登录名" rules={needed('登录名')}>
            <Input autoComplete="username" placeholder="电子邮箱，或3至60位字母、数字" />
          </Form.Item>
          <Form.Item
            name={['person', 'password']}
            label="密码"
            rules={[{ required: true, min: 10, message: '密码至少10个字符' }]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block>
            提交注册
          </Button>
        </Form>
      </Card>
    </main>
  );
}
