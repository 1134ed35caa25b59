import { Form, Input } from 'antd';

/** What a new account wants: a name, a login and a password. */
export function PersonFields() {
  return (
    <>
      <Form.Item
        name="name"
        label="姓名"
        rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}
      >
        <Input maxLength={50} autoComplete="name" />
      </Form.Item>
      <Form.Item name="login" label="登录名" rules={[{ required: true, message: '请填写登录名' }]}>
        <Input autoComplete="username" placeholder="电子邮箱，或3至60位字母、数字" />
      </Form.Item>
      <NewPasswordFields label="密码" />
    </>
  );
}

/** A password twice, with the rule for it said. */
export function NewPasswordFields({ label }: { label: string }) {
  return (
    <>
      <Form.Item
        name="password"
        label={label}
        extra="至少12个字符，不能是常见密码，不能含有登录名、姓名或单位名称"
        rules={[{ required: true, min: 12, message: `${label}至少12个字符` }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={`再次输入${label}`}
        dependencies={['password']}
        rules={[
          ({ getFieldValue }) => ({
            required: true,
            validator: (_, value) =>
              value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error('两次输入的密码不一致')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
