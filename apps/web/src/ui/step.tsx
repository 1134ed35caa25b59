import { App, Input } from 'antd';
import { useState } from 'react';
import type { Acted } from '../client/act';
import { Ask, type AskProps } from './ask';

export interface StepProps extends Omit<AskProps, 'run' | 'children'> {
  /** `needed`: cannot be sent without a reason. */
  readonly reason?: 'none' | 'optional' | 'needed';
  /** What is typed, where it is no reason. */
  readonly labelled?: string;
  readonly longest?: number;
  readonly run: (reason: string) => Promise<Acted>;
}

/** A button that asks first, with a reason where one is kept on record; what was typed stays where it is refused. */
export function Step({ reason = 'none', labelled, longest = 2000, run, ...asked }: StepProps) {
  const [text, setText] = useState('');
  const { message } = App.useApp();
  const submit = async (): Promise<Acted> => {
    if (reason === 'needed' && text.trim() === '') {
      message.warning('请填写理由');
      return false;
    }
    const done = await run(text.trim());
    if (done !== false) setText('');
    return done;
  };
  return (
    <Ask {...asked} run={submit}>
      {reason !== 'none' && (
        <Input.TextArea
          aria-label={labelled ?? '理由'}
          // The count of characters hangs below the field.
          style={{ marginBottom: 22 }}
          rows={4}
          maxLength={longest}
          showCount
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={labelled ?? (reason === 'needed' ? '理由（必填，将记录在案）' : '意见（选填）')}
        />
      )}
    </Ask>
  );
}
