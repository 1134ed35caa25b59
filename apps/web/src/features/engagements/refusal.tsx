import { Button, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import type { CodedReason } from '#contracts';
import { type Acted } from '../../client/act';
import { useDictionaries } from '../../client/queries';

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
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<Typed>();
  const code = Form.useWatch('code', form);
  const { options } = useDictionaries();
  const send = async ({ code: chosen, reason }: Typed) => {
    setBusy(true);
    const sent = { code: chosen, ...(reason?.trim() ? { reason: reason.trim() } : {}) };
    const done = await run(sent).finally(() => setBusy(false));
    if (done === false) return;
    setOpen(false);
    form.resetFields();
  };
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open}
        title={label}
        okText="确认"
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        confirmLoading={busy}
      >
        <Typography.Paragraph>{question}</Typography.Paragraph>
        <Form form={form} layout="vertical" onFinish={send}>
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
      </Modal>
    </>
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
