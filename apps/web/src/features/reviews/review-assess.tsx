import { Alert, Form, Input, Modal } from 'antd';
import {
  type Assessment,
  assessUnit,
  type MarketCode,
  measureOf,
  type ReviewUnitView,
  type ReviewView,
} from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';

const number = [
  { required: true, message: '请填写综评分' },
  { pattern: /^\d{1,6}(\.\d{1,3})?$/, message: '应为不小于0的分数' },
];

/** As it stands, or as computed. */
export function assessmentOf({ assessed, computed }: ReviewUnitView): Assessment {
  if (assessed) return { marks: assessed.marks, reason: assessed.reason };
  return {
    marks: computed.indicators.map(({ measure, points }) => ({ measure, points, reason: '' })),
    reason: '',
  };
}

/** A mark an indicator, with a reason where it differs from what was computed or from what the unit gave itself. */
export function AssessFields({
  market,
  unit,
  at,
}: {
  market: MarketCode | undefined;
  unit: ReviewUnitView;
  at: readonly string[];
}) {
  return (
    <>
      {unit.computed.indicators.map(({ measure, points }, i) => {
        const own = unit.self?.marks.find((one) => one.measure === measure)?.points;
        return (
          <div key={measure} className="filters">
            <Form.Item name={[...at, 'marks', i, 'measure']} hidden>
              <Input />
            </Form.Item>
            <Form.Item
              label={`${measureOf(measure, market)?.name ?? measure}（计算${points}分，自评${own ?? '—'}）`}
              name={[...at, 'marks', i, 'points']}
              rules={number}
              style={{ flex: '1 1 320px' }}
            >
              <Input inputMode="decimal" />
            </Form.Item>
            <Form.Item
              label="理由（与计算分或自评不同时必填）"
              name={[...at, 'marks', i, 'reason']}
              style={{ flex: '1 1 320px' }}
            >
              <Input maxLength={1000} />
            </Form.Item>
          </div>
        );
      })}
      <Form.Item
        label={`总评理由（总分与自评总分${unit.self?.overall ?? '—'}不同时必填）`}
        name={[...at, 'reason']}
      >
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  );
}

/** 综评 of one unit. */
export function AssessForm({
  review,
  unit,
  close,
}: {
  review: ReviewView;
  unit: ReviewUnitView;
  close: () => void;
}) {
  const [form] = Form.useForm<{ assessment: Assessment }>();
  const { busy, act } = useChange();
  const save = async ({ assessment }: { assessment: Assessment }) => {
    const done = await act(
      () =>
        call(assessUnit, {
          params: { id: review.id, unit: unit.key },
          version: unit.revision,
          body: assessment,
        }),
      '综评已保存',
    );
    if (done) close();
  };
  return (
    <Modal
      open
      width={820}
      title={`综评：${unit.label}`}
      okText="保存综评"
      onOk={() => form.submit()}
      onCancel={close}
      confirmLoading={busy}
    >
      {unit.self?.remarks && (
        <Alert type="info" title="自评说明" description={unit.self.remarks} style={{ marginBottom: 16 }} />
      )}
      <Form form={form} layout="vertical" initialValues={{ assessment: assessmentOf(unit) }} onFinish={save}>
        <AssessFields market={review.scheme.market} unit={unit} at={['assessment']} />
      </Form>
    </Modal>
  );
}
