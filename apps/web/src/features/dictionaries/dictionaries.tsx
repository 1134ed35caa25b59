import { Button, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import {
  type DictionaryEntryView,
  type DictionaryName,
  dictionaries,
  orderDictionary,
  putDictionaryEntry,
  readDictionary,
} from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { Step } from '../../ui/step';
import { EntryForm, entryBody } from './dictionary-entry';

interface Shown {
  readonly name: DictionaryName;
  readonly entries: readonly DictionaryEntryView[];
}

function Move({ name, entries, at }: Shown & { at: number }) {
  const { busy, act } = useChange();
  const to = async (step: -1 | 1) => {
    const codes = entries.map(({ code }) => code);
    codes.splice(at + step, 0, ...codes.splice(at, 1));
    await act(() => call(orderDictionary, { params: { name }, body: { codes } }));
  };
  const { label } = entries[at] ?? { label: '' };
  return (
    <Space.Compact>
      <Button size="small" aria-label={`上移${label}`} disabled={busy || at === 0} onClick={() => to(-1)}>
        上移
      </Button>
      <Button
        size="small"
        aria-label={`下移${label}`}
        disabled={busy || at === entries.length - 1}
        onClick={() => to(1)}
      >
        下移
      </Button>
    </Space.Compact>
  );
}

function Retire({ name, entry }: { name: DictionaryName; entry: DictionaryEntryView }) {
  const act = useAct();
  const retired = !entry.retired;
  return (
    <Step
      size="small"
      label={retired ? '停用' : '启用'}
      danger={retired}
      question={
        retired
          ? `停用“${entry.label}”？已有内容照常显示，新的内容不能再选。`
          : `启用“${entry.label}”？新的内容可以再选。`
      }
      run={() =>
        act(
          () =>
            call(putDictionaryEntry, {
              params: { name, code: entry.code },
              body: { ...entryBody(entry), retired },
            }),
          retired ? '已停用' : '已启用',
        )
      }
    />
  );
}

/** What kinds call their fields: named otherwise, and that is all. */
const isFixed = (name: DictionaryName) => name === 'fieldNames';

function Entries({ name, entries, edit }: Shown & { edit: (entry: DictionaryEntryView) => void }) {
  const may = useMay();
  const labels = new Map(entries.map(({ code, label }) => [code, label]));
  return (
    <Records<DictionaryEntryView>
      name={dictionaries[name].name}
      of={entries}
      keyOf={({ code }) => code}
      least={780}
      empty="没有字典项"
      columns={[
        {
          title: '名称',
          card: 'head',
          render: ({ label, retired }) => (
            <>
              {label} {retired && <Tag>已停用</Tag>}
            </>
          ),
        },
        { title: '代码', width: isFixed(name) ? 260 : 170, render: ({ code }) => code },
        ...(isFixed(name)
          ? [{ title: '所属', width: 140, render: ({ note }: DictionaryEntryView) => note }]
          : [
              { title: '别名', render: ({ aliases }: DictionaryEntryView) => aliases?.join('、') },
              {
                title: '上级',
                width: 120,
                render: ({ parent }: DictionaryEntryView) => labels.get(parent ?? ''),
              },
            ]),
        ...(may('dictionary.edit')
          ? [
              {
                title: '办理',
                width: 240,
                card: 'foot' as const,
                render: (row: DictionaryEntryView) => (
                  <div className="steps">
                    {!isFixed(name) && <Move name={name} entries={entries} at={entries.indexOf(row)} />}
                    <Button size="small" onClick={() => edit(row)}>
                      {isFixed(name) ? '改名' : '修改'}
                    </Button>
                    {!isFixed(name) && <Retire name={name} entry={row} />}
                  </div>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

/** The words that the city chooses from: what the platform came with, as the city has it. */
export function Dictionaries() {
  const [search, setSearch] = useSearchParams();
  const [edited, setEdited] = useState<DictionaryEntryView | 'new' | undefined>();
  const asked = search.get('name') ?? '';
  const name = (asked in dictionaries ? asked : 'fields') as DictionaryName;
  const read = useCall(readDictionary, { params: { name } });
  const may = useMay();
  const entries = read.data?.items ?? [];
  return (
    <Page
      title="字典"
      extra={
        may('dictionary.edit') &&
        !isFixed(name) && (
          <Button type="primary" disabled={!read.data} onClick={() => setEdited('new')}>
            新增
          </Button>
        )
      }
    >
      <div className="filters">
        <Select
          aria-label="字典"
          value={name}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(value) => setSearch({ name: value })}
          options={Object.entries(dictionaries).map(([value, one]) => ({ value, label: one.name }))}
        />
      </div>
      <p className="quiet">
        {dictionaries[name].about}
        。改名后，各页面和以后的清单、表格都用新名称；已发布的清单保留发布时的名称。
      </p>
      <Load of={read}>{() => <Entries name={name} entries={entries} edit={setEdited} />}</Load>
      {edited && (
        <EntryForm
          name={name}
          entries={entries}
          of={edited === 'new' ? undefined : edited}
          close={() => setEdited(undefined)}
        />
      )}
    </Page>
  );
}
