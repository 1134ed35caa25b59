import { Card, Segmented, Table, Tag } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { type DecisionView, listDecisions } from '#contracts';
import { call } from '../api';
import { usePages, useWide } from '../hooks';
import { Load, More, Nothing, Page, StateTag, when } from '../parts';
import { compareAddress } from './match-compare';
import { decisionKinds, EndDecision, useMayDecide } from './match-decide';
import { Facts, HeadLine } from './match-parts';

function State({ of }: { of: DecisionView }) {
  if (of.inForce) return <Tag color="success">生效中</Tag>;
  return <Tag>{of.endedAt ? '已提前结束' : '已到期'}</Tag>;
}

function Ending({ of }: { of: DecisionView }) {
  const mayDecide = useMayDecide(of.scenario.area);
  return (
    <div className="steps">
      <Link to={compareAddress(of.scenario.id, of.capability.id)}>对照</Link>
      {of.inForce && mayDecide && <EndDecision id={of.id} kind={of.kind} />}
    </div>
  );
}

function Reason({ of }: { of: DecisionView }) {
  return (
    <>
      <div className="pre">{of.reason}</div>
      {of.endedAt && (
        <div className="quiet">
          {of.endedBy} {when(of.endedAt)}结束：{of.endReason}
        </div>
      )}
    </>
  );
}

/** A row of the table, as a phone has room for it. */
function DecisionCard({ of }: { of: DecisionView }) {
  return (
    <Card size="small">
      <StateTag states={decisionKinds} state={of.kind} />
      <State of={of} />
      <div className="stack" style={{ gap: 8, marginTop: 8 }}>
        <HeadLine kind="scenario" of={of.scenario} />
        <HeadLine kind="capability" of={of.capability} />
        <Reason of={of} />
        <Facts of={[`至 ${of.until}（含当日）`, of.madeBy, when(of.madeAt)]} />
        <Ending of={of} />
      </div>
    </Card>
  );
}

function DecisionTable({ items }: { items: DecisionView[] }) {
  return (
    <Table<DecisionView>
      rowKey="id"
      size="middle"
      scroll={{ x: 980 }}
      pagination={false}
      dataSource={items}
      columns={[
        {
          title: '类型',
          width: 120,
          render: (_, row) => (
            <>
              <StateTag states={decisionKinds} state={row.kind} />
              <div style={{ marginTop: 4 }}>
                <State of={row} />
              </div>
            </>
          ),
        },
        { title: '应用场景', render: (_, row) => <HeadLine kind="scenario" of={row.scenario} plain /> },
        { title: '企业能力', render: (_, row) => <HeadLine kind="capability" of={row.capability} plain /> },
        { title: '理由', render: (_, row) => <Reason of={row} /> },
        { title: '截止日期', dataIndex: 'until', width: 110 },
        {
          title: '经办',
          width: 130,
          render: (_, row) => (
            <>
              {row.madeBy}
              <div className="quiet">{when(row.madeAt)}</div>
            </>
          ),
        },
        { title: '办理', width: 110, render: (_, row) => <Ending of={row} /> },
      ]}
    />
  );
}

export function Decisions() {
  const [search, setSearch] = useSearchParams();
  const wide = useWide();
  const all = search.get('all') === 'true';
  const list = usePages([listDecisions.path, all], (cursor) =>
    call(listDecisions, { query: { ...(all ? {} : { inForce: 'true' }), cursor, limit: 50 } }),
  );
  return (
    <Page title="置顶与屏蔽">
      <div className="stack">
        <div>
          <Segmented
            value={all ? 'all' : 'inForce'}
            onChange={(value) => setSearch(value === 'all' ? { all: 'true' } : {}, { replace: true })}
            options={[
              { value: 'inForce', label: '生效中' },
              { value: 'all', label: '全部' },
            ]}
          />
        </div>
        <Load of={list}>
          {(items) => {
            if (items.length === 0)
              return <Nothing text={all ? '尚无置顶或屏蔽' : '没有生效中的置顶或屏蔽'} />;
            return wide ? (
              <DecisionTable items={items} />
            ) : (
              items.map((one) => <DecisionCard key={one.id} of={one} />)
            );
          }}
        </Load>
        <More of={list} />
      </div>
    </Page>
  );
}
