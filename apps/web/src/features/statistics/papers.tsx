import { Alert, Button, Form, Input, Modal, Progress, Radio } from 'antd';
import { useState } from 'react';
import { askPaper, downloadPaper, type PaperAsked } from '#contracts';
import { useChange } from '../../client/act';
import { address, call } from '../../client/api';
import { ended, useJob } from '../../client/use-job';

type Kind = PaperAsked['form'];
type Of = PaperAsked extends infer P ? (P extends unknown ? Omit<P, 'form' | 'number'> : never) : never;

interface Asked {
  readonly paper: string;
  readonly job: string;
}

function Making({ paper, job: id }: Asked) {
  const job = useJob(id);
  if (job?.state === 'completed')
    return (
      <Button type="primary" href={address(downloadPaper, { id: paper })}>
        下载
      </Button>
    );
  if (job && ended.includes(job.state))
    return <Alert type="error" showIcon title={`没有完成：${job.error ?? ''}`} />;
  return <Progress percent={Math.round((job?.progress ?? 0) * 100)} status="active" aria-label="制作进度" />;
}

/** Buttons for a workbook and a report: a job makes the file, then it can be downloaded. */
export function Papers({ of, said }: { of: Of; said: string }) {
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState<Kind>('workbook');
  const [number, setNumber] = useState('');
  const [asked, setAsked] = useState<Asked | undefined>();
  const { busy, act } = useChange();
  const make = async () => {
    const started = await act(() =>
      call(askPaper, { body: { ...of, form, number: form === 'report' ? number.trim() : '' } as PaperAsked }),
    );
    if (started) setAsked({ paper: started.paper, job: started.job.id });
  };
  const choose = (next: Kind) => {
    setForm(next);
    setAsked(undefined);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{said}工作簿和报告…</Button>
      <Modal
        open={open}
        title={`${said}工作簿和报告`}
        okText="制作"
        onOk={make}
        okButtonProps={{ disabled: asked !== undefined }}
        confirmLoading={busy}
        cancelText="关闭"
        onCancel={() => {
          setOpen(false);
          setAsked(undefined);
        }}
      >
        <Form layout="vertical">
          <Form.Item label="制作什么">
            <Radio.Group
              value={form}
              onChange={({ target }) => choose(target.value)}
              options={[
                { value: 'workbook', label: '工作簿（Excel）' },
                { value: 'report', label: '报告（Word）' },
              ]}
            />
          </Form.Item>
          {form === 'report' && (
            <Form.Item label="文号（选填）">
              <Input
                value={number}
                maxLength={60}
                placeholder="如：×工信〔2026〕12号"
                onChange={({ target }) => {
                  setNumber(target.value);
                  setAsked(undefined);
                }}
              />
            </Form.Item>
          )}
        </Form>
        {asked && <Making {...asked} />}
      </Modal>
    </>
  );
}
