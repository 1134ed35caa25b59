import { Select, Space, Table } from 'antd';
import { useState } from 'react';
import {
  approveOrganisation,
  listOrganisations,
  type OrganisationView,
  suspendOrganisation,
} from '#contracts';
import { call } from '../api';
import { useAct, useCall, useDictionaries, useMay } from '../hooks';
import { Load, Nothing, Page, StateTag, Step } from '../parts';

const states: Record<OrganisationView['state'], { text: string; color: string }> = {
  approved: { text: '已通过', color: 'success' },
  unclaimed: { text: '待认领', color: 'default' },
  suspended: { text: '已停用', color: 'warning' },
};

function Steps({ of }: { of: OrganisationView }) {
  const act = useAct();
  const may = useMay();
  const params = { id: of.id };
  if (!may('organisation.approve')) return null;
  return (
    <Space wrap>
      {of.state === 'approved' && (
        <Step
          label="停用"
          danger
          reason="needed"
          question="停用后该单位人员的登录随即失效。请写明理由。"
          run={(reason) => act(() => call(suspendOrganisation, { params, body: { reason } }), '已停用')}
        />
      )}
      {of.state === 'suspended' && (
        <Step
          label="恢复"
          primary
          question={`恢复“${of.name}”？恢复后其人员可重新登录办理业务。`}
          run={() => act(() => call(approveOrganisation, { params, body: {} }), '已恢复')}
        />
      )}
    </Space>
  );
}

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
          options={Object.entries(states).map(([value, { text }]) => ({
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
              { title: '单位名称', dataIndex: 'name' },
              { title: '统一社会信用代码', dataIndex: 'uscc', width: 190 },
              {
                title: '身份',
                render: (_, row) =>
                  row.kinds.map((kind) => (kind === 'user' ? '应用单位' : '软件企业')).join('、'),
              },
              { title: '区域', render: (_, row) => label('areas', row.area) },
              { title: '状态', render: (_, row) => <StateTag states={states} state={row.state} /> },
              { title: '理由', dataIndex: 'decisionReason' },
              { title: '办理', render: (_, row) => <Steps of={row} /> },
            ]}
          />
        )}
      </Load>
    </Page>
  );
}
