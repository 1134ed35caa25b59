import { useState } from 'react';
import { Link } from 'react-router';
import { listChanges, type OrganisationChangeView } from '#contracts';
import { call } from '../../client/api';
import { useDictionaries, usePages } from '../../client/queries';
import { Choose, statesOf } from '../../ui/choose';
import { Load, More, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';
import { changeStates, reviewedLabels } from './organisation-parts';

/** Changes that wait for a decision, and those decided. */
export function Changes() {
  const [state, setState] = useState<OrganisationChangeView['state'] | undefined>('submitted');
  const { label } = useDictionaries();
  const pages = usePages(['changes', state], (cursor) => call(listChanges, { query: { state, cursor } }));
  return (
    <Page title="单位变更">
      <div className="filters">
        <Choose name="状态" value={state} options={statesOf(changeStates)} choose={setState} />
      </div>
      <Load of={pages}>
        {(items) => (
          <>
            <Records<OrganisationChangeView>
              name="单位变更"
              of={items}
              keyOf={(row) => row.id}
              least={760}
              empty="没有符合条件的变更"
              columns={[
                {
                  title: '单位',
                  card: 'head',
                  render: (row) => (
                    <Link to={`/organisation-changes/${row.id}`}>{row.organisation.name}</Link>
                  ),
                },
                { title: '区域', width: 110, render: (row) => label('areas', row.organisation.area) },
                {
                  title: '变更内容',
                  render: (row) => row.differences.map(({ field }) => reviewedLabels[field]).join('、'),
                },
                { title: '提出', render: (row) => `${row.proposedBy}，${when(row.proposedAt)}` },
                {
                  title: '状态',
                  width: 100,
                  card: 'mark',
                  render: (row) => <StateTag states={changeStates} state={row.state} />,
                },
              ]}
            />
            <More of={pages} />
          </>
        )}
      </Load>
    </Page>
  );
}
