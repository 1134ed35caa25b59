import { Button, DatePicker, Form, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { type DecisionView, endDecision, type MarketCode, makeDecision } from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useMay, useMe } from '../../client/queries';
import { Step } from '../../ui/step';
import { sidesOf } from '../markets/market-pick';

export const decisionKinds: Record<DecisionView['kind'], { text: string; color: string }> = {
  pin: { text: '置顶', color: 'gold' },
  block: { text: '屏蔽', color: 'error' },
};
function questionOf(kind: DecisionView['kind'], market: MarketCode): string {
  const { words, supplies } = sidesOf(market);
  return kind === 'pin'
    ? `置顶后，该${supplies}在期限内列于该${words.demand}推荐名单最前，并注明理由。`
    : `屏蔽后，该${supplies}在期限内不列入该${words.demand}的推荐名单；可随时解除。`;
}
const days = 90;

/** Coordinators steer the demands of their area. */
export function useMayDecide(area: string | null): boolean {
  const may = useMay();
  const body = useMe().data?.body;
  return may('match.pin') && (body?.scope === 'city' || body?.area === area);
}

type Pair = Pick<DecisionView, 'market' | 'demand' | 'supply'>;

/** A button that takes a reason and a last day, and puts the pair first or out. */
export function Decide({ kind, of }: { kind: DecisionView['kind']; of: Pair }) {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ reason: string; until: Dayjs }>();
  const { busy, act } = useChange();
  const { text } = decisionKinds[kind];
  const send = async ({ reason, until }: { reason: string; until: Dayjs }) => {
    const pair = { demandListingId: of.demand.id, supplyListingId: of.supply.id };
    const body = { ...pair, kind, reason: reason.trim(), until: until.format('YYYY-MM-DD') };
    const made = await act(() => call(makeDecision, { body }), `已${text}`);
    if (!made) return;
    setOpen(false);
    form.resetFields();
  };
  return (
    <>
      <Button size="small" danger={kind === 'block'} onClick={() => setOpen(true)}>
        {text}
      </Button>
      <Modal
        open={open}
        title={`${text}：${of.supply.title}`}
        okText="确认"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <p>
          {sidesOf(of.market).demands}：{of.demand.title}
          <br />
          {questionOf(kind, of.market)}
        </p>
        <Form
          form={form}
          layout="vertical"
          onFinish={send}
          initialValues={{ until: dayjs().add(days, 'day') }}
        >
          <Form.Item
            name="reason"
            label="理由"
            rules={[{ required: true, whitespace: true, message: '请填写理由' }]}
          >
            <Input.TextArea rows={4} maxLength={2000} showCount placeholder="理由（必填，将记录在案）" />
          </Form.Item>
          <Form.Item
            name="until"
            label="截止日期（含当日）"
            rules={[{ required: true, message: '请选择截止日期' }]}
          >
            <DatePicker
              inputReadOnly
              style={{ width: '100%' }}
              disabledDate={(day) => day.isBefore(dayjs(), 'day')}
            />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

export function EndDecision({ id, kind }: { id: string; kind: DecisionView['kind'] }) {
  const act = useAct();
  const label = kind === 'pin' ? '取消置顶' : '解除屏蔽';
  return (
    <Step
      label={label}
      size="small"
      reason="needed"
      question={`${label}后，即按得分恢复次序。请写明理由。`}
      run={(reason) => act(() => call(endDecision, { params: { id }, body: { reason } }), `已${label}`)}
    />
  );
}
