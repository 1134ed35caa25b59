import { Select, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { listChanges, type OrganisationChangeView } from '#contracts';
import { call } from '../api';
import { useDictionaries, usePages } from '../hooks';
import { Load, More, Nothing, Page, StateTag, when } from '../parts';
import { changeStates, reviewedLabels } from './organisation-parts';

/** Changes that wait for a decision, and those decided. */
export function Changes() {
  const [state, setState] = useState<OrganisationChangeView['state'] | undefined>('submitted');
  const { label } = useDictionaries();
  const pages = usePages(['changes', state], (cursor) => call(listChanges, { query: { state, cursor } }));
  return (
    <Page title="单位变更">
      <div className="filters">
        <Select
          allowClear
          placeholder="全部状态"
          value={state}
          onChange={setState}
          options={Object.entries(changeStates).map(([value, { text }]) => ({
            value: value as OrganisationChangeView['state'],
            label: text,
          }))}
        />
      </div>
      <Load of={pages}>
        {(items) => (
          <>
            <Table<OrganisationChangeView>
              rowKey="id"
              scroll={{ x: 760 }}
              pagination={false}
              dataSource={items}
              locale={{ emptyText: <Nothing text="没有符合条件的变更" /> }}
              columns={[
                {
                  title: '单位',
                  render: (_, row) => (
                    <Link to={`/organisation-changes/${row.id}`}>{row.organisation.name}</Link>
                  ),
                },
                { title: '区域', render: (_, row) => label('areas', row.organisation.area) },
                {
                  title: '变更内容',
                  render: (_, row) => row.differences.map(({ field }) => reviewedLabels[field]).join('、'),
                },
                {
                  title: '提出',
                  render: (_, row) => `${row.proposedBy}，${when(row.proposedAt)}`,
                },
                { title: '状态', render: (_, row) => <StateTag states={changeStates} state={row.state} /> },
              ]}
            />
            <More of={pages} />
          </>
        )}
      </Load>
    </Page>
  );
}
