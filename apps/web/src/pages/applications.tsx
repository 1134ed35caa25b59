import { Card, Input, Select, Table } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type ApplicationView, listApplications } from '#contracts';
import { call } from '../api';
import { useDictionaries, usePages, useWide } from '../hooks';
import { Load, More, Nothing, Page, StateTag, when } from '../parts';
import { applicationStates, kindsText } from './application-parts';

type State = ApplicationView['state'];

function Row({ of, area }: { of: ApplicationView; area: string }) {
  return (
    <article className="match">
      <Link to={`/applications/${of.id}`}>{of.profile.name}</Link>{' '}
      <StateTag states={applicationStates} state={of.state} />
      <div className="quiet">
        {of.uscc} · {kindsText(of.kinds)} · {area}
      </div>
      <div className="quiet">
        {of.person.name} · {when(of.submittedAt)}
      </div>
    </article>
  );
}

/** Applications that lie with the coordinator. */
export function Applications() {
  const [query, setQuery] = useSearchParams();
  const [typed, setTyped] = useState(query.get('q') ?? '');
  const wide = useWide();
  const { label } = useDictionaries();
  const state = (query.get('state') ?? undefined) as State | undefined;
  const q = query.get('q') || undefined;
  const set = (name: string, value: string | undefined) =>
    setQuery((before) => {
      if (value) before.set(name, value);
      else before.delete(name);
      return before;
    });
  const list = usePages([listApplications.path, state, q], (cursor) =>
    call(listApplications, { query: { state: state ? [state] : undefined, q, cursor, limit: 50 } }),
  );
  return (
    <Page title="认领申请">
      <div className="filters">
        <Select
          allowClear
          placeholder="全部状态"
          aria-label="状态"
          value={state}
          onChange={(value) => set('state', value)}
          options={Object.entries(applicationStates)
            .filter(([value]) => value !== 'draft')
            .map(([value, { text }]) => ({ value: value as State, label: text }))}
        />
        <Input.Search
          allowClear
          placeholder="单位名称或信用代码"
          style={{ maxWidth: 320 }}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onSearch={(value) => set('q', value.trim())}
        />
      </div>
      <Load of={list}>
        {(items) => (
          <div className="stack">
            {items.length === 0 && <Nothing text="没有符合条件的申请" />}
            {!wide && items.length > 0 && (
              <Card>
                {items.map((one) => (
                  <Row key={one.id} of={one} area={label('areas', one.profile.area)} />
                ))}
              </Card>
            )}
            {wide && items.length > 0 && (
              <Table<ApplicationView>
                rowKey="id"
                pagination={false}
                dataSource={[...items]}
                columns={[
                  {
                    title: '单位名称',
                    render: (_, row) => <Link to={`/applications/${row.id}`}>{row.profile.name}</Link>,
                  },
                  { title: '统一社会信用代码', dataIndex: 'uscc', width: 190 },
                  { title: '身份', render: (_, row) => kindsText(row.kinds) },
                  { title: '统计区域', render: (_, row) => label('areas', row.profile.area) },
                  { title: '申请人', render: (_, row) => row.person.name },
                  { title: '提交时间', render: (_, row) => when(row.submittedAt) },
                  {
                    title: '状态',
                    render: (_, row) => <StateTag states={applicationStates} state={row.state} />,
                  },
                ]}
              />
            )}
            <More of={list} />
          </div>
        )}
      </Load>
    </Page>
  );
}
