import { Alert, Button, Card, Drawer, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Explanation, explainMatch, listWeights, markets } from '#contracts';
import { useCall, useMay } from '../../client/queries';
import { Words } from '../../ui/facts';
import { Load } from '../../ui/page';
import { useWide } from '../../ui/wide';
import { AidsAway } from './match-aids';
import { Asks, askSummary } from './match-asks';
import { Decide, decisionKinds, EndDecision, useMayDecide } from './match-decide';
import { HeadLine, Points, Reasons, Ring, Sentence } from './match-parts';
import { Texts } from './match-texts';

export const compareAddress = (demand: string, supply: string) =>
  `/match/explain?demand=${demand}&supply=${supply}`;

/** Tenths added as whole numbers, so that the sum shows no trace of binary fractions. */
const total = (points: readonly number[]) => points.reduce((sum, one) => sum + Math.round(one * 10), 0) / 10;

function Verdict({ of }: { of: Explanation }) {
  const suitable = useCall(listWeights, { query: { market: of.market } }).data?.suitable ?? 0;
  const short = of.proposed && of.score < suitable;
  const out = of.excluded || of.decision?.kind === 'block';
  return (
    <>
      <Alert
        showIcon
        type={out ? 'error' : of.proposed && !short ? 'success' : 'warning'}
        title={`${of.verdict}${short ? `得分未达到“适合”所需的 ${suitable} 分。` : ''}`}
      />
      {of.excluded && of.decision?.kind !== 'block' && !of.verdict.includes(of.excluded.text) && (
        <Alert showIcon type="error" title={`硬性条件：${of.excluded.text}`} />
      )}
      <AidsAway of={of.aids} />
    </>
  );
}

function Steering({ of }: { of: Explanation }) {
  const mayDecide = useMayDecide(of.demand.area);
  if (!mayDecide && !of.decision) return null;
  return (
    <div className="steps">
      {of.decision?.reason != null && !of.verdict.includes(of.decision.reason) && (
        <span>
          {decisionKinds[of.decision.kind].text}至 {of.decision.until}：{of.decision.reason}
        </span>
      )}
      {mayDecide &&
        (of.decision ? (
          <EndDecision id={of.decision.id} kind={of.decision.kind} />
        ) : (
          <>
            {!of.excluded && <Decide kind="pin" of={of} />}
            <Decide kind="block" of={of} />
          </>
        ))}
    </div>
  );
}

function PointsTable({ of }: { of: Explanation }) {
  const wide = useWide();
  const sum = `${total(of.reasons.map((reason) => reason.points))} 分`;
  if (!wide)
    return (
      <Card size="small" title="得分构成">
        <Reasons of={of.reasons} />
        <strong>合计 {sum}</strong>
      </Card>
    );
  return (
    <Card size="small" title="得分构成">
      <Table
        rowKey="rule"
        size="small"
        pagination={false}
        dataSource={of.reasons}
        locale={{ emptyText: '各项规则均未得分' }}
        columns={[
          { title: '规则', width: 96, render: (_, row) => row.label },
          {
            title: '得分',
            width: 220,
            render: (_, row) => (
              <div className="bar">
                <Points points={row.points} most={row.most} />
              </div>
            ),
          },
          { title: '理由', render: (_, row) => <Sentence of={row} /> },
        ]}
        summary={() => (
          <Table.Summary.Row>
            <Table.Summary.Cell index={0}>合计</Table.Summary.Cell>
            <Table.Summary.Cell index={1} colSpan={2}>
              <strong>{sum}</strong>
            </Table.Summary.Cell>
          </Table.Summary.Row>
        )}
      />
    </Card>
  );
}

function TextPoints({ of }: { of: Explanation }) {
  const whole = total(of.fields.map((field) => field.points));
  if (of.fields.length === 0) return null;
  return (
    <Card size="small" title={`“文字相近”的 ${whole} 分来自`}>
      {of.fields.map(({ field, label, points }) => (
        <div key={field} className="reason">
          <span>{label}</span>
          <Points points={points} most={whole} part />
        </div>
      ))}
    </Card>
  );
}

function Shown({ of }: { of: Explanation }) {
  const { demand, supply, words } = markets[of.market];
  return (
    <div className="stack">
      <Card size="small">
        <div className="compare-head">
          <Ring score={of.score} />
          <div className="pair">
            <HeadLine kind={demand} of={of.demand} />
            <HeadLine kind={supply} of={of.supply} />
          </div>
        </div>
      </Card>
      <Verdict of={of} />
      <Steering of={of} />
      <PointsTable of={of} />
      {of.asks.length > 0 && (
        <Card size="small" title={askSummary(of.market, of.asks)}>
          <Asks market={of.market} of={of.asks} />
        </Card>
      )}
      <div className="pair">
        <TextPoints of={of} />
        {of.lacking.length > 0 && (
          <Card size="small" title={`需求提到而${words.supply}未提到的词语`}>
            <Words of={of.lacking} color="orange" />
          </Card>
        )}
      </div>
      <Texts of={of} />
    </div>
  );
}

interface Pair {
  readonly demand: string;
  readonly supply: string;
}

/** Why a pair stands where it stands, or why it is not on the list. */
export function Comparison(pair: Pair) {
  const found = useCall(explainMatch, { query: { ...pair } });
  return <Load of={found}>{(data) => <Shown of={data} />}</Load>;
}

/** A button that opens the comparison beside what is being looked at. */
export function Compare(pair: Pair) {
  const [open, setOpen] = useState(false);
  const wide = useWide();
  const may = useMay();
  if (!may('match.explain')) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        对照
      </Button>
      <Drawer
        open={open}
        destroyOnHidden
        title="供需对照"
        size={wide ? 'min(1040px, 92vw)' : '100%'}
        styles={{ body: { padding: wide ? 24 : 12 } }}
        onClose={() => setOpen(false)}
        extra={<Link to={compareAddress(pair.demand, pair.supply)}>单独打开</Link>}
      >
        <Comparison {...pair} />
      </Drawer>
    </>
  );
}
