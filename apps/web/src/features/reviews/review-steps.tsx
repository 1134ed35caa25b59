import { Alert, Button, Checkbox, DatePicker, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import {
  advanceReview,
  correctReview,
  deleteReview,
  previewReview,
  publishReview,
  type ReviewView,
} from '#contracts';
import { type Acted, useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Ask } from '../../ui/ask';
import { Load } from '../../ui/page';
import { Step } from '../../ui/step';
import { today } from '../../ui/time';
import { Papers } from '../statistics/papers';
import { Changes, Ranking, Reasons } from './review-published';
import { ReviewForm } from './reviews';

type Stage = 'self_assessment' | 'assessment' | 'objections';

/** A step that sets a last day. */
function DueStep({
  label,
  question,
  primary,
  run,
}: {
  label: string;
  question: string;
  primary?: boolean;
  run: (due: string) => Promise<Acted>;
}) {
  const [due, setDue] = useState<Dayjs>(dayjs(today()).add(10, 'day'));
  return (
    <Ask
      label={label}
      question={question}
      primary={primary ?? false}
      run={() => run(due.format('YYYY-MM-DD'))}
    >
      截止日（含当日）：
      <DatePicker
        aria-label="截止日"
        allowClear={false}
        value={due}
        minDate={dayjs(today())}
        onChange={(day) => day && setDue(day)}
      />
    </Ask>
  );
}

/** What will be published, to the last word, before it is. */
function Publish({ of, close }: { of: ReviewView; close: () => void }) {
  const preview = useCall(previewReview, { params: { id: of.id } });
  const [checked, setChecked] = useState(false);
  const { busy, act } = useChange();
  const publish = async () => {
    const done = await act(
      () => call(publishReview, { params: { id: of.id }, version: of.revision, body: {} }),
      '已公布',
    );
    if (done) close();
  };
  const blocked = of.blockers.length > 0;
  return (
    <Modal
      open
      width={960}
      title={`公布评比结果：${of.name}`}
      okText="公布"
      okButtonProps={{ disabled: blocked || !checked }}
      onOk={publish}
      onCancel={close}
      confirmLoading={busy}
    >
      <div className="stack">
        {blocked && (
          <Alert
            type="error"
            showIcon
            title="还不能公布"
            description={of.blockers.map((one) => <div key={one}>{one}</div>)}
          />
        )}
        <Alert
          type="warning"
          showIcon
          title="公布后不能更改，也不能撤回"
          description="名次、各项得分、理由和校验值将永久保存，全市协调部门均可查看；有误只能另出更正版，并列明所改之处。"
        />
        <Load of={preview}>
          {(content) => (
            <>
              <Ranking content={content} />
              <Reasons content={content} />
              <Changes content={content} />
            </>
          )}
        </Load>
        <Checkbox checked={checked} onChange={({ target }) => setChecked(target.checked)}>
          我已逐项核对以上将要公布的内容
        </Checkbox>
      </div>
    </Modal>
  );
}

/** What the city may do with the review as a whole, by its stage. */
export function ReviewSteps({ of }: { of: ReviewView }) {
  const may = useMay();
  const act = useAct();
  const go = useNavigate();
  const [open, setOpen] = useState<'edit' | 'publish' | undefined>();
  const at = { params: { id: of.id }, version: of.revision } as const;
  const advance = (to: Stage, due: string | null = null) =>
    act(() => call(advanceReview, { ...at, body: { to, due } }), '已办理');
  const papers = may('paper.make') &&
    (of.state === 'published' || (may('review.edit') && of.state !== 'draft')) && (
      <Papers of={{ of: 'review', review: of.id }} said={of.state === 'published' ? '结果' : '送审稿'} />
    );
  if (!may('review.edit')) return papers;
  return (
    <>
      {papers}
      {of.state === 'draft' && (
        <>
          <Button onClick={() => setOpen('edit')}>修改</Button>
          <Step
            label="删除"
            danger
            question="草案删除后不能恢复。"
            run={() =>
              act(async () => {
                await call(deleteReview, { params: { id: of.id } });
                go('/reviews');
              }, '已删除')
            }
          />
          <DueStep
            label="开始自评"
            primary
            question="各单位将看到本单位的计算分并填报自评。开始后统计期、评分方案和参评单位不能再改。"
            run={(due) => advance('self_assessment', due)}
          />
        </>
      )}
      {of.state === 'self_assessment' && (
        <>
          <DueStep
            label="顺延自评"
            question="改定自评截止日。"
            run={(due) => advance('self_assessment', due)}
          />
          <Step
            label="结束自评"
            primary
            question="结束后各单位不能再填报自评。截止日未过的，须各单位均已提交。"
            run={() => advance('assessment')}
          />
        </>
      )}
      {of.state === 'assessment' && (
        <DueStep
          label="征求异议"
          primary
          question="各单位将看到本单位的综评分，可在截止日前提出异议。综评此后只随异议答复更改。"
          run={(due) => advance('objections', due)}
        />
      )}
      {of.state === 'objections' && (
        <>
          <DueStep label="顺延异议" question="改定异议截止日。" run={(due) => advance('objections', due)} />
          <Button type="primary" onClick={() => setOpen('publish')}>
            公布结果…
          </Button>
        </>
      )}
      {of.state === 'published' && !of.superseded && may('review.publish') && (
        <Step
          label="更正"
          reason="needed"
          question="已公布的结果不变。将另起一版，按统计期最新存档重新计算，公布时列明所改之处。"
          run={async (reason) => {
            const next = await act(
              () => call(correctReview, { params: { id: of.id }, body: { reason } }),
              '已另起一版',
            );
            if (next) go(`/reviews/${next.id}`);
            return next;
          }}
        />
      )}
      {open === 'edit' && <ReviewForm of={of} close={() => setOpen(undefined)} />}
      {open === 'publish' && <Publish of={of} close={() => setOpen(undefined)} />}
    </>
  );
}
