import { Select, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { listOrganisations, type OrganisationView } from '#contracts';
import { useCall, useDictionaries } from '../hooks';
import { Load, Nothing, Page, StateTag } from '../parts';
import { organisationStates } from './organisation-parts';

export function Organisations() {
  const [state, setState] = useState<OrganisationView['state'] | undefined>();
  const { label } = useDictionaries();
  const list = useCall(listOrganisations, { query: { state, limit: 200 } });
  return (
    <Page title="单位">
      <div className="filters">
        <Select
          allowClear
          placeholder="全部状态"
          value={state}
          onChange={setState}
          options={Object.entries(organisationStates).map(([value, { text }]) => ({
            value: value as OrganisationView['state'],
            label: text,
          }))}
        />
      </div>
      <Load of={list}>
        {({ items }) => (
          <Table<OrganisationView>
            rowKey="id"
            scroll={{ x: 900 }}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            dataSource={items}
            locale={{ emptyText: <Nothing text="没有符合条件的单位" /> }}
            columns={[
              {
                title: '单位名称',
                render: (_, row) => <Link to={`/organisations/${row.id}`}>{row.name}</Link>,
              },
              { title: '统一社会信用代码', dataIndex: 'uscc', width: 190 },
              {
                title: '身份',
                render: (_, row) =>
                  row.kinds.map((kind) => (kind === 'user' ? '应用单位' : '软件企业')).join('、'),
              },
              { title: '区域', render: (_, row) => label('areas', row.area) },
              {
                title: '状态',
                render: (_, row) => <StateTag states={organisationStates} state={row.state} />,
              },
              { title: '理由', dataIndex: 'decisionReason' },
            ]}
          />
        )}
      </Load>
    </Page>
  );
}
