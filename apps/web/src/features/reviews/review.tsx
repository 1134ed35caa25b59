import { Alert, Button, Card, Descriptions, Select, Steps, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { periodName, type ReviewUnitView, type ReviewView, readReview } from '#contracts';
import { useCall, useDictionaries, useMay, useMe } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { useWide } from '../../ui/wide';
import { Lines, type Opened } from '../statistics/statistics-lines';
import { Published } from './review-published';
import { ReviewSteps } from './review-steps';
import { UnitCard } from './review-unit';
import { stageNames, stages } from './review-words';

function Facts({ of }: { of: ReviewView }) {
  const { labels } = useDictionaries();
  const names = labels(of.units === 'area' ? 'areas' : 'departments', of.keys);
  const wide = useWide();
  return (
    <Card>
      <div className="stack">
        <Steps
          size="small"
          orientation={wide ? 'horizontal' : 'vertical'}
          current={of.state === 'published' ? stages.length : stages.indexOf(of.state)}
          items={stages.map((stage) => ({ title: stageNames[stage] }))}
        />
        <Descriptions
          column={wide ? 2 : 1}
          size="small"
          items={[
            { label: '统计期', children: periodName(of.period) },
            { label: '评分方案', children: `${of.schemeName}（第${of.schemeVersion}版）` },
            { label: '自评截止', children: of.selfDue ?? '未定' },
            { label: '异议截止', children: of.objectionsDue ?? '未定' },
            {
              label: of.units === 'area' ? '参评区域' : '参评部门',
              span: wide ? 2 : 1,
              children: names.join('、'),
            },
          ]}
        />
        {of.correction && (
          <Alert
            type="info"
            title={
              <>
                本版更正<Link to={`/reviews/${of.correction.of}`}>第{of.correction.version}版</Link>：
                {of.correction.reason}
              </>
            }
          />
        )}
        {of.superseded && <Alert type="warning" showIcon title="已有更正版，请以最新一版为准" />}
      </div>
    </Card>
  );
}

/** How far a unit is in the stage of the review, for a tag. */
function standing({ state }: ReviewView, unit: ReviewUnitView): { text: string; color: string } {
  if (state === 'self_assessment')
    return unit.self?.submittedAt
      ? { text: '已自评', color: 'success' }
      : { text: '未提交自评', color: 'default' };
  if (state === 'assessment')
    return unit.assessed ? { text: '已综评', color: 'success' } : { text: '待综评', color: 'warning' };
  const open = unit.objections.filter(({ decision }) => decision === null).length;
  if (open > 0) return { text: `${open}件异议待答复`, color: 'warning' };
  if (unit.objections.length > 0) return { text: '异议已答复', color: 'success' };
  return unit.acceptedAt ? { text: '无异议', color: 'success' } : { text: '未表示', color: 'default' };
}

/** All units beside each other, for the city. */
function Overview({ of, choose }: { of: ReviewView; choose: (key: string) => void }) {
  return (
    <Card title="参评单位">
      <Records
        name="参评单位"
        of={[...of.own].sort(
          (a, b) =>
            (a.assessed?.place ?? a.computed.place ?? 0) - (b.assessed?.place ?? b.computed.place ?? 0),
        )}
        keyOf={({ key }) => key}
        empty="开始自评后，这里列出各单位的计算分"
        columns={[
          {
            title: '单位',
            card: 'head',
            render: ({ key, label }) => (
              <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => choose(key)}>
                {label}
              </Button>
            ),
          },
          { title: '计算分', number: true, width: 100, render: ({ computed }) => computed.total },
          { title: '计算名次', number: true, width: 100, render: ({ computed }) => computed.place },
          { title: '自评总分', number: true, width: 100, render: ({ self }) => self?.overall ?? '—' },
          { title: '综评分', number: true, width: 100, render: ({ assessed }) => assessed?.total ?? '—' },
          { title: '名次', number: true, width: 80, render: ({ assessed }) => assessed?.place ?? '—' },
          {
            title: '进展',
            width: 150,
            card: 'mark',
            render: (unit) => {
              const { text, color } = standing(of, unit);
              return <Tag color={color}>{text}</Tag>;
            },
          },
        ]}
      />
    </Card>
  );
}

export function ReviewPage() {
  const { id = '' } = useParams();
  const review = useCall(readReview, { params: { id } });
  const may = useMay();
  const body = useMe().data?.body;
  const city = may('review.edit');
  const [chosen, setChosen] = useState<string | undefined>();
  const [opened, setOpened] = useState<Opened | undefined>();
  return (
    <Page
      title={
        review.data
          ? `${review.data.name}${review.data.version > 1 ? `（第${review.data.version}版）` : ''}`
          : '绩效评比'
      }
      extra={review.data && <ReviewSteps of={review.data} />}
    >
      <Load of={review}>
        {(data) => {
          const shown = city ? data.own.filter(({ key }) => key === (chosen ?? data.own[0]?.key)) : data.own;
          return (
            <div className="stack">
              <Facts of={data} />
              {data.published && <Published of={data.published} />}
              {city && <Overview of={data} choose={setChosen} />}
              {city && data.own.length > 1 && (
                <Select
                  aria-label="查看单位"
                  style={{ maxWidth: 320 }}
                  value={shown[0]?.key}
                  options={data.own.map(({ key, label }) => ({ value: key, label }))}
                  onChange={setChosen}
                />
              )}
              {shown.map((unit) => (
                <UnitCard
                  key={unit.key}
                  review={data}
                  unit={unit}
                  open={may('statistics.entries') ? setOpened : undefined}
                />
              ))}
              {opened && (
                <Lines
                  asked={{
                    market: data.scheme.market ?? 'software',
                    period: data.period,
                    from: undefined,
                    to: undefined,
                    scope: body?.scope === 'area' ? (body.area ?? undefined) : undefined,
                    asOf: undefined,
                    by: data.units,
                  }}
                  opened={opened}
                  close={() => setOpened(undefined)}
                />
              )}
            </div>
          );
        }}
      </Load>
    </Page>
  );
}
