import { Card, Form, Select } from 'antd';
import { useEffect, useState } from 'react';
import { explainMatch, type Side, searchRoutes } from '#contracts';
import { useCall } from '../../client/queries';
import { useChoices } from '../../ui/choices';
import { Nothing, Page } from '../../ui/page';
import { type Kind, kindName } from '../markets/kinds';
import { MarketPick, sidesOf, useMarket } from '../markets/market-pick';
import { Comparison } from './match-compare';

const pause = 300;

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
  const [search, setChoices] = useChoices<Side | 'market'>();
  const [chosen, chooseMarket] = useMarket();
  const demand = search.get('demand') ?? undefined;
  const supply = search.get('supply') ?? undefined;
  const both = demand !== undefined && supply !== undefined;
  const found = useCall(explainMatch, { query: { demand, supply } as never }, both);
  // An address of a pair need not name its market.
  const market = both ? (found.data?.market ?? chosen) : chosen;
  const sides = sidesOf(market);
  const choose = (side: Side) => (id: string | undefined) =>
    setChoices({ [side]: id, ...(market !== 'software' && { market }) });
  const nameOf = (side: Side) => {
    const head = found.data?.[side];
    return head && `${head.title}（${head.organisation}）`;
  };
  return (
    <Page title="供需对照">
      <div className="stack">
        <MarketPick of={market} onChange={chooseMarket} />
        <Card size="small">
          <Form layout="vertical" className="pair">
            <Form.Item label={sides.demands} style={{ margin: 0 }}>
              <Pick kind={sides.demand} value={demand} name={nameOf('demand')} onChange={choose('demand')} />
            </Form.Item>
            <Form.Item label={sides.supplies} style={{ margin: 0 }}>
              <Pick kind={sides.supply} value={supply} name={nameOf('supply')} onChange={choose('supply')} />
            </Form.Item>
          </Form>
        </Card>
        {both ? (
          <Comparison demand={demand} supply={supply} />
        ) : (
          <Nothing
            text={`请选择一项${sides.demands}和一项${sides.supplies}，查看其得分、次序，以及未列入推荐名单的原因`}
          />
        )}
      </div>
    </Page>
  );
}
