import { Alert, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import {
  assessItself,
  measureOf,
  type ReviewUnitView,
  type ReviewView,
  removeReviewFile,
  type SelfAssessment,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { Attach, Files } from './review-files';

interface Values {
  readonly points?: Readonly<Record<string, string | undefined>>;
  readonly overall?: string;
  readonly remarks?: string;
}

const number = { pattern: /^\d{1,6}(\.\d{1,3})?$/, message: '应为不小于0的分数' };

function selfOf({ points = {}, overall, remarks }: Values): SelfAssessment {
  return {
    marks: Object.entries(points).flatMap(([measure, text]) =>
      text?.trim() ? [{ measure, points: text.trim() }] : [],
    ),
    overall: overall?.trim() || null,
    remarks: remarks?.trim() ?? '',
  };
}

/** 自评: points an indicator or of the whole, remarks, attachments. */
export function SelfForm({
  review,
  unit,
  close,
}: {
  review: ReviewView;
  unit: ReviewUnitView;
  close: () => void;
}) {
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const act = useAct();
  const send = async (submit: boolean) => {
    const values = await form.validateFields().catch(() => undefined);
    if (!values) return;
    setBusy(true);
    const done = await act(
      () =>
        call(assessItself, {
          params: { id: review.id, unit: unit.key },
          version: unit.revision,
          body: { ...selfOf(values), submit },
        }),
      submit ? '自评已提交' : '自评已保存，尚未提交',
    );
    setBusy(false);
    if (done && submit) close();
  };
  const remove = (id: string) => act(() => call(removeReviewFile, { params: { id } }), '附件已删除');
  return (
    <Modal
      open
      width={720}
      title={`${unit.label}自评`}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>关闭</Button>
          <Button loading={busy} onClick={() => send(false)}>
            保存
          </Button>
          <Button type="primary" loading={busy} onClick={() => send(true)}>
            提交自评
          </Button>
        </>
      }
    >
      <Alert
        type="info"
        title={`自评截止日 ${review.selfDue}（含当日），截止前可修改后再次提交。可逐项填分，也可只填总分。`}
        style={{ marginBottom: 16 }}
      />
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          points: Object.fromEntries(
            (unit.self?.marks ?? []).map(({ measure, points }) => [measure, points]),
          ),
          overall: unit.self?.overall ?? '',
          remarks: unit.self?.remarks ?? '',
        }}
      >
        {unit.computed.indicators.map(({ measure, points }) => {
          const weight = review.scheme.indicators.find((one) => one.measure === measure)?.weight;
          return (
            <Form.Item
              key={measure}
              label={`${measureOf(measure, review.scheme.market)?.name ?? measure}（权重${weight}分，计算${points}分）`}
              name={['points', measure]}
              rules={[number]}
            >
              <Input inputMode="decimal" placeholder="自评分（选填）" />
            </Form.Item>
          );
        })}
        <Form.Item label={`总分（计算${unit.computed.total}分）`} name="overall" rules={[number]}>
          <Input inputMode="decimal" placeholder="自评总分（选填）" />
        </Form.Item>
        <Form.Item label="自评说明" name="remarks">
          <Input.TextArea rows={5} maxLength={4000} placeholder="主要做法、成效、与计算分不同的理由" />
        </Form.Item>
      </Form>
      <div className="stack">
        <Files files={unit.files} remove={remove} />
        <Attach review={review.id} unit={unit.key} />
      </div>
    </Modal>
  );
}
