import { Button, Modal, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Acted } from '../client/act';

export interface AskProps {
  readonly label: string;
  readonly question: string;
  readonly primary?: boolean;
  readonly danger?: boolean;
  readonly size?: 'small' | 'medium' | undefined;
  /** `false` where it was refused, or something is still to be filled in: the window stays open. */
  readonly run: () => Promise<Acted>;
  /** What is to be filled in. */
  readonly children?: ReactNode;
}

/** A button that asks before anything is done. */
export function Ask({ label, question, primary, danger, size, run, children }: AskProps) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    const done = await run().finally(() => setBusy(false));
    if (done !== false) setOpen(false);
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
        onOk={confirm}
        onCancel={() => setOpen(false)}
        confirmLoading={busy}
      >
        <Typography.Paragraph>{question}</Typography.Paragraph>
        {children}
      </Modal>
    </>
  );
}
