import { Alert, Card, Table, Typography } from 'antd';
import { type ReviewContent, type ReviewView, reviewFigureNames } from '#contracts';
import { Nothing, when } from '../parts';

function nameIn({ measures }: ReviewContent, code: string): string {
  return measures.find((one) => one.code === code)?.name ?? code;
}

/** Places and points as they are published. */
export function Ranking({ content }: { content: ReviewContent }) {
  const { indicators, deductions } = content.scheme.content;
  return (
    <Table
      rowKey="key"
      size="small"
      scroll={{ x: 420 + (indicators.length + deductions.length) * 110 }}
      pagination={false}
      dataSource={content.units}
      locale={{ emptyText: <Nothing text="还没有综评的单位" /> }}
      columns={[
        { title: '名次', dataIndex: 'place', width: 60, align: 'center' },
        { title: '单位', dataIndex: 'label', width: 150 },
        {
          title: '总分',
          width: 90,
          align: 'right',
          render: (_, { total }) => <strong>{total}</strong>,
        },
        ...indicators.map(({ measure, weight }) => ({
          title: `${nameIn(content, measure)}（${weight}分）`,
          align: 'right' as const,
          render: (_: unknown, unit: ReviewContent['units'][number]) =>
            unit.indicators.find((one) => one.measure === measure)?.mark,
        })),
        ...deductions.map(({ measure }) => ({
          title: `扣：${nameIn(content, measure)}`,
          align: 'right' as const,
          render: (_: unknown, unit: ReviewContent['units'][number]) =>
            unit.deductions.find((one) => one.measure === measure)?.points,
        })),
        { title: '计算分', dataIndex: 'computed', width: 90, align: 'right' },
      ]}
      expandable={{
        rowExpandable: (unit) => reasonsOf(content, unit).length > 0,
        expandedRowRender: (unit) => reasonsOf(content, unit).map((text) => <div key={text}>{text}</div>),
      }}
    />
  );
}

/** Why marks differ from what was computed. */
function reasonsOf(content: ReviewContent, unit: ReviewContent['units'][number]): string[] {
  const { raised, upheld } = unit.objections;
  return [
    ...unit.indicators
      .filter(({ reason }) => reason !== '')
      .map(
        ({ measure, computed, mark, reason }) =>
          `${nameIn(content, measure)}：计算${computed}分，综评${mark}分。${reason}`,
      ),
    ...(unit.reason ? [`总分：${unit.reason}`] : []),
    ...(raised > 0 ? [`提出异议${raised}件，其中成立或部分成立${upheld}件`] : []),
  ];
}

/** What a corrected version changes against the one before. */
export function Changes({ content }: { content: ReviewContent }) {
  if (!content.corrects) return null;
  return (
    <div className="stack">
      <Typography.Text>
        本版更正第{content.corrects.version}版：{content.corrects.reason}
      </Typography.Text>
      <Table
        rowKey={({ unit, figure, measure }) => `${unit} ${figure} ${measure}`}
        size="small"
        scroll={{ x: 640 }}
        pagination={false}
        dataSource={content.changes}
        locale={{ emptyText: <Nothing text="与上一版没有不同" /> }}
        columns={[
          { title: '单位', dataIndex: 'label' },
          {
            title: '所改',
            render: (_, { figure, measure }) =>
              `${measure ? `${nameIn(content, measure)} ` : ''}${reviewFigureNames[figure]}`,
          },
          { title: '原为', align: 'right', render: (_, { from }) => from ?? '—' },
          { title: '改为', align: 'right', render: (_, { to }) => to ?? '—' },
          { title: '原因', dataIndex: 'why' },
        ]}
      />
    </div>
  );
}

export function Published({ of }: { of: NonNullable<ReviewView['published']> }) {
  const { content } = of;
  return (
    <Card title="评比结果">
      <div className="stack">
        {!of.intact && (
          <Alert type="error" showIcon title="校验值与存档内容不符，结果可能被改动，请立即联系管理员" />
        )}
        <Ranking content={content} />
        <Changes content={content} />
        <div className="quiet" style={{ overflowWrap: 'anywhere' }}>
          {of.by} 于 {when(of.at)} 公布。校验值（SHA-256）：{of.sha256}
          。统计期存档校验值：{content.periodSha256}
          {content.amendment > 0 && `（第${content.amendment}次更正）`}。
        </div>
      </div>
    </Card>
  );
}
