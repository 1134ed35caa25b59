import { Alert, Card, Descriptions, Timeline } from 'antd';
import { Link, useParams } from 'react-router';
import {
  declineEngagement,
  type EngagementHistoryEntry,
  type EngagementSide,
  type EngagementView,
  engagementContact,
  engagementHistory,
  markets,
  openEngagement,
  readEngagement,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay, useMe } from '../../client/queries';
import { Facts } from '../../ui/facts';
import { Load, Nothing, Page } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { base, kindName } from '../markets/kinds';
import { ClaimForm } from './claim-form';
import { levels } from './claim-words';
import { Claims } from './claims';
import { ReasonOf, Refusal } from './refusal';

export const sideName = { demand: '需求方', supply: '供给方', coordinator: '协调部门' } as const;

function sideOfOwn(engagement: EngagementView, organisation: string | undefined): EngagementSide | undefined {
  if (engagement.demand.organisationId === organisation) return 'demand';
  return engagement.supply.organisationId === organisation ? 'supply' : undefined;
}

function Contact({ id }: { id: string }) {
  const contact = useCall(engagementContact, { params: { id } });
  if (!contact.data) return <Nothing text="对方表达意向后可见" />;
  const { name, phone, email } = contact.data.contact;
  return <>{[name, phone, email].filter(Boolean).join('　') || '对方未填写联系方式'}</>;
}

/** What a step did, by the state that it led to; one that is about no claim has no level. */
const steps: Record<string, (level: string) => string> = {
  open: () => '表达意向',
  intent: () => '表达意向',
  claimed: (level) => `申报“${level}”`,
  confirmed: (level) => `确认“${level}”申报`,
  verified: (level) => `核实“${level}”`,
  declined: (level) => (level ? `不予确认“${level}”申报` : '婉拒'),
  rejected: (level) => `不予核实“${level}”`,
  withdrawn: (level) => `撤回“${level}”申报`,
  disputed: (level) => `对“${level}”提出异议`,
  reversed: (level) => `冲销“${level}”`,
  expired: (level) => `“${level}”申报逾期未确认，自动终止`,
};

function History({ id }: { id: string }) {
  const history = useCall(engagementHistory, { params: { id } });
  const stepOf = ({ level, to }: EngagementHistoryEntry) =>
    steps[to]?.(level === null ? '' : (levels[level] ?? '')) ?? to;
  return (
    <Card title="办理过程">
      <Load of={history}>
        {({ items }) => (
          <Timeline
            items={items.map((entry) => ({
              content: (
                <>
                  <Facts
                    of={[
                      when(entry.at),
                      entry.side === 'system' ? '系统' : `${sideName[entry.side]}（${entry.actorName}）`,
                    ]}
                  />
                  {stepOf(entry)}
                  {(entry.reason || entry.code) && (
                    <div className="pre">
                      <ReasonOf
                        code={entry.code}
                        reason={entry.reason}
                        dictionary={entry.claimId ? 'refusalReasons' : 'declineReasons'}
                      />
                    </div>
                  )}
                </>
              ),
            }))}
          />
        )}
      </Load>
    </Card>
  );
}

/** What a side of an open engagement can do. */
function Steps({ engagement, side }: { engagement: EngagementView; side: EngagementSide }) {
  const may = useMay();
  const act = useAct();
  const { demandListing, supplyListing, intent } = engagement;
  return (
    <>
      {intent[side] === null && may('engagement.open') && (
        <Step
          label="回应意向"
          primary
          question="确认愿意与对方对接？双方联系人将互相可见。"
          run={() =>
            act(
              () =>
                call(openEngagement, {
                  body: { demandListingId: demandListing.id, supplyListingId: supplyListing.id },
                }),
              '已回应',
            )
          }
        />
      )}
      {may('engagement.claim') && !engagement.hold && <ClaimForm engagement={engagement} />}
      {may('engagement.decline') && (
        <Refusal
          label="婉拒"
          question="婉拒后本次对接终止。请选择理由，对方将看到。"
          dictionary="declineReasons"
          run={(body) =>
            act(
              () =>
                call(declineEngagement, {
                  params: { id: engagement.id },
                  version: engagement.version,
                  body,
                }),
              '已婉拒',
            )
          }
        />
      )}
    </>
  );
}

/** Why an engagement goes on no further, for now or for good. */
function Halted({ engagement }: { engagement: EngagementView }) {
  return (
    <>
      {engagement.hold && (
        <Alert
          showIcon
          type="warning"
          title={`${sideName[engagement.hold.side]}已停用，对接暂停办理，恢复后可继续`}
          description={engagement.hold.reason && `停用理由：${engagement.hold.reason}`}
        />
      )}
      {engagement.state !== 'open' && (
        <Alert
          showIcon
          type="warning"
          title={
            <>
              {engagement.declinedBy ? sideName[engagement.declinedBy] : ''}已婉拒：
              <ReasonOf code={engagement.reasonCode} reason={engagement.reason} dictionary="declineReasons" />
            </>
          }
        />
      )}
    </>
  );
}

function Parties({ engagement, side }: { engagement: EngagementView; side: EngagementSide | undefined }) {
  const { market, demandListing, supplyListing, demand, supply, intent } = engagement;
  const kind = markets[market];
  return (
    <Card>
      <Descriptions
        column={1}
        size="small"
        bordered
        styles={{ label: { whiteSpace: 'nowrap' } }}
        items={[
          {
            key: 's',
            label: kindName[kind.demand],
            children: <Link to={`${base[kind.demand]}/${demandListing.id}`}>{demandListing.title}</Link>,
          },
          {
            key: 'd',
            label: '需求方',
            children: `${demand.name}（${intent.demand ? `${when(intent.demand)} 表达意向` : '尚未表达意向'}）`,
          },
          {
            key: 'c',
            label: kindName[kind.supply],
            children: <Link to={`${base[kind.supply]}/${supplyListing.id}`}>{supplyListing.title}</Link>,
          },
          {
            key: 'p',
            label: '供给方',
            children: `${supply.name}（${intent.supply ? `${when(intent.supply)} 表达意向` : '尚未表达意向'}）`,
          },
          { key: 'l', label: '对接进展', children: levels[engagement.level] },
          ...(side ? [{ key: 'k', label: '对方联系人', children: <Contact id={engagement.id} /> }] : []),
        ]}
      />
    </Card>
  );
}

function Shown({ engagement }: { engagement: EngagementView }) {
  const side = sideOfOwn(engagement, useMe().data?.organisation?.id);
  return (
    <Page
      title={`对接 ${engagement.number}`}
      extra={side && engagement.state === 'open' && <Steps engagement={engagement} side={side} />}
    >
      <div className="stack">
        <Halted engagement={engagement} />
        <Parties engagement={engagement} side={side} />
        <Claims engagement={engagement} side={side} />
        <History id={engagement.id} />
      </div>
    </Page>
  );
}

export function EngagementPage() {
  const { id = '' } = useParams();
  const engagement = useCall(readEngagement, { params: { id } });
  return (
    <Load of={engagement} page="对接">
      {(data) => <Shown engagement={data} />}
    </Load>
  );
}
