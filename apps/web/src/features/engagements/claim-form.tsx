import { Button, DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { claimLevel, type EngagementView, uploadEvidence } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { yuanOf } from '../../ui/amounts';
import { FilePick } from '../../ui/file-pick';
import { levels } from './claim-words';
import { dayName } from './claims';

interface Typed {
  readonly level: number;
  readonly channel: 'online' | 'meeting';
  readonly amount?: string;
  readonly happenedOn?: Dayjs;
  readonly note?: string;
  readonly contractNumber?: string;
}

export function ClaimForm({ engagement }: { engagement: EngagementView }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [files, setFiles] = useState<File[]>([]);
  const [form] = Form.useForm<Typed>();
  const level = Form.useWatch('level', form) ?? 2;
  const act = useAct();
  const params = { id: engagement.id };
  const send = async (typed: Typed) => {
    setBusy(true);
    const done = await act(async () => {
      const evidenceIds: string[] = [];
      for (const file of files) evidenceIds.push((await call(uploadEvidence, { params, file })).id);
      return call(claimLevel, {
        params,
        body: {
          level: typed.level,
          channel: typed.channel,
          amount: typed.amount ? (yuanOf(typed.amount) ?? null) : null,
          happenedOn: typed.happenedOn?.format('YYYY-MM-DD') ?? null,
          note: typed.note ?? '',
          evidenceIds,
          ...(typed.contractNumber ? { contractNumber: typed.contractNumber } : {}),
        },
      });
    }, '已申报，待对方确认');
    setBusy(false);
    if (!done) return;
    setOpen(false);
    setFiles([]);
    form.resetFields();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>申报层级</Button>
      <Modal
        open={open}
        title="申报对接层级"
        okText="提交申报"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <Form form={form} layout="vertical" onFinish={send} initialValues={{ level: 2, channel: 'online' }}>
          <Form.Item name="level" label="层级">
            <Select options={[2, 3, 4, 5].map((value) => ({ value, label: levels[value] }))} />
          </Form.Item>
          <Form.Item name="channel" label="渠道">
            <Radio.Group
              options={[
                { value: 'online', label: '线上' },
                { value: 'meeting', label: '对接会' },
              ]}
            />
          </Form.Item>
          <Form.Item
            name="happenedOn"
            label={`${dayName[level]}日期`}
            rules={[{ required: level > 2, message: `请填写${dayName[level]}日期` }]}
          >
            <DatePicker style={{ width: '100%' }} maxDate={dayjs()} placeholder="请选择日期" />
          </Form.Item>
          <Form.Item
            name="amount"
            label="金额（万元，含税）"
            extra="按含税金额填写；合同金额只在合同一级计入统计"
            rules={[{ pattern: /^\d{1,10}(\.\d{1,6})?$/, message: '应为不小于0的数，单位万元' }]}
          >
            <Input />
          </Form.Item>
          <Form.Item name="contractNumber" label="合同编号">
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item
            label="佐证材料"
            extra="协议、合同、验收应用须附佐证：PDF、OFD、PNG 或 JPEG，单个不超过 50 MB"
          >
            <FilePick
              several
              label="佐证材料"
              accept=".pdf,.ofd,.png,.jpg,.jpeg"
              files={files}
              choose={setFiles}
            />
          </Form.Item>
          <Form.Item name="note" label="说明">
            <Input.TextArea rows={3} maxLength={2000} showCount />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
