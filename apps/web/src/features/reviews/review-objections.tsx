import { Alert, Button, Form, Input, Modal, Radio, Select, Tag, Typography } from 'antd';
import { useState } from 'react';
import {
  type Assessment,
  acceptAssessment,
  decideObjection,
  measureOf,
  type ObjectionView,
  type ReviewFileView,
  type ReviewUnitView,
  type ReviewView,
  raiseObjection,
} from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useMay } from '../../client/queries';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { AssessFields, assessmentOf } from './review-assess';
import { Attach, Files } from './review-files';
import { outcomes } from './review-words';

interface Of {
  readonly review: ReviewView;
  readonly unit: ReviewUnitView;
}

function Raise({ review, unit, close }: Of & { close: () => void }) {
  const [form] = Form.useForm<{ measure: string; statement: string }>();
  const [files, setFiles] = useState<readonly ReviewFileView[]>([]);
  const { busy, act } = useChange();
  const send = async ({ measure, statement }: { measure: string; statement: string }) => {
    const done = await act(
      () =>
        call(raiseObjection, {
          params: { id: review.id, unit: unit.key },
          body: { measure: measure || null, statement, files: files.map(({ id }) => id) },
        }),
      '异议已提交',
    );
    if (done) close();
  };
  return (
    <Modal
      open
      title={`对${unit.label}综评提出异议`}
      okText="提交异议"
      onOk={() => form.submit()}
      onCancel={close}
      confirmLoading={busy}
    >
      <Alert
        type="info"
        title={`异议截止日 ${review.objectionsDue}（含当日）。提交后不能撤回，由市级答复。`}
        style={{ marginBottom: 16 }}
      />
      <Form form={form} layout="vertical" initialValues={{ measure: '' }} onFinish={send}>
        <Form.Item label="对哪一项" name="measure">
          <Select
            options={[
              { value: '', label: '总体' },
              ...unit.computed.indicators.map(({ measure }) => ({
                value: measure,
                label: measureOf(measure, review.scheme.market)?.name ?? measure,
              })),
            ]}
          />
        </Form.Item>
        <Form.Item
          label="异议内容和依据"
          name="statement"
          rules={[{ required: true, whitespace: true, message: '请写明异议内容' }]}
        >
          <Input.TextArea rows={5} maxLength={4000} />
        </Form.Item>
      </Form>
      <div className="stack">
        <Files files={files} />
        <Attach review={review.id} unit={unit.key} done={(file) => setFiles((all) => [...all, file])} />
      </div>
    </Modal>
  );
}

interface Decision {
  readonly outcome: 'upheld' | 'partly' | 'rejected';
  readonly answer: string;
  readonly assessment?: Assessment;
}

function Decide({ review, unit, of, close }: Of & { of: ObjectionView; close: () => void }) {
  const [form] = Form.useForm<Decision>();
  const { busy, act } = useChange();
  const outcome = Form.useWatch('outcome', form);
  const send = async ({ outcome: decided, answer, assessment }: Decision) => {
    const done = await act(
      () =>
        call(decideObjection, {
          params: { id: of.id },
          body: {
            outcome: decided,
            answer,
            assessment: decided === 'rejected' ? null : (assessment ?? null),
          },
        }),
      '已答复',
    );
    if (done) close();
  };
  return (
    <Modal
      open
      width={820}
      title={`答复${unit.label}的异议`}
      okText="答复"
      onOk={() => form.submit()}
      onCancel={close}
      confirmLoading={busy}
    >
      <Typography.Paragraph style={{ whiteSpace: 'pre-wrap' }}>{of.statement}</Typography.Paragraph>
      <Alert type="warning" title="答复后不能更改。" style={{ marginBottom: 16 }} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ outcome: 'rejected', assessment: assessmentOf(unit) }}
        onFinish={send}
      >
        <Form.Item label="结论" name="outcome">
          <Radio.Group options={Object.entries(outcomes).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item
          label="答复"
          name="answer"
          rules={[{ required: true, whitespace: true, message: '请填写答复' }]}
        >
          <Input.TextArea rows={4} maxLength={4000} />
        </Form.Item>
        {outcome !== undefined && outcome !== 'rejected' && (
          <AssessFields market={review.scheme.market} unit={unit} at={['assessment']} />
        )}
      </Form>
    </Modal>
  );
}

function Objection({ review, unit, of }: Of & { of: ObjectionView }) {
  const [deciding, setDeciding] = useState(false);
  const { decision } = of;
  return (
    <Alert
      type={decision ? 'info' : 'warning'}
      title={
        <>
          异议（{of.measure ? (measureOf(of.measure, review.scheme.market)?.name ?? of.measure) : '总体'}）{' '}
          <Tag color={decision ? 'success' : 'warning'}>
            {decision ? outcomes[decision.outcome] : '待答复'}
          </Tag>
        </>
      }
      description={
        <div className="stack">
          <div style={{ whiteSpace: 'pre-wrap' }}>{of.statement}</div>
          <Files files={of.files} />
          <div className="quiet">
            {of.raisedBy} {when(of.raisedAt)} 提出{of.onBehalf && '（市级代录）'}
          </div>
          {decision && (
            <div style={{ whiteSpace: 'pre-wrap' }}>
              答复：{decision.answer}
              <div className="quiet">
                {decision.decidedBy} {when(decision.decidedAt)} 答复
              </div>
            </div>
          )}
          {of.decidable && (
            <div>
              <Button type="primary" onClick={() => setDeciding(true)}>
                答复
              </Button>
            </div>
          )}
          {deciding && <Decide review={review} unit={unit} of={of} close={() => setDeciding(false)} />}
        </div>
      }
    />
  );
}

/** What a unit objects to, and that it does not. */
export function Objections({ review, unit }: Of) {
  const [raising, setRaising] = useState(false);
  const act = useAct();
  const behalf = useMay()('review.decide');
  const open = review.state === 'objections' && unit.own && unit.acceptedAt === null;
  const accept = () =>
    act(
      () => call(acceptAssessment, { params: { id: review.id, unit: unit.key }, body: {} }),
      '已确认无异议',
    );
  return (
    <div className="stack">
      {unit.objections.map((one) => (
        <Objection key={one.id} review={review} unit={unit} of={one} />
      ))}
      {unit.acceptedAt && <Alert type="success" title={`已确认无异议（${when(unit.acceptedAt)}）`} />}
      {open && (
        <div className="steps">
          <Button onClick={() => setRaising(true)}>{behalf ? '代录异议' : '提出异议'}</Button>
          {unit.objections.length === 0 && (
            <Step
              label={behalf ? '代录无异议' : '确认无异议'}
              question="确认后不能再对本次综评提出异议。"
              run={accept}
            />
          )}
          <span className="quiet">异议截止日 {review.objectionsDue}（含当日）</span>
        </div>
      )}
      {raising && <Raise review={review} unit={unit} close={() => setRaising(false)} />}
    </div>
  );
}
