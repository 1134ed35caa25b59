import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { kinds, type ListingView, listingRoutes } from '#contracts';
import { call } from '../../client/api';
import { useDictionaries, useMay, useMe } from '../../client/queries';
import { useChoices } from '../../ui/choices';
import { type Choice, Choose, statesOf } from '../../ui/choose';
import { Load, More, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';
import { base, type Kind, kindName } from '../markets/kinds';
import { listingStates } from './listing-states';

export type Listing = ListingView;

export function titleOf(listing: Listing): string {
  return kinds[listing.kind].titleOf(listing.content);
}

/** All kinds have the same routes; only the content differs. */
export const routesOf = (kind: Kind) => listingRoutes[kind];

const filters = ['state', 'field', 'area', 'mine'] as const;

export function Listings({ kind }: { kind: Kind }) {
  const [search, choose] = useChoices<(typeof filters)[number]>();
  const { kind: named, label, labels, options } = useDictionaries();
  const may = useMay();
  const me = useMe().data;
  const go = useNavigate();
  const query = Object.fromEntries(filters.map((name) => [name, search.get(name) ?? undefined])) as Record<
    (typeof filters)[number],
    string | undefined
  >;
  const list = useInfiniteQuery({
    queryKey: ['listings', kind, query],
    queryFn: ({ pageParam }) =>
      call(routesOf(kind).list, { query: { ...query, cursor: pageParam, limit: 50 } as never }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const pick = (key: (typeof filters)[number], name: string, choices: Choice<string>[]) => (
    <Choose
      searched
      name={name}
      value={search.get(key)}
      options={choices}
      choose={(value) => choose({ [key]: value })}
    />
  );
  return (
    <Page
      title={kindName[kind]}
      extra={
        may('listing.create') && (
          <Button type="primary" onClick={() => go(`${base[kind]}/new`)}>
            新建{kindName[kind]}
          </Button>
        )
      }
    >
      <div className="filters">
        {pick('state', '状态', statesOf(listingStates))}
        {pick('field', '领域', options('fields'))}
        {pick('area', '区域', options('areas'))}
        {me?.organisation && pick('mine', '单位', [{ value: 'true', label: '本单位' }])}
      </div>
      <Load of={list}>
        {({ pages }) => (
          <Records<Listing>
            name={kindName[kind]}
            of={pages.flatMap((page) => page.items)}
            keyOf={(row) => row.id}
            least={980}
            empty={`没有符合条件的${kindName[kind]}`}
            columns={[
              { title: '编号', width: 150, render: (row) => row.number },
              {
                title: named(kind).field(kinds[kind].definition.title).traits.label.zh,
                card: 'head',
                render: (row) => <Link to={`${base[kind]}/${row.id}`}>{titleOf(row)}</Link>,
              },
              { title: '单位', width: 190, render: (row) => row.organisation.name },
              { title: '领域', width: 150, render: (row) => labels('fields', row.content.fields).join('、') },
              {
                title: '区域',
                width: 100,
                render: (row) => label('areas', row.content.area ?? row.organisation.area),
              },
              {
                title: '状态',
                width: 100,
                card: 'mark',
                render: (row) => <StateTag states={listingStates} state={row.state} />,
              },
              { title: '更新时间', width: 170, render: (row) => when(row.updatedAt) },
            ]}
          />
        )}
      </Load>
      <More of={list} />
    </Page>
  );
}
