import { Card, Collapse, Descriptions, Table, Tag, Timeline } from 'antd';
import { adoptWeights, markets, type WeightsView } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useMay } from '../../client/queries';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';

const sources: Record<WeightsView['source'], { text: string; color: string }> = {
  built_in: { text: '平台预置', color: 'default' },
  manual: { text: '人工提出', color: 'blue' },
  learned: { text: '按办理结果得出', color: 'purple' },
};

/** What learning reports under English keys, in words for an official; others are shown as they come. */
const figures: Record<string, string> = {
  pairs: '所依据的供需配对（对）',
  taken: '其中获采纳（对）',
  declined: '其中未采纳（对）',
  since: '办理结果起始日期',
  base_version: '所依据的版本',
  rules_adopted: '规则分值是否改进',
  rules_cases: '规则检验样本（项）',
  rules_log_likelihood_before: '规则与结果的符合程度（原版，越接近 0 越好）',
  rules_log_likelihood_after: '规则与结果的符合程度（本版）',
  rules_error: '规则改进的误差范围',
  text_adopted: '词语关联是否改进',
  text_cases: '词语检验样本（项）',
  text_ndcg10_before: '前十位排序质量（原版，满分 1）',
  text_ndcg10_after: '前十位排序质量（本版）',
  text_error: '词语改进的误差范围',
};
const answers: Record<string, string> = { yes: '是', no: '否', '': '—' };

function Evidence({ of }: { of: WeightsView }) {
  if (!of.evidence) return null;
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2 }}
      items={Object.entries(of.evidence).map(([key, value]) => ({
        key,
        label: figures[key] ?? key,
        children: answers[value] ?? value,
      }))}
    />
  );
}

function Associations({ of }: { of: WeightsView }) {
  if (of.associations.length === 0) return null;
  return (
    <Collapse
      ghost
      size="small"
      items={[
        {
          key: 'associations',
          label: `词语关联 ${of.associations.length} 组`,
          children: (
            <Table
              rowKey={(row) => `${row.need} ${row.product}`}
              size="small"
              pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
              dataSource={of.associations}
              columns={[
                { title: '需求中的词语', dataIndex: 'need' },
                { title: '产品中的词语', dataIndex: 'product' },
                { title: '分量', align: 'right', render: (_, row) => Math.round(row.weight * 1000) / 1000 },
              ]}
            />
          ),
        },
      ]}
    />
  );
}

function Adopt({ of }: { of: WeightsView }) {
  const act = useAct();
  const may = useMay();
  if (of.active || !may('match.weights')) return null;
  return (
    <Step
      label="启用"
      size="small"
      reason="needed"
      question={`启用第 ${of.version} 版后，将随即对全部${markets[of.market].words.demand}重新匹配，完成后推荐名单按新版规则排列。请写明启用理由。`}
      run={(reason) =>
        act(
          () => call(adoptWeights, { params: { version: of.version }, body: { market: of.market, reason } }),
          '已启用，开始全部重新匹配',
        )
      }
    />
  );
}

function Version({ of }: { of: WeightsView }) {
  return (
    <div className="version">
      <div className="steps">
        <strong>第 {of.version} 版</strong>
        <StateTag states={sources} state={of.source} />
        {of.active && <Tag color="success">启用中</Tag>}
        <Adopt of={of} />
      </div>
      <div className="quiet">
        {of.madeBy ?? '平台'}　{when(of.madeAt)}
      </div>
      <div className="pre">{of.note}</div>
      <div>{of.rules.map(({ label, most }) => `${label} ${most}`).join('、')}</div>
      {of.adoptedAt && (
        <div className="quiet">
          {when(of.adoptedAt)}启用{of.adoptionReason ? `：${of.adoptionReason}` : ''}
        </div>
      )}
      <Evidence of={of} />
      <Associations of={of} />
    </div>
  );
}

/** All versions, newest first. */
export function Versions({ of }: { of: readonly WeightsView[] }) {
  const newest = [...of].sort((a, b) => b.version - a.version);
  return (
    <Card title="历次版本">
      <Timeline
        items={newest.map((one) => ({
          key: one.version,
          color: one.active ? 'green' : 'gray',
          content: <Version of={one} />,
        }))}
      />
    </Card>
  );
}
