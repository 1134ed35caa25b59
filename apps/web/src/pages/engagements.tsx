import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select, Table, Tag } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { type EngagementView, listEngagements } from '#contracts';
import { call } from '../api';
import { claimStates, Load, levels, Nothing, Page, StateTag, when } from '../parts';

export function Engagements() {
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? undefined;
  const claimState = search.get('claimState') ?? undefined;
  const list = useInfiniteQuery({
    queryKey: ['engagements', state, claimState],
    queryFn: ({ pageParam }) =>
      call(listEngagements, { query: { state, claimState, cursor: pageParam, limit: 50 } }),
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
      </div>
      <Load of={list}>
        {({ pages }) => (
          <Table<EngagementView>
            rowKey="id"
            scroll={{ x: 900 }}
            pagination={false}
            dataSource={pages.flatMap((page) => page.items)}
            locale={{ emptyText: <Nothing text="暂无对接，可在推荐匹配中表达意向" /> }}
            columns={[
              {
                title: '编号',
                width: 150,
                render: (_, row) => <Link to={`/engagements/${row.id}`}>{row.number}</Link>,
              },
              { title: '场景', render: (_, row) => `${row.scenario.title}（${row.demand.name}）` },
              { title: '产品', render: (_, row) => `${row.capability.product}（${row.supply.name}）` },
              {
                title: '层级',
                width: 100,
                render: (_, row) =>
                  row.state === 'declined' ? <Tag>已婉拒</Tag> : <Tag color="blue">{levels[row.level]}</Tag>,
              },
              {
                title: '申报',
                render: (_, row) =>
                  row.claims.map((claim) => (
                    <div key={claim.id}>
                      {levels[claim.level]} <StateTag states={claimStates} state={claim.state} />
                    </div>
                  )),
              },
              { title: '更新时间', width: 170, render: (_, row) => when(row.updatedAt) },
            ]}
          />
        )}
      </Load>
      {list.hasNextPage && (
        <Button block loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          显示更多
        </Button>
      )}
    </Page>
  );
}
