import { Alert, Button, Card, Progress, Table, Tag } from 'antd';
import { useState } from 'react';
import { type AnswerOf, listWeights, type WeightsView } from '#contracts';
import { useCall, useMay, useWide } from '../hooks';
import { Load, Page, when } from '../parts';
import { WeightsForm } from './weights-form';
import { Versions } from './weights-versions';

function Rules({ of }: { of: WeightsView }) {
  const wide = useWide();
  const bar = (most: number) => (
    <div className="bar">
      <Progress size="small" showInfo={false} percent={most} />
      <span className="points">{most} 分</span>
    </div>
  );
  const about = { title: '含义', render: (_: unknown, row: WeightsView['rules'][number]) => row.about };
  return (
    <Table
      rowKey="rule"
      size="small"
      pagination={false}
      dataSource={of.rules}
      columns={[
        {
          title: '规则',
          width: wide ? 120 : undefined,
          render: (_, row) => (
            <>
              {row.label}
              {!wide && <div className="quiet">{row.about}</div>}
            </>
          ),
        },
        { title: '最高分', width: wide ? 220 : 130, render: (_, row) => bar(row.most) },
        ...(wide ? [about] : []),
      ]}
    />
  );
}

function Shown({ of }: { of: AnswerOf<typeof listWeights> }) {
  const [proposing, setProposing] = useState(false);
  const may = useMay();
  const active = of.items.find((one) => one.active);
  return (
    <Page
      title="匹配规则"
      extra={
        may('match.weights') &&
        active &&
        !proposing && (
          <Button type="primary" onClick={() => setProposing(true)}>
            提出新版本
          </Button>
        )
      }
    >
      <div className="stack">
        {proposing && active && <WeightsForm from={active} onDone={() => setProposing(false)} />}
        {active && (
          <Card
            title={
              <>
                现行规则：第 {active.version} 版 <Tag color="success">启用中</Tag>
              </>
            }
            extra={<span className="quiet">{when(active.adoptedAt ?? active.madeAt)}</span>}
          >
            <Alert
              showIcon
              type="info"
              style={{ marginBottom: 16 }}
              title={`各项规则最高分合计 100 分，得分达到 ${of.suitable} 分的计为“适合”。`}
              description="不计参保人数、注册资本等企业规模指标；技术先进性（专利、标准、获奖）计分。每一项得分均附理由。"
            />
            <Rules of={active} />
          </Card>
        )}
        <Versions of={of.items} />
      </div>
    </Page>
  );
}

export function Weights() {
  const weights = useCall(listWeights);
  return <Load of={weights}>{(data) => <Shown of={data} />}</Load>;
}
