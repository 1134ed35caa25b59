import { Button, DatePicker, Form, Input, Modal, Select, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { createMeeting, editMeeting, type MarketCode, type MeetingView } from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';
import { useDictionaries, useMe } from '../../client/queries';
import { marketOptions } from '../markets/kinds';

interface Typed {
  readonly market: MarketCode;
  readonly title: string;
  readonly day: Dayjs;
  readonly times: [Dayjs, Dayjs];
  readonly place?: string;
  readonly link?: string;
  readonly area?: string;
  readonly note?: string;
}

function typedOf(meeting: MeetingView | undefined): Partial<Typed> {
  if (!meeting) return { market: 'software', times: [dayjs('2000-01-01T09:00'), dayjs('2000-01-01T11:30')] };
  const { market, title, day, starts, ends, place, link, area, note } = meeting;
  return {
    market,
    title,
    day: dayjs(day),
    times: [dayjs(`${day}T${starts}`), dayjs(`${day}T${ends}`)],
    note,
    ...(place ? { place } : {}),
    ...(link ? { link } : {}),
    ...(area ? { area } : {}),
  };
}

/** Makes a meeting, or changes one that is not held yet. */
export function MeetingForm({ meeting }: { meeting?: MeetingView }) {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Typed>();
  const { options } = useDictionaries();
  const city = useMe().data?.body?.scope === 'city';
  const { busy, act } = useChange();
  const go = useNavigate();
  const send = async ({ market, title, day, times, place, link, area, note }: Typed) => {
    const body = {
      market,
      title,
      day: day.format('YYYY-MM-DD'),
      starts: times[0].format('HH:mm'),
      ends: times[1].format('HH:mm'),
      place: place?.trim() || null,
      link: link?.trim() || null,
      area: area ?? null,
      note: note ?? '',
    };
    const saved = await act(
      () =>
        meeting
          ? call(editMeeting, { params: { id: meeting.id }, body, version: meeting.version })
          : call(createMeeting, { body }),
      '已保存',
    );
    if (!saved) return;
    setOpen(false);
    if (!meeting) go(`/meetings/${saved.id}`);
  };
  return (
    <>
      <Button type={meeting ? 'default' : 'primary'} onClick={() => setOpen(true)}>
        {meeting ? '修改' : '拟定对接会'}
      </Button>
      <Modal
        open={open}
        title={meeting ? '修改对接会' : '拟定对接会'}
        okText="保存"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form form={form} layout="vertical" onFinish={send} initialValues={typedOf(meeting)}>
          <Form.Item name="title" label="名称" rules={[{ required: true, message: '请填写名称' }]}>
            <Input maxLength={120} placeholder="如：智能制造专场供需对接会" />
          </Form.Item>
          <Form.Item name="market" label="供需市场" extra="邀请该市场的需求和供给，并计入该市场的统计">
            <Select options={marketOptions} />
          </Form.Item>
          <Form.Item name="day" label="日期" rules={[{ required: true, message: '请选择日期' }]}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="times" label="起止时间" rules={[{ required: true, message: '请选择起止时间' }]}>
            <TimePicker.RangePicker format="HH:mm" minuteStep={5} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item
            name="place"
            label="地点"
            dependencies={['link']}
            rules={[
              ({ getFieldValue }) => ({
                validator: (_, value: string | undefined) =>
                  value?.trim() || getFieldValue('link')
                    ? Promise.resolve()
                    : Promise.reject(new Error('地点与线上会议地址至少填写一项')),
              }),
            ]}
          >
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item
            name="link"
            label="线上会议地址"
            rules={[
              {
                validator: (_, value?: string) =>
                  !value || (URL.canParse(value) && new URL(value).protocol === 'https:')
                    ? Promise.resolve()
                    : Promise.reject(new Error('应为以 https 开头的完整网址')),
              },
            ]}
          >
            <Input maxLength={500} placeholder="以 https 开头的完整网址" />
          </Form.Item>
          {city && (
            <Form.Item name="area" label="统计区域">
              <Select allowClear placeholder="全市" options={options('areas')} />
            </Form.Item>
          )}
          <Form.Item name="note" label="说明">
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
