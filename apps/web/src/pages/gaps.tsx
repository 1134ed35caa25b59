import { Alert, Button, Card, Col, Row, Select, Statistic } from 'antd';
import { useSearchParams } from 'react-router';
import { type GapView, gapFigures, gapWorkbook, listGaps } from '#contracts';
import { address, call } from '../api';
import { useCall, useDictionaries, usePages } from '../hooks';
import { Load, More, Nothing, Page } from '../parts';
import { Gap } from './gap';
import { Breakdown } from './gap-breakdown';

const filters = [
  { name: 'chain', dictionary: 'chains', title: '按产业链', all: '全部产业链' },
  { name: 'field', dictionary: 'fields', title: '按领域', all: '全部领域' },
  { name: 'area', dictionary: 'areas', title: '按区域', all: '全部区域' },
] as const;
type Filter = (typeof filters)[number]['name'];
type Chosen = Partial<Record<Filter, string>>;

function Figures({ chosen, choose }: { chosen: Chosen; choose: (name: Filter, code?: string) => void }) {
  const figures = useCall(gapFigures);
  return (
    <Load of={figures}>
      {(data) => {
        const rows = { chain: data.byChain, field: data.byField, area: data.byArea };
        return (
          <div className="stack">
            <Card size="small">
              <Row gutter={[16, 16]}>
                {[
                  { title: '已发布场景', value: data.scenarios },
                  { title: '缺口（尚无适合的能力）', value: data.gaps },
                  { title: '尚未匹配', value: data.unmatched },
                ].map((one) => (
                  <Col key={one.title} xs={12} md={8}>
                    <Statistic title={one.title} value={one.value} suffix="项" />
                  </Col>
                ))}
              </Row>
              <p className="quiet" style={{ marginBottom: 0 }}>
                推荐企业能力得分均不足 {data.suitable}{' '}
                分的场景计为缺口；尚未匹配的场景不计入缺口。下列各项为缺口数 / 已发布场景数，点击可筛选。
              </p>
            </Card>
            {data.gaps > 0 && (
              <Row gutter={[16, 16]}>
                {filters.map(({ name, title }) => (
                  <Col key={name} xs={24} xl={8}>
                    <Breakdown
                      title={title}
                      rows={rows[name]}
                      chosen={chosen[name]}
                      onChoose={(code) => choose(name, code)}
                    />
                  </Col>
                ))}
              </Row>
            )}
          </div>
        );
      }}
    </Load>
  );
}

function Shown({ items, filtered }: { items: readonly GapView[]; filtered: boolean }) {
  const figures = useCall(gapFigures).data;
  if (items.length > 0) return items.map((gap) => <Gap key={gap.scenario.id} gap={gap} />);
  if (filtered) return <Nothing text="没有符合条件的缺口" />;
  if (figures?.scenarios === 0) return <Nothing text="尚无已发布的应用场景" />;
  if (figures?.unmatched)
    return <Alert showIcon type="info" title={`没有缺口；另有 ${figures.unmatched} 项场景尚未匹配`} />;
  return <Alert showIcon type="success" title="所有场景都有适合的能力" />;
}

export function Gaps() {
  const [search, setSearch] = useSearchParams();
  const { options } = useDictionaries();
  const chosen: Chosen = Object.fromEntries(
    filters.flatMap(({ name }) => {
      const code = search.get(name);
      return code ? [[name, code]] : [];
    }),
  );
  const list = usePages([listGaps.path, chosen], (cursor) =>
    call(listGaps, { query: { ...chosen, cursor, limit: 20 } }),
  );
  const choose = (name: Filter, code?: string) => {
    const next = new URLSearchParams(search);
    if (code) next.set(name, code);
    else next.delete(name);
    setSearch(next, { replace: true });
  };
  return (
    <Page
      title="缺口清单"
      extra={<Button href={address(gapWorkbook, {}, chosen)}>下载缺口清单（.xlsx）</Button>}
    >
      <div className="stack">
        <Figures chosen={chosen} choose={choose} />
        <div className="filters" style={{ margin: 0 }}>
          {filters.map(({ name, dictionary, all }) => (
            <Select
              key={name}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              aria-label={all.replace('全部', '')}
              placeholder={all}
              value={chosen[name]}
              onChange={(code) => choose(name, code)}
              options={options(dictionary)}
            />
          ))}
        </div>
        <Load of={list}>{(items) => <Shown items={items} filtered={Object.keys(chosen).length > 0} />}</Load>
        <More of={list} />
      </div>
    </Page>
  );
}
