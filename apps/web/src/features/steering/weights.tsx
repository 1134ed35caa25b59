import { Alert, Button, Card, Progress, Table, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { type AnswerOf, listWeights, type WeightsView } from '#contracts';
import { useCall, useMay } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { useWide } from '../../ui/wide';
import { MarketPick, useMarket } from '../markets/market-pick';
import { WeightsForm } from './weights-form';
import { Versions } from './weights-versions';

type Rule = WeightsView['rules'][number];

function Most({ of }: { of: Rule }) {
  return (
    <>
      <Progress size="small" showInfo={false} percent={of.most} />
      <span className="points">{of.most} 分</span>
    </>
  );
}

function Rules({ of }: { of: WeightsView }) {
  const wide = useWide();
  if (!wide)
    return of.rules.map((rule) => (
      <div key={rule.rule} className="reason">
        <span>{rule.label}</span>
        <Most of={rule} />
        <span className="reason-text quiet">{rule.about}</span>
      </div>
    ));
  return (
    <Table<Rule>
      rowKey="rule"
      size="small"
      pagination={false}
      dataSource={of.rules}
      columns={[
        { title: '规则', width: 120, dataIndex: 'label' },
        {
          title: '最高分',
          width: 220,
          render: (_, row) => (
            <div className="bar">
              <Most of={row} />
            </div>
          ),
        },
        { title: '含义', dataIndex: 'about' },
      ]}
    />
  );
}

interface ShownProps {
  readonly of: AnswerOf<typeof listWeights>;
  readonly pick: ReactNode;
}

function Shown({ of, pick }: ShownProps) {
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
        {pick}
        {proposing && active && <WeightsForm from={active} onDone={() => setProposing(false)} />}
        {active && (
          <Card
            title={
              <>
                现行规则：第 {active.version} 版 <Tag color="success">启用中</Tag>
              </>
            }
          >
            <Alert
              showIcon
              type="info"
              style={{ marginBottom: 16 }}
              title={`各项规则最高分合计 100 分，得分达到 ${of.suitable} 分的计为“适合”。`}
              description={
                active.market === 'software'
                  ? '不计参保人数、注册资本等企业规模指标；技术先进性（专利、标准、获奖）计分。每一项得分均附理由。'
                  : '不计参保人数、注册资本等单位规模指标。每一项得分均附理由。'
              }
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
  const [market, chooseMarket] = useMarket();
  const weights = useCall(listWeights, { query: { market } });
  return (
    <Load of={weights} page="匹配规则">
      {(data) => <Shown key={market} of={data} pick={<MarketPick of={market} onChange={chooseMarket} />} />}
    </Load>
  );
}
