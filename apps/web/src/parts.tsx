import { App, Button, Input, Modal, Tag, Typography } from 'antd';
import { useState } from 'react';
import { ladder } from '#contracts';
import type { Acted } from './hooks';

export { Load, More, Nothing, Page } from './ui/page';
export { when } from './ui/time';

export const listingStates: Record<string, { text: string; color: string }> = {
  draft: { text: '草稿', color: 'default' },
  submitted: { text: '待审核', color: 'processing' },
  changes_requested: { text: '退回修改', color: 'warning' },
  rejected: { text: '未通过', color: 'error' },
  approved: { text: '已通过', color: 'success' },
  published: { text: '已发布', color: 'success' },
  expired: { text: '已到期', color: 'default' },
  withdrawn: { text: '已撤回', color: 'default' },
  superseded: { text: '已被新版替代', color: 'default' },
};
export const claimStates: Record<string, { text: string; color: string }> = {
  claimed: { text: '待对方确认', color: 'processing' },
  confirmed: { text: '待核实', color: 'warning' },
  verified: { text: '已核实', color: 'success' },
  declined: { text: '对方未确认', color: 'default' },
  rejected: { text: '未予核实', color: 'error' },
  withdrawn: { text: '已撤回', color: 'default' },
  disputed: { text: '有异议', color: 'error' },
  reversed: { text: '已冲销', color: 'default' },
  expired: { text: '逾期未确认', color: 'default' },
};
/** What the levels are called; all markets have the same so far. */
export const levels: readonly string[] = ladder;

export function StateTag({
  states,
  state,
}: {
  states: Record<string, { text: string; color: string }>;
  state: string;
}) {
  const known = states[state];
  return <Tag color={known?.color ?? 'default'}>{known?.text ?? state}</Tag>;
}

/** Yuan to 万元, exactly: the comma moves, nothing is rounded. */
export function wan(yuan: string | null | undefined): string {
  if (!yuan) return '';
  const [whole = '0', cents = ''] = yuan.split('.');
  const digits = whole.padStart(5, '0');
  const fraction = `${digits.slice(-4)}${cents}`.replace(/0+$/, '');
  return `${digits.slice(0, -4).replace(/^0+(?=\d)/, '')}${fraction ? `.${fraction}` : ''}`;
}

/** 万元 as typed to yuan; undefined where it is no amount of whole fen. */
export function yuanOf(typed: string): string | undefined {
  const parts = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(typed.trim());
  if (!parts) return undefined;
  const fraction = (parts[2] ?? '').padEnd(6, '0');
  return `${`${parts[1]}${fraction.slice(0, 4)}`.replace(/^0+(?=\d)/, '')}.${fraction.slice(4)}`;
}

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
