import { Alert, Button, Card, Tag, Typography } from 'antd';
import { useState } from 'react';
import { type MarketCode, measureOf, measureTitle, type ReviewUnitView, type ReviewView } from '#contracts';
import { useMay } from '../../client/queries';
import { Records } from '../../ui/records';
import { when } from '../../ui/time';
import { type Opened } from '../statistics/statistics-lines';
import { AssessForm } from './review-assess';
import { Files } from './review-files';
import { Objections } from './review-objections';
import { SelfForm } from './review-self';

export type OpenLines = (opened: Opened) => void;

interface Figures {
  readonly market: MarketCode | undefined;
  readonly unit: ReviewUnitView;
  readonly open: OpenLines | undefined;
}

/** A number that opens to what stands behind it. */
function Value({ of, market, unit, open }: Figures & { of: Row }) {
  const measure = measureOf(of.measure, market);
  if (of.value === null) return '—';
  const text = Number(of.value).toLocaleString('zh-CN', { maximumFractionDigits: 6 });
  if (!open || !measure) return text;
  const view = { ...measure, splits: [...measure.splits] };
  return (
    <Button
      type="link"
      size="small"
      style={{ padding: 0, font: 'inherit' }}
      onClick={() => open({ measure: view, key: unit.key, label: unit.label, value: text })}
    >
      {text}
    </Button>
  );
}

interface Row {
  readonly measure: string;
  readonly value: string | null;
  readonly percent: string;
  readonly computed: string;
  readonly own: string | undefined;
  readonly mark: string | undefined;
  readonly reason: string;
}

/** The line of the sum. */
const total = 'total';

function titleOf(code: string, market: MarketCode | undefined) {
  if (code === total) return <strong>总分</strong>;
  const measure = measureOf(code, market);
  return measure ? measureTitle(measure) : code;
}

/** Points that are taken off; nothing is nothing. */
function taken(points: string): string {
  return Number(points) === 0 ? points : `-${points}`;
}

function rowsOf({ computed, self, assessed }: ReviewUnitView): Row[] {
  return [
    ...computed.indicators.map(({ measure, value, percent, points }) => {
      const mark = assessed?.marks.find((one) => one.measure === measure);
      return {
        measure,
        value,
        percent: `${percent}%`,
        computed: points,
        own: self?.marks.find((one) => one.measure === measure)?.points,
        mark: mark?.points,
        reason: mark?.reason ?? '',
      };
    }),
    ...computed.deductions.map(({ measure, value, points }) => ({
      measure,
      value,
      percent: '扣分',
      computed: taken(points),
      own: undefined,
      mark: assessed ? taken(points) : undefined,
      reason: '',
    })),
    {
      measure: total,
      value: null,
      percent: '',
      computed: computed.total,
      own: self?.overall ?? undefined,
      mark: assessed?.total,
      reason: assessed?.reason ?? '',
    },
  ];
}

/** What is computed for a unit, what it says of itself, what it is given. */
function UnitFigures({ market, unit, open }: Figures) {
  return (
    <Records
      name="各项得分"
      of={rowsOf(unit)}
      keyOf={({ measure, percent }) => `${measure} ${percent}`}
      empty="没有指标"
      columns={[
        { title: '指标', card: 'head', render: ({ measure }) => titleOf(measure, market) },
        {
          title: '指标值',
          number: true,
          width: 110,
          render: (row) =>
            row.measure !== total && <Value of={row} market={market} unit={unit} open={open} />,
        },
        { title: '得分比例', number: true, width: 100, render: ({ percent }) => percent },
        { title: '计算分', number: true, width: 90, render: ({ computed }) => computed },
        { title: '自评分', number: true, width: 90, render: ({ own }) => own ?? '—' },
        { title: '综评分', number: true, width: 90, render: ({ mark }) => mark ?? '—' },
        { title: '理由', width: 200, render: ({ reason }) => reason },
      ]}
    />
  );
}

function SelfSaid({ unit }: { unit: ReviewUnitView }) {
  const { self } = unit;
  if (!self && unit.files.length === 0) return <div className="quiet">尚未填报自评。</div>;
  return (
    <div className="stack">
      {self?.remarks && (
        <Typography.Paragraph style={{ whiteSpace: 'pre-wrap', margin: 0 }}>
          自评说明：{self.remarks}
        </Typography.Paragraph>
      )}
      <Files files={unit.files} />
      {self && (
        <div className="quiet">
          {self.by} {self.submittedAt ? `${when(self.submittedAt)} 提交` : '填写，尚未提交'}
          {self.onBehalf && <Tag style={{ marginInlineStart: 8 }}>市级代录</Tag>}
        </div>
      )}
    </div>
  );
}

/** One unit of a review, as whoever looks after it sees it. */
export function UnitCard({
  review,
  unit,
  open,
}: {
  review: ReviewView;
  unit: ReviewUnitView;
  open: OpenLines | undefined;
}) {
  const may = useMay();
  const [form, setForm] = useState<'self' | 'assess' | undefined>();
  const { state } = review;
  const place = unit.assessed?.place;
  const close = () => setForm(undefined);
  return (
    <Card
      title={unit.label}
      extra={
        <div className="steps">
          {state === 'self_assessment' && unit.own && (
            <Button type={may('review.assess') ? 'default' : 'primary'} onClick={() => setForm('self')}>
              {may('review.assess') ? '代录自评' : unit.self ? '修改自评' : '填报自评'}
            </Button>
          )}
          {state === 'assessment' && may('review.assess') && (
            <Button type="primary" onClick={() => setForm('assess')}>
              {unit.assessed ? '修改综评' : '综评'}
            </Button>
          )}
        </div>
      }
    >
      <div className="stack">
        {state === 'published' && place != null && <Alert type="info" title={`第${place}名`} />}
        <UnitFigures market={review.scheme.market} unit={unit} open={open} />
        <SelfSaid unit={unit} />
        {(state === 'objections' || unit.objections.length > 0) && <Objections review={review} unit={unit} />}
      </div>
      {form === 'self' && <SelfForm review={review} unit={unit} close={close} />}
      {form === 'assess' && <AssessForm review={review} unit={unit} close={close} />}
    </Card>
  );
}
