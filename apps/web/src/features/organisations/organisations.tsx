import { useState } from 'react';
import { Link } from 'react-router';
import { listOrganisations, type OrganisationView } from '#contracts';
import { useCall, useDictionaries } from '../../client/queries';
import { Choose, statesOf } from '../../ui/choose';
import { Load, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { kindsText } from '../applications/application-parts';
import { organisationStates } from './organisation-parts';

export function Organisations() {
  const [state, setState] = useState<OrganisationView['state'] | undefined>();
  const { label } = useDictionaries();
  const list = useCall(listOrganisations, { query: { state, limit: 200 } });
  return (
    <Page title="单位">
      <div className="filters">
        <Choose name="状态" value={state} options={statesOf(organisationStates)} choose={setState} />
      </div>
      <Load of={list}>
        {({ items }) => (
          <Records<OrganisationView>
            name="单位"
            of={items}
            keyOf={(row) => row.id}
            least={820}
            empty="没有符合条件的单位"
            columns={[
              {
                title: '单位名称',
                card: 'head',
                render: (row) => <Link to={`/organisations/${row.id}`}>{row.name}</Link>,
              },
              { title: '统一社会信用代码', width: 190, render: (row) => row.uscc },
              { title: '身份', width: 160, render: (row) => kindsText(row.kinds) },
              { title: '区域', width: 110, render: (row) => label('areas', row.area) },
              {
                title: '状态',
                width: 100,
                card: 'mark',
                render: (row) => <StateTag states={organisationStates} state={row.state} />,
              },
              { title: '理由', render: (row) => row.decisionReason },
            ]}
          />
        )}
      </Load>
    </Page>
  );
}
