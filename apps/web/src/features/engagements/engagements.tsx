import { useInfiniteQuery } from '@tanstack/react-query';
import { Checkbox, Tag } from 'antd';
import { Link } from 'react-router';
import { type EngagementView, listEngagements } from '#contracts';
import { call } from '../../client/api';
import { useMay } from '../../client/queries';
import { useChoices } from '../../ui/choices';
import { Choose, statesOf } from '../../ui/choose';
import { Load, More, Page } from '../../ui/page';
import { type Column, Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';
import { marketOptions } from '../markets/kinds';
import { claimStates, levels } from './claim-words';

function Level({ of }: { of: EngagementView }) {
  return of.state === 'declined' ? <Tag>已婉拒</Tag> : <Tag color="blue">{levels[of.level]}</Tag>;
}

function ClaimStates({ of }: { of: EngagementView }) {
  return of.claims.map((claim) => (
    <div key={claim.id}>
      {levels[claim.level]} <StateTag states={claimStates} state={claim.state} />
    </div>
  ));
}

const columns: readonly Column<EngagementView>[] = [
  {
    title: '编号',
    width: 150,
    card: 'head',
    render: (row) => <Link to={`/engagements/${row.id}`}>{row.number}</Link>,
  },
  { title: '需求', render: (row) => `${row.demandListing.title}（${row.demand.name}）` },
  { title: '供给', render: (row) => `${row.supplyListing.title}（${row.supply.name}）` },
  { title: '进展', width: 100, card: 'mark', render: (row) => <Level of={row} /> },
  { title: '申报', width: 150, render: (row) => row.claims.length > 0 && <ClaimStates of={row} /> },
  { title: '更新时间', width: 170, render: (row) => when(row.updatedAt) },
];

export function Engagements() {
  const may = useMay();
  const [search, choose] = useChoices<'market' | 'state' | 'claimState' | 'toConfirm'>();
  const state = search.get('state') ?? undefined;
  const claimState = search.get('claimState') ?? undefined;
  const market = search.get('market') ?? undefined;
  const toConfirm = search.get('toConfirm') === 'true' || undefined;
  const list = useInfiniteQuery({
    queryKey: ['engagements', market, state, claimState, toConfirm],
    queryFn: ({ pageParam }) =>
      call(listEngagements, {
        query: {
          market,
          state,
          claimState,
          ...(toConfirm && { toConfirm: 'true' }),
          cursor: pageParam,
          limit: 50,
        },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return (
    <Page title="对接">
      <div className="filters">
        <Choose
          name="市场"
          value={market}
          options={marketOptions}
          choose={(value) => choose({ market: value })}
        />
        <Choose
          name="对接状态"
          all="全部对接"
          value={state}
          options={[
            { value: 'open', label: '进行中' },
            { value: 'declined', label: '已婉拒' },
          ]}
          choose={(value) => choose({ state: value })}
        />
        <Choose
          name="申报状态"
          value={claimState}
          options={statesOf(claimStates)}
          choose={(value) => choose({ claimState: value })}
        />
        {may('claim.confirm') && (
          <Checkbox
            checked={toConfirm === true}
            onChange={({ target }) => choose({ toConfirm: target.checked ? 'true' : undefined })}
          >
            只看待我确认的
          </Checkbox>
        )}
      </div>
      <Load of={list}>
        {({ pages }) => (
          <Records
            name="对接"
            of={pages.flatMap((page) => page.items)}
            keyOf={(row) => row.id}
            columns={columns}
            least={960}
            empty={
              market || state || claimState || toConfirm
                ? '没有符合条件的对接'
                : '暂无对接，可在推荐匹配中表达意向'
            }
          />
        )}
      </Load>
      <More of={list} />
    </Page>
  );
}
