import { Button, DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { useState } from 'react';
import { type EditionDetail, editEdition, scheduleEdition } from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { Step } from '../../ui/step';
import { instantOf, typedOf, when } from '../../ui/time';

interface Texts {
  readonly title: string;
  readonly preface: string;
}

/** Title and preface, until the list is published. */
export function EditTexts({ edition }: { edition: EditionDetail }) {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Texts>();
  const { busy, act } = useChange();
  const send = async ({ title, preface }: Texts) => {
    const input = { params: { id: edition.id }, version: edition.version };
    const done = await act(
      () => call(editEdition, { ...input, body: { title, preface: preface ?? '' } }),
      '已修改',
    );
    if (done) setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>修改标题和说明</Button>
      <Modal
        open={open}
        title="修改标题和说明"
        okText="保存"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form form={form} layout="vertical" onFinish={send} initialValues={edition}>
          <Form.Item
            name="title"
            label="标题"
            rules={[{ required: true, whitespace: true, message: '请填写标题' }]}
          >
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="preface" label="说明">
            <Input.TextArea rows={6} maxLength={4000} showCount />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

/** Takes rows out of a list that is not published, or puts the chosen ones in front. */
export function EditItems({
  edition,
  chosen,
  done,
}: {
  edition: EditionDetail;
  chosen: readonly string[];
  done: () => void;
}) {
  const act = useAct();
  if (chosen.length === 0) return null;
  const rest = edition.itemList.map(({ listingId }) => listingId).filter((id) => !chosen.includes(id));
  const save = async (listingIds: string[], said: string) => {
    const input = { params: { id: edition.id }, version: edition.version };
    const saved = await act(() => call(editEdition, { ...input, body: { listingIds } }), said);
    if (saved) done();
    return saved;
  };
  return (
    <>
      <Step
        label={`移出 ${chosen.length} 项`}
        question={`将从本期清单移出所选 ${chosen.length} 项，列入 ${rest.length} 项。确认移出？`}
        run={() => save(rest, '已移出')}
      />
      <Button onClick={() => save([...chosen, ...rest], '已移到最前')}>移到最前</Button>
    </>
  );
}

/** The day and time at which a list is to publish itself. */
export function Schedule({ edition }: { edition: EditionDetail }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<{ at: Dayjs }>();
  const act = useAct();
  const input = { params: { id: edition.id }, version: edition.version };
  const send = async ({ at }: { at: Dayjs }) => {
    setBusy(true);
    const done = await act(
      () => call(scheduleEdition, { ...input, body: { at: instantOf(at.format('YYYY-MM-DDTHH:mm')) } }),
      '已设定定时发布',
    );
    setBusy(false);
    if (done) setOpen(false);
  };
  const planned = edition.scheduledFor;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{planned ? '更改发布时间' : '定时发布'}</Button>
      {planned && (
        <Step
          label="取消定时发布"
          question={`原定 ${when(planned)} 自动发布。取消后恢复为草稿，确认取消？`}
          run={() => act(() => call(scheduleEdition, { ...input, body: { at: null } }), '已取消定时发布')}
        />
      )}
      <Modal
        open={open}
        title="定时发布"
        okText="确认"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <p>到所选时间自动发布，届时不再公开的项目不列入。发布后不能恢复为草稿。</p>
        <Form
          form={form}
          layout="vertical"
          onFinish={send}
          initialValues={{ at: planned ? dayjs(typedOf(planned)) : undefined }}
        >
          <Form.Item
            name="at"
            label="发布时间（北京时间）"
            rules={[{ required: true, message: '请选择发布时间' }]}
          >
            <DatePicker
              showTime={{ format: 'HH:mm' }}
              format="YYYY-MM-DD HH:mm"
              minDate={dayjs()}
              style={{ width: '100%' }}
            />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
