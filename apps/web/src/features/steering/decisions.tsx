import { Segmented, Tag } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { type DecisionView, listDecisions, markets } from '#contracts';
import { call } from '../../client/api';
import { usePages } from '../../client/queries';
import { Load, More, Page } from '../../ui/page';
import { type Column, Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';
import { compareAddress } from '../matching/match-compare';
import { decisionKinds, EndDecision, useMayDecide } from '../matching/match-decide';
import { HeadLine } from '../matching/match-parts';

function State({ of }: { of: DecisionView }) {
  if (of.inForce) return <Tag color="success">生效中</Tag>;
  return <Tag>{of.endedAt ? '已提前结束' : '已到期'}</Tag>;
}

function Ending({ of }: { of: DecisionView }) {
  const mayDecide = useMayDecide(of.demand.area);
  return (
    <div className="steps">
      <Link to={compareAddress(of.demand.id, of.supply.id)}>对照</Link>
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

const columns: readonly Column<DecisionView>[] = [
  {
    title: '类型',
    width: 120,
    card: 'head',
    render: (row) => (
      <>
        <StateTag states={decisionKinds} state={row.kind} />
        <State of={row} />
      </>
    ),
  },
  { title: '需求', render: (row) => <HeadLine kind={markets[row.market].demand} of={row.demand} plain /> },
  { title: '供给', render: (row) => <HeadLine kind={markets[row.market].supply} of={row.supply} plain /> },
  { title: '理由', render: (row) => <Reason of={row} /> },
  { title: '截止日期', width: 110, render: (row) => row.until },
  {
    title: '经办',
    width: 130,
    render: (row) => (
      <>
        {row.madeBy}
        <div className="quiet">{when(row.madeAt)}</div>
      </>
    ),
  },
  { title: '办理', width: 110, card: 'foot', render: (row) => <Ending of={row} /> },
];

export function Decisions() {
  const [search, setSearch] = useSearchParams();
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
          {(items) => (
            <Records
              name="置顶与屏蔽"
              of={items}
              keyOf={(row) => row.id}
              columns={columns}
              least={980}
              empty={all ? '尚无置顶或屏蔽' : '没有生效中的置顶或屏蔽'}
            />
          )}
        </Load>
        <More of={list} />
      </div>
    </Page>
  );
}
