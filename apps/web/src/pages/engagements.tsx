import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Checkbox, Select, Table, Tag } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { type EngagementView, listEngagements } from '#contracts';
import { call } from '../api';
import { useMay, useWide } from '../hooks';
import { claimStates, Load, levels, Nothing, Page, StateTag, when } from '../parts';
import { Facts } from './match-parts';

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

/** A row of the table, as a phone has room for it. */
function EngagementCard({ of }: { of: EngagementView }) {
  return (
    <Card
      size="small"
      title={<Link to={`/engagements/${of.id}`}>{of.number}</Link>}
      extra={<Level of={of} />}
    >
      <div>{of.scenario.title}</div>
      <Facts of={[of.demand.name]} />
      <div>{of.capability.product}</div>
      <Facts of={[of.supply.name, when(of.updatedAt)]} />
      <ClaimStates of={of} />
    </Card>
  );
}

function EngagementTable({ items }: { items: EngagementView[] }) {
  return (
    <Table<EngagementView>
      rowKey="id"
      scroll={{ x: 900 }}
      pagination={false}
      dataSource={items}
      columns={[
        {
          title: '编号',
          width: 150,
          render: (_, row) => <Link to={`/engagements/${row.id}`}>{row.number}</Link>,
        },
        { title: '场景', render: (_, row) => `${row.scenario.title}（${row.demand.name}）` },
        { title: '产品', render: (_, row) => `${row.capability.product}（${row.supply.name}）` },
        { title: '进展', width: 100, render: (_, row) => <Level of={row} /> },
        { title: '申报', render: (_, row) => <ClaimStates of={row} /> },
        { title: '更新时间', width: 170, render: (_, row) => when(row.updatedAt) },
      ]}
    />
  );
}

export function Engagements() {
  const wide = useWide();
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? undefined;
  const claimState = search.get('claimState') ?? undefined;
  const toConfirm = search.get('toConfirm') === 'true' || undefined;
  const list = useInfiniteQuery({
    queryKey: ['engagements', state, claimState, toConfirm],
    queryFn: ({ pageParam }) =>
      call(listEngagements, {
        query: { state, claimState, ...(toConfirm && { toConfirm: 'true' }), cursor: pageParam, limit: 50 },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const choose = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next, { replace: true });
  };
  return (
    <Page title="对接">
      <div className="filters">
        <Select
          allowClear
          placeholder="全部对接"
          value={state}
          onChange={(value) => choose('state', value)}
          options={[
            { value: 'open', label: '进行中' },
            { value: 'declined', label: '已婉拒' },
          ]}
        />
        <Select
          allowClear
          placeholder="全部申报状态"
          value={claimState}
          onChange={(value) => choose('claimState', value)}
          options={Object.entries(claimStates).map(([value, { text }]) => ({ value, label: text }))}
        />
        {may('claim.confirm') && (
          <Checkbox
            checked={toConfirm === true}
            onChange={({ target }) => choose('toConfirm', target.checked ? 'true' : undefined)}
          >
            只看待我确认的
          </Checkbox>
        )}
      </div>
      <Load of={list}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <Nothing
                text={
                  state || claimState || toConfirm ? '没有符合条件的对接' : '暂无对接，可在推荐匹配中表达意向'
                }
              />
            );
          if (wide) return <EngagementTable items={items} />;
          return (
            <div className="stack">
              {items.map((one) => (
                <EngagementCard key={one.id} of={one} />
              ))}
            </div>
          );
        }}
      </Load>
      {list.hasNextPage && (
        <Button block loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          显示更多
        </Button>
      )}
    </Page>
  );
}
