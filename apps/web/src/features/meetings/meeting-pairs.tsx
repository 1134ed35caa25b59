import { Button, Card, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type MeetingListing, type MeetingRecord, nameMeetingPair } from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';
import { useMay, useMe } from '../../client/queries';
import { Facts } from '../../ui/facts';
import { Nothing } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';
import { claimStates } from '../engagements/claim-words';
import { sidesOf } from '../markets/market-pick';

const parts = { demand: '需求方', supply: '供给方', coordinator: '协调部门' } as const;

function optionsOf(of: MeetingRecord, side: MeetingListing['side'], own: string | undefined) {
  const here = of.listings.filter((guest) => guest.side === side && guest.checkedInAt !== null);
  const mine = here.filter((guest) => guest.organisationId === own);
  return (mine.length > 0 ? mine : here).map((guest) => ({
    value: guest.listingId,
    label: `${guest.number} ${guest.title}（${guest.organisationName}）`,
  }));
}

/** Whose organisation is on one side names pairs of its own listings. */
function Name({ of }: { of: MeetingRecord }) {
  const own = useMe().data?.organisation?.id;
  const { demands, supplies } = sidesOf(of.market);
  const { busy, act } = useChange();
  const [demandListingId, setDemand] = useState<string>();
  const [supplyListingId, setSupply] = useState<string>();
  const send = async () => {
    if (!demandListingId || !supplyListingId) return;
    const body = { demandListingId, supplyListingId };
    await act(() => call(nameMeetingPair, { params: { id: of.id }, body }), '已记录');
  };
  return (
    <div className="stack">
      <Select
        aria-label={demands}
        placeholder={`选择已签到的${demands}`}
        style={{ width: '100%' }}
        value={demandListingId}
        onChange={setDemand}
        options={optionsOf(of, 'demand', own)}
        showSearch={{ optionFilterProp: 'label' }}
      />
      <Select
        aria-label={supplies}
        placeholder={`选择已签到的${supplies}`}
        style={{ width: '100%' }}
        value={supplyListingId}
        onChange={setSupply}
        options={optionsOf(of, 'supply', own)}
        showSearch={{ optionFilterProp: 'label' }}
      />
      <Button type="primary" loading={busy} disabled={!demandListingId || !supplyListingId} onClick={send}>
        记录会上对接
      </Button>
    </div>
  );
}

function Pair({ of, pair }: { of: MeetingRecord; pair: MeetingRecord['pairs'][number] }) {
  const called = (id: string) => {
    const guest = of.listings.find((one) => one.listingId === id);
    return guest ? `${guest.title}（${guest.organisationName}）` : '';
  };
  const { engagement } = pair;
  return (
    <Card size="small">
      <div>{called(pair.demandListingId)}</div>
      <div>{called(pair.supplyListingId)}</div>
      <Space wrap>
        <Facts
          of={[
            `${pair.namedBy.map((part) => parts[part]).join('、')}记录`,
            pair.metAt ? when(pair.metAt) : '',
          ]}
        />
        {pair.metAt === null && <Tag color="processing">待对方记录</Tag>}
        {engagement && (
          <>
            <Link to={`/engagements/${engagement.id}`}>{engagement.number}</Link>
            {engagement.claimState && <StateTag states={claimStates} state={engagement.claimState} />}
          </>
        )}
      </Space>
    </Card>
  );
}

export function MeetingPairs({ of }: { of: MeetingRecord }) {
  const may = useMay();
  const held = of.state === 'held';
  if (!held && of.state !== 'closed') return null;
  return (
    <Card title="会上对接">
      <div className="stack">
        <div className="quiet">
          协调部门记录、或双方均记录的，在同一条对接上形成“对接”申报，由其他协调人员核实后计数；线上已有申报的不重复。
        </div>
        {of.pairs.length === 0 && <Nothing text="尚无记录" />}
        {of.pairs.map((pair) => (
          <Pair key={`${pair.demandListingId}${pair.supplyListingId}`} of={of} pair={pair} />
        ))}
        {held && may('meeting.pair') && <Name of={of} />}
      </div>
    </Card>
  );
}
