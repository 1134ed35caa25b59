import { Alert, Card, Typography } from 'antd';
import { type ReviewContent, type ReviewView, reviewFigureNames } from '#contracts';
import { Records } from '../../ui/records';
import { when } from '../../ui/time';

type Unit = ReviewContent['units'][number];

function nameIn({ measures }: ReviewContent, code: string): string {
  return measures.find((one) => one.code === code)?.name ?? code;
}

/** Places and points as they are published. */
export function Ranking({ content }: { content: ReviewContent }) {
  const { indicators, deductions } = content.scheme.content;
  return (
    <Records
      name="评比结果"
      of={content.units}
      keyOf={({ key }) => key}
      empty="还没有综评的单位"
      least={480 + (indicators.length + deductions.length) * 110}
      columns={[
        { title: '名次', width: 70, card: 'mark', render: ({ place }) => `第${place}` },
        { title: '单位', width: 150, card: 'head', render: ({ label }) => label },
        { title: '总分', width: 90, number: true, render: ({ total }) => <strong>{total}</strong> },
        ...indicators.map(({ measure, weight }) => ({
          title: `${nameIn(content, measure)}（${weight}分）`,
          number: true,
          width: 120,
          render: (unit: Unit) => unit.indicators.find((one) => one.measure === measure)?.mark,
        })),
        ...deductions.map(({ measure }) => ({
          title: `扣：${nameIn(content, measure)}`,
          number: true,
          width: 120,
          render: (unit: Unit) => unit.deductions.find((one) => one.measure === measure)?.points,
        })),
        { title: '计算总分', width: 90, number: true, render: ({ computed }) => computed },
      ]}
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

/** Why marks are not those computed, and what units objected to, by unit. */
export function Reasons({ content }: { content: ReviewContent }) {
  const said = content.units
    .map((unit) => ({ ...unit, reasons: reasonsOf(content, unit) }))
    .filter(({ reasons }) => reasons.length > 0);
  if (said.length === 0) return null;
  return (
    <Records
      name="综评理由和异议"
      of={said}
      keyOf={({ key }) => key}
      empty=""
      columns={[
        { title: '单位', width: 150, card: 'head', render: ({ label }) => label },
        {
          title: '综评理由和异议',
          render: ({ reasons }) => reasons.map((text) => <div key={text}>{text}</div>),
        },
      ]}
    />
  );
}

/** What a corrected version changes against the one before. */
export function Changes({ content }: { content: ReviewContent }) {
  if (!content.corrects) return null;
  return (
    <div className="stack">
      <Typography.Text>
        本版更正第{content.corrects.version}版：{content.corrects.reason}
      </Typography.Text>
      <Records
        name="更正"
        of={content.changes}
        keyOf={({ unit, figure, measure }) => `${unit} ${figure} ${measure}`}
        empty="与上一版没有不同"
        columns={[
          { title: '单位', card: 'head', render: ({ label }) => label },
          {
            title: '所改',
            render: ({ figure, measure }) =>
              `${measure ? `${nameIn(content, measure)} ` : ''}${reviewFigureNames[figure]}`,
          },
          { title: '原为', number: true, render: ({ from }) => from ?? '—' },
          { title: '改为', number: true, render: ({ to }) => to ?? '—' },
          { title: '原因', render: ({ why }) => why },
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
        <Reasons content={content} />
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
