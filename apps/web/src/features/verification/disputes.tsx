import { Segmented, Tag } from 'antd';
import { useSearchParams } from 'react-router';
import { type DisputeView, listDisputes } from '#contracts';
import { call } from '../../client/api';
import { usePages } from '../../client/queries';
import { Facts } from '../../ui/facts';
import { Load, More, Nothing, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';
import { claimStates } from '../engagements/claim-words';
import { sideName } from '../engagements/engagement';
import { ClaimCard } from './claim-card';

function Dispute({ of }: { of: DisputeView }) {
  const { decision } = of;
  return (
    <ClaimCard
      of={of}
      mark={
        decision ? (
          <StateTag states={claimStates} state={decision.to} />
        ) : (
          <Tag color="error">{of.yoursToDecide ? '待您处理' : '待处理'}</Tag>
        )
      }
    >
      <div className="pre">异议：{of.reason}</div>
      <Facts of={[`${sideName[of.side]}（${of.raisedBy}）`, when(of.raisedAt)]} />
      {decision && (
        <>
          <div className="pre">处理：{decision.reason || '未写理由'}</div>
          <Facts of={[decision.decidedBy, when(decision.decidedAt)]} />
        </>
      )}
    </ClaimCard>
  );
}

/** Disputes hold a claim until a second person decides; both stand here side by side. */
export function Disputes() {
  const [search, setSearch] = useSearchParams();
  const all = search.get('all') === 'true';
  const list = usePages([listDisputes.path, all], (cursor) =>
    call(listDisputes, { query: { ...(all ? {} : { open: 'true' }), cursor, limit: 50 } }),
  );
  return (
    <Page title="异议">
      <div className="stack">
        <div>
          <Segmented
            value={all ? 'all' : 'open'}
            onChange={(value) => setSearch(value === 'all' ? { all: 'true' } : {}, { replace: true })}
            options={[
              { value: 'open', label: '待处理' },
              { value: 'all', label: '全部' },
            ]}
          />
        </div>
        <div className="quiet">
          有异议的申报暂停办理，由提出人以外的协调人员在对接页面核实或不予核实，并说明理由。
        </div>
        <Load of={list}>
          {(items) =>
            items.length === 0 ? (
              <Nothing text={all ? '没有异议' : '没有待处理的异议'} />
            ) : (
              items.map((one) => <Dispute key={`${one.claimId} ${one.raisedAt}`} of={one} />)
            )
          }
        </Load>
        <More of={list} />
      </div>
    </Page>
  );
}
