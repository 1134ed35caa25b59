import { InfoCircleOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Col, Row, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import { type FiguresView, type MeasureView, marketName, periodName, readFigures } from '#contracts';
import { useCall, useMay, useMe } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { thisYear, when } from '../../ui/time';
import { SampleEstimates } from '../verification/sample-estimates';
import { Papers } from './papers';
import { useAsked } from './statistics-asked';
import { queryOf, StatisticsFilters, splits } from './statistics-filters';
import { Lines, type Opened } from './statistics-lines';

type Open = (opened: Opened) => void;

/** A number as people read it; nothing to tell is a dash, never 0. */
function shown(value: string | null | undefined): string {
  return value == null ? '—' : Number(value).toLocaleString('zh-CN', { maximumFractionDigits: 6 });
}

function Value({ of, open }: { of: Opened & { value: string }; open: Open | undefined }) {
  if (!open || of.value === '—') return <span>{of.value}</span>;
  return (
    <Button type="link" size="small" style={{ padding: 0, font: 'inherit' }} onClick={() => open(of)}>
      {of.value}
    </Button>
  );
}

function Measured({ measure }: { measure: MeasureView }) {
  return (
    <Tooltip title={`${measure.definition}${measure.addsSaid}。`}>
      <span>
        {measure.name}（{measure.unit}） <InfoCircleOutlined className="quiet" />
      </span>
    </Tooltip>
  );
}

function Headline({ data, open }: { data: FiguresView; open: Open | undefined }) {
  return (
    <Card>
      <Row gutter={[16, 20]}>
        {data.measures.map((measure) => (
          <Col key={measure.code} xs={12} md={8} xl={6}>
            <div className="quiet">
              <Measured measure={measure} />
            </div>
            <div className="figure">
              <Value
                of={{ measure, label: data.scope.name, value: shown(data.total[measure.code]) }}
                open={open}
              />
            </div>
          </Col>
        ))}
      </Row>
    </Card>
  );
}

function Parts({ data, open }: { data: FiguresView; open: Open | undefined }) {
  const told = data.measures.filter(({ splits: by }) => by.includes(data.by));
  const name = splits.find(({ value }) => value === data.by)?.label ?? '';
  return (
    <Card title={name}>
      <Records
        name={name}
        of={data.items}
        keyOf={({ key }) => key}
        least={200 + told.length * 120}
        pinned
        folded
        empty="本期没有记录"
        columns={[
          { title: '项目', card: 'head', width: 160, render: ({ label }) => label },
          ...told.map((measure) => ({
            title: `${measure.name}（${measure.unit}）`,
            heading: <Measured measure={measure} />,
            number: true,
            width: 120,
            render: (item: FiguresView['items'][number]) => (
              <Value
                of={{ measure, key: item.key, label: item.label, value: shown(item.values[measure.code]) }}
                open={open}
              />
            ),
          })),
        ]}
      />
      {data.leftOut > 0 && (
        <div className="quiet" style={{ marginTop: 8 }}>
          另有 {data.leftOut} 项数字较小，未逐项列出；合计包含全部。
        </div>
      )}
    </Card>
  );
}

function Months({ data, open }: { data: FiguresView; open: Open | undefined }) {
  if (data.months.length < 2) return null;
  return (
    <Card title="逐月">
      <Records
        name="逐月"
        of={data.measures}
        keyOf={({ code }) => code}
        least={220 + data.months.length * 84}
        pinned
        folded
        empty="没有指标"
        columns={[
          {
            title: '指标',
            card: 'head',
            width: 220,
            render: (measure) => <Measured measure={measure} />,
          },
          ...data.months.map(({ period, values }) => ({
            title: `${Number(period.slice(5))}月`,
            number: true,
            width: 84,
            render: (measure: MeasureView) => (
              <Value
                of={{ measure, label: data.scope.name, value: shown(values[measure.code]), period }}
                open={open}
              />
            ),
          })),
        ]}
      />
    </Card>
  );
}

function heading(data: FiguresView): string {
  const days = `${data.first} 至 ${data.last}`;
  return data.period ? `${periodName(data.period)}（${days}）` : `自选日期 ${days}`;
}

export function Statistics() {
  const of = useAsked();
  const [opened, setOpened] = useState<Opened | undefined>();
  const may = useMay();
  const ownOnly = useMe().data?.body?.scope === 'area';
  const figures = useCall(readFigures, { query: { ...queryOf(of.asked), by: of.asked.by } });
  const year = (of.asked.period ?? thisYear()).slice(0, 4);
  const scope = of.asked.scope ?? figures.data?.scope.code ?? 'city';
  const open = may('statistics.entries') ? setOpened : undefined;
  return (
    <Page
      title="统计"
      extra={
        may('paper.make') && (
          <Papers
            key={of.asked.market}
            of={{
              of: 'year',
              market: of.asked.market,
              year: Number(year),
              scope: ownOnly ? undefined : of.asked.scope,
              asOf: of.asked.asOf,
            }}
            said={`${year}年${of.asked.market === 'software' ? '' : marketName(of.asked.market)}`}
          />
        )
      }
    >
      <StatisticsFilters {...of} scope={scope} />
      <Load of={figures}>
        {(data) => (
          <div className="stack">
            <div>
              <strong>{data.scope.name}</strong>　{heading(data)}　
              {data.period && (
                <Tag color={data.frozen ? 'success' : 'default'}>{data.frozen ? '已冻结' : '未冻结'}</Tag>
              )}
            </div>
            {data.asOf && (
              <Alert
                type="warning"
                showIcon
                title={`以下为截至 ${when(data.asOf)} 已入账的数字，此后入账的核实、冲销未计入。`}
                action={<Button onClick={() => of.ask({ asOf: undefined })}>查看现在</Button>}
              />
            )}
            {data.period === null && (
              <Alert type="info" showIcon title="自选日期的数字仅供查看，不冻结，不用于评比。" />
            )}
            <Headline data={data} open={open} />
            <SampleEstimates
              market={of.asked.market}
              period={data.period}
              area={data.scope.code === 'city' ? null : data.scope.code}
            />
            <Parts data={data} open={open} />
            <Months data={data} open={open} />
            {opened && <Lines asked={of.asked} opened={opened} close={() => setOpened(undefined)} />}
          </div>
        )}
      </Load>
    </Page>
  );
}
