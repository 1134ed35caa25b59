import { Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type ApplicationView, listApplications } from '#contracts';
import { call } from '../../client/api';
import { useDictionaries, usePages } from '../../client/queries';
import { useChoices } from '../../ui/choices';
import { Choose, statesOf } from '../../ui/choose';
import { Load, More, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';
import { applicationStates, kindsText } from './application-parts';

type State = ApplicationView['state'];

/** Applications that lie with the coordinator. */
export function Applications() {
  const [query, choose] = useChoices<'state' | 'q'>();
  const [typed, setTyped] = useState(query.get('q') ?? '');
  const { label } = useDictionaries();
  const state = (query.get('state') ?? undefined) as State | undefined;
  const q = query.get('q') || undefined;
  const list = usePages([listApplications.path, state, q], (cursor) =>
    call(listApplications, { query: { state: state ? [state] : undefined, q, cursor, limit: 50 } }),
  );
  return (
    <Page title="认领申请">
      <div className="filters">
        <Choose
          name="状态"
          value={state}
          options={statesOf(applicationStates).filter(({ value }) => value !== 'draft')}
          choose={(value) => choose({ state: value })}
        />
        <Input.Search
          allowClear
          aria-label="单位名称或信用代码"
          placeholder="单位名称或信用代码"
          style={{ maxWidth: 320 }}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onSearch={(value) => choose({ q: value.trim() })}
        />
      </div>
      <Load of={list}>
        {(items) => (
          <div className="stack">
            <Records<ApplicationView>
              name="认领申请"
              of={items}
              keyOf={(row) => row.id}
              least={960}
              empty="没有符合条件的申请"
              columns={[
                {
                  title: '单位名称',
                  card: 'head',
                  render: (row) => <Link to={`/applications/${row.id}`}>{row.profile.name}</Link>,
                },
                { title: '统一社会信用代码', width: 190, render: (row) => row.uscc },
                { title: '身份', width: 160, render: (row) => kindsText(row.kinds) },
                { title: '统计区域', width: 100, render: (row) => label('areas', row.profile.area) },
                { title: '申请人', width: 110, render: (row) => row.person.name },
                { title: '提交时间', width: 170, render: (row) => when(row.submittedAt) },
                {
                  title: '状态',
                  width: 100,
                  card: 'mark',
                  render: (row) => <StateTag states={applicationStates} state={row.state} />,
                },
              ]}
            />
            <More of={list} />
          </div>
        )}
      </Load>
    </Page>
  );
}
