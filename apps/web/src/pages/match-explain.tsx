import { Card, Form, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { explainMatch, searchRoutes } from '#contracts';
import { useCall } from '../hooks';
import { type Kind, kindName } from '../kinds';
import { Nothing, Page } from '../parts';
import { Comparison } from './match-compare';

const pause = 300;

type Side = 'scenario' | 'capability';

/** What was typed, once typing rests. */
function useRested(typed: string): string {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  return rested;
}

function Pick({
  kind,
  value,
  name,
  onChange,
}: {
  kind: Kind;
  value: string | undefined;
  /** Of the one chosen, which the search need not find. */
  name: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  const [typed, setTyped] = useState('');
  const q = useRested(typed.trim());
  const found = useCall(searchRoutes[kind], {
    query: { q, limit: 20 },
  });
  const options = (found.data?.items ?? []).map((hit) => ({
    value: hit.id,
    label: `${hit.title.map((piece) => piece.text).join('')}（${hit.organisation}）`,
  }));
  if (value && typed === '' && name && !options.some((option) => option.value === value))
    options.unshift({ value, label: name });
  return (
    <Select
      allowClear
      aria-label={kindName[kind]}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      value={value === undefined ? undefined : { value, label: name ?? '…' }}
      labelInValue
      placeholder={`输入名称检索${kindName[kind]}`}
      notFoundContent={found.isFetching ? '检索中…' : '没有找到相关内容'}
      options={options}
      onChange={(chosen) => {
        setTyped('');
        onChange(chosen?.value);
      }}
    />
  );
}

/** Any pair side by side, at an address that can be passed on. */
export function MatchExplain() {
  const [search, setSearch] = useSearchParams();
  const scenario = search.get('scenario') ?? undefined;
  const capability = search.get('capability') ?? undefined;
  const both = scenario !== undefined && capability !== undefined;
  const found = useCall(explainMatch, { query: { scenario, capability } as never }, both);
  const choose = (kind: Side) => (id: string | undefined) => {
    const next = new URLSearchParams(search);
    if (id) next.set(kind, id);
    else next.delete(kind);
    setSearch(next, { replace: true });
  };
  const nameOf = (kind: Side) => {
    const head = found.data?.[kind];
    return head && `${head.title}（${head.organisation}）`;
  };
  return (
    <Page title="供需对照">
      <div className="stack">
        <Card size="small">
          <Form layout="vertical" className="pair">
            <Form.Item label="应用场景" style={{ margin: 0 }}>
              <Pick
                kind="scenario"
                value={scenario}
                name={nameOf('scenario')}
                onChange={choose('scenario')}
              />
            </Form.Item>
            <Form.Item label="企业能力" style={{ margin: 0 }}>
              <Pick
                kind="capability"
                value={capability}
                name={nameOf('capability')}
                onChange={choose('capability')}
              />
            </Form.Item>
          </Form>
        </Card>
        {both ? (
          <Comparison scenario={scenario} capability={capability} />
        ) : (
          <Nothing text="请选择一个应用场景和一项企业能力，查看其得分、次序，以及未列入推荐名单的原因" />
        )}
      </div>
    </Page>
  );
}
