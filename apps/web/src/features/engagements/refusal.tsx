import { Form, Input, Select } from 'antd';
import type { CodedReason } from '#contracts';
import type { Acted } from '../../client/act';
import { useDictionaries } from '../../client/queries';
import { Ask } from '../../ui/ask';

interface Typed {
  readonly code: string;
  readonly reason?: string;
}

/** A refusal whose reason is chosen from a dictionary; 其他 is explained in words. */
export function Refusal({
  label,
  question,
  dictionary,
  run,
}: {
  label: string;
  question: string;
  dictionary: 'declineReasons' | 'refusalReasons';
  run: (reason: CodedReason) => Promise<Acted>;
}) {
  const [form] = Form.useForm<Typed>();
  const code = Form.useWatch('code', form);
  const { options } = useDictionaries();
  const send = async (): Promise<Acted> => {
    const typed = await form.validateFields().catch(() => undefined);
    if (!typed) return false;
    const reason = typed.reason?.trim();
    const done = await run({ code: typed.code, ...(reason ? { reason } : {}) });
    if (done !== false) form.resetFields();
    return done;
  };
  return (
    <Ask danger label={label} question={question} run={send}>
      <Form form={form} layout="vertical">
        <Form.Item name="code" label="理由" rules={[{ required: true, message: '请选择理由' }]}>
          <Select options={options(dictionary)} placeholder="请选择" />
        </Form.Item>
        <Form.Item
          name="reason"
          label="说明"
          rules={[{ required: code === 'other', whitespace: true, message: '选择“其他”的，请写明理由' }]}
        >
          <Input.TextArea rows={3} maxLength={2000} showCount />
        </Form.Item>
      </Form>
    </Ask>
  );
}

/** A reason as it stands on record: what its code is called, and the words beside it. */
export function ReasonOf({
  code,
  reason,
  dictionary,
}: {
  code: string | null;
  reason: string | null;
  dictionary: 'declineReasons' | 'refusalReasons';
}) {
  const { label } = useDictionaries();
  return (
    <>{[code && code !== 'other' ? label(dictionary, code) : '', reason ?? ''].filter(Boolean).join('：')}</>
  );
}
