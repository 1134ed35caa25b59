import { Card, Space } from 'antd';
import type { ReactNode } from 'react';
import {
  type ClaimView,
  confirmClaim,
  declineClaim,
  disputeClaim,
  downloadEvidence,
  type EngagementSide,
  type EngagementView,
  rejectClaim,
  reverseClaim,
  verifyClaim,
  withdrawClaim,
} from '#contracts';
import { useAct } from '../../client/act';
import { address, call } from '../../client/api';
import { useMay } from '../../client/queries';
import { wan } from '../../ui/amounts';
import { Stated } from '../../ui/facts';
import { Nothing } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { claimStates, levels } from './claim-words';
import { ReasonOf, Refusal } from './refusal';

/** What happened on the day that a claim of this level names. */
export const dayName: Record<number, string> = { 2: '对接', 3: '签订', 4: '签订', 5: '验收' };

interface Of {
  readonly claim: ClaimView;
  readonly side: EngagementSide | undefined;
  readonly version: number;
}

function Steps({ claim, side, version }: Of) {
  const act = useAct();
  const may = useMay();
  const input = { params: { id: claim.id }, version };
  const { state } = claim;
  const mine = side === claim.side;
  const reviewing = ['confirmed', 'disputed'].includes(state);
  /** A dispute may come before the other side's confirmation: then there is nothing to verify. */
  const confirmed = claim.confirmedAt !== null;
  const reasoned = (
    label: string,
    question: string,
    endpoint: typeof withdrawClaim | typeof rejectClaim | typeof reverseClaim,
  ) => (
    <Step
      label={label}
      danger
      reason="needed"
      question={question}
      run={(reason) => act(() => call(endpoint, { ...input, body: { reason } }), `已${label}`)}
    />
  );
  return (
    <Space wrap style={{ marginTop: 8 }}>
      {claim.yoursToConfirm && (
        <>
          <Step
            label="确认"
            primary
            question="确认对方申报的内容属实？确认后交协调部门核实。"
            run={() => act(() => call(confirmClaim, { ...input, body: {} }), '已确认')}
          />
          <Refusal
            label="不予确认"
            question="请选择不予确认的理由，申报方将看到。"
            dictionary="refusalReasons"
            run={(body) => act(() => call(declineClaim, { ...input, body }), '已答复不予确认')}
          />
        </>
      )}
      {mine &&
        ['claimed', 'confirmed'].includes(state) &&
        may('claim.withdraw') &&
        reasoned('撤回', '撤回本次申报，请说明理由。', withdrawClaim)}
      {may('claim.dispute') &&
        ['claimed', 'confirmed'].includes(state) &&
        reasoned('提出异议', '异议提出后暂停办理，由另一名核实人员决定。请说明理由。', disputeClaim)}
      {may('claim.verify') && claim.disputedByYou && (
        <span className="quiet">异议由您提出，须由另一名核实人员决定。</span>
      )}
      {may('claim.verify') && reviewing && !claim.disputedByYou && (
        <>
          {confirmed && (
            <>
              <Step
                label="核实"
                primary
                reason={state === 'disputed' ? 'needed' : 'optional'}
                question="核实后记入台账并计入统计，更正只能冲销。确认核实？"
                run={(reason) =>
                  act(() => call(verifyClaim, { ...input, body: reason ? { reason } : {} }), '已核实')
                }
              />
              <Step
                label="佐证重复，说明后核实"
                reason="needed"
                question="同一佐证文件或合同编号已用于其他申报时使用。请说明为何仍可核实，说明将记录在案。"
                run={(reason) =>
                  act(() => call(verifyClaim, { ...input, body: { reason, override: reason } }), '已核实')
                }
              />
            </>
          )}
          {reasoned('不予核实', '不予核实的决定将记录在案。请写明理由。', rejectClaim)}
        </>
      )}
      {may('claim.reverse') &&
        state === 'verified' &&
        reasoned('冲销', '冲销将在台账中另记一笔，原记录保留，统计随之减少。请写明理由。', reverseClaim)}
    </Space>
  );
}

function Claim(props: Of) {
  const { claim } = props;
  const amount = claim.amount
    ? `${wan(claim.amount)} 万元${claim.amountIncludesTax ? '（含税）' : '（未注明是否含税）'}`
    : '';
  const rows: [string, ReactNode][] = [
    ['申报方', claim.side === 'demand' ? '需求方' : '供给方'],
    ['渠道', claim.channel === 'online' ? '线上' : '对接会'],
    [`${dayName[claim.level] ?? ''}日期`, claim.happenedOn ?? ''],
    ['金额', amount],
    ['说明', claim.note],
    [
      '理由',
      claim.reason || claim.reasonCode ? (
        <ReasonOf key="r" code={claim.reasonCode} reason={claim.reason} dictionary="refusalReasons" />
      ) : (
        ''
      ),
    ],
    ['申报时间', when(claim.claimedAt)],
    ['确认期限', claim.state === 'claimed' ? `${claim.dueOn}（含当日），逾期自动终止` : ''],
    ['确认时间', when(claim.confirmedAt)],
    ['核实时间', when(claim.verifiedAt)],
  ];
  return (
    <Card
      type="inner"
      title={
        <>
          {levels[claim.level]} <StateTag states={claimStates} state={claim.state} />
        </>
      }
    >
      <Stated of={rows} />
      {claim.evidence.map((one) => (
        <p key={one.id}>
          {one.kind === 'contract' ? (
            `合同编号：${one.contractNumber}`
          ) : (
            <>
              <a href={address(downloadEvidence, { id: one.id })}>佐证：{one.fileName}</a>
              <div className="quiet">
                SHA-256 {one.sha256}
                {one.sm3 && <> SM3 {one.sm3}</>}
              </div>
            </>
          )}
        </p>
      ))}
      <Steps {...props} />
    </Card>
  );
}

export function Claims({
  engagement,
  side,
}: {
  engagement: EngagementView;
  side: EngagementSide | undefined;
}) {
  return (
    <Card title="层级申报">
      <div className="stack">
        {engagement.claims.length === 0 && <Nothing text="尚无申报" />}
        {engagement.claims.map((claim) => (
          <Claim key={claim.id} claim={claim} side={side} version={engagement.version} />
        ))}
      </div>
    </Card>
  );
}
