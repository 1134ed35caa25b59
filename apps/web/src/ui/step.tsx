import { App, Button, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import type { Acted } from '../client/act';

export interface StepProps {
  readonly label: string;
  readonly question: string;
  /** `needed`: cannot be sent without a reason. */
  readonly reason?: 'none' | 'optional' | 'needed';
  readonly primary?: boolean;
  readonly danger?: boolean;
  readonly size?: 'small' | 'medium';
  /** What is typed, where it is no reason. */
  readonly labelled?: string;
  readonly longest?: number;
  readonly run: (reason: string) => Promise<Acted>;
}

/** A button that asks first, with a reason where one is kept on record; what was typed stays where it is refused. */
export function Step(step: StepProps) {
  const {
    label,
    question,
    reason = 'none',
    primary,
    danger,
    size,
    labelled = '理由',
    longest = 2000,
    run,
  } = step;
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [text, setText] = useState('');
  const { message } = App.useApp();
  const submit = async () => {
    if (reason === 'needed' && text.trim() === '') return void message.warning('请填写理由');
    setBusy(true);
    const done = await run(text.trim()).finally(() => setBusy(false));
    if (done === false) return;
    setOpen(false);
    setText('');
  };
  return (
    <>
      <Button
        type={primary ? 'primary' : 'default'}
        danger={danger ?? false}
        size={size}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Modal
        open={open}
        title={label}
        okText="确认"
        onOk={submit}
        onCancel={() => setOpen(false)}
        confirmLoading={busy}
      >
        <Typography.Paragraph>{question}</Typography.Paragraph>
        {reason !== 'none' && (
          <Input.TextArea
            aria-label={labelled}
            // The count of characters hangs below the field.
            style={{ marginBottom: 22 }}
            rows={4}
            maxLength={longest}
            showCount
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={step.labelled ?? (reason === 'needed' ? '理由（必填，将记录在案）' : '意见（选填）')}
          />
        )}
      </Modal>
    </>
  );
}
