import { Alert, Button, Card, Col, Row, Statistic } from 'antd';
import { type GapView, gapFigures, gapWorkbook, listGaps, type MarketCode } from '#contracts';
import { address, call } from '../../client/api';
import { useCall, useDictionaries, usePages } from '../../client/queries';
import { useChoices } from '../../ui/choices';
import { Choose } from '../../ui/choose';
import { Load, More, Nothing, Page } from '../../ui/page';
import { MarketPick, sidesOf, useMarket } from '../markets/market-pick';
import { Gap } from './gap';
import { Breakdown } from './gap-breakdown';

const filters = [
  { name: 'chain', dictionary: 'chains', title: '按产业链', called: '产业链' },
  { name: 'field', dictionary: 'fields', title: '按领域', called: '领域' },
  { name: 'area', dictionary: 'areas', title: '按区域', called: '区域' },
] as const;
type Filter = (typeof filters)[number]['name'];
type Chosen = Partial<Record<Filter, string>>;

interface FiguresProps {
  readonly market: MarketCode;
  readonly chosen: Chosen;
  readonly choose: (choices: Chosen) => void;
}

function Figures({ market, chosen, choose }: FiguresProps) {
  const figures = useCall(gapFigures, { query: { market } });
  const { words, supplies } = sidesOf(market);
  return (
    <Load of={figures}>
      {(data) => {
        const rows = { chain: data.byChain, field: data.byField, area: data.byArea };
        return (
          <div className="stack">
            <Card size="small">
              <Row gutter={[16, 16]}>
                {[
                  { title: `已发布${words.demand}`, value: data.demands },
                  { title: `缺口（尚无适合的${shortOf(market)}）`, value: data.gaps },
                  { title: '尚未匹配', value: data.unmatched },
                ].map((one) => (
                  <Col key={one.title} xs={12} md={8}>
                    <Statistic title={one.title} value={one.value} suffix="项" />
                  </Col>
                ))}
              </Row>
              <p className="quiet" style={{ marginBottom: 0 }}>
                推荐{supplies}得分均不足 {data.suitable} 分的{words.demand}计为缺口；尚未匹配的{words.demand}
                不计入缺口。下列各项为缺口数 / 已发布{words.demand}数，点击可筛选。
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
                      onChoose={(code) => choose({ [name]: code })}
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

interface ShownProps {
  readonly market: MarketCode;
  readonly items: readonly GapView[];
  readonly filtered: boolean;
}

function Shown({ market, items, filtered }: ShownProps) {
  const figures = useCall(gapFigures, { query: { market } }).data;
  const { words, demands } = sidesOf(market);
  if (items.length > 0) return items.map((gap) => <Gap key={gap.demand.id} market={market} gap={gap} />);
  if (filtered) return <Nothing text="没有符合条件的缺口" />;
  if (figures?.demands === 0) return <Nothing text={`尚无已发布的${demands}`} />;
  if (figures?.unmatched)
    return (
      <Alert showIcon type="info" title={`没有缺口；另有 ${figures.unmatched} 项${words.demand}尚未匹配`} />
    );
  return <Alert showIcon type="success" title={`所有${words.demand}都有适合的${shortOf(market)}`} />;
}

const shortOf = (market: MarketCode) => sidesOf(market).words.listed;

export function Gaps() {
  const [search, choose] = useChoices<Filter>();
  const [market, chooseMarket] = useMarket();
  const { options } = useDictionaries();
  const chosen: Chosen = Object.fromEntries(
    filters.flatMap(({ name }) => {
      const code = search.get(name);
      return code ? [[name, code]] : [];
    }),
  );
  const list = usePages([listGaps.path, market, chosen], (cursor) =>
    call(listGaps, { query: { ...chosen, market, cursor, limit: 20 } }),
  );
  return (
    <Page
      title="缺口清单"
      extra={<Button href={address(gapWorkbook, {}, { ...chosen, market })}>下载缺口清单（.xlsx）</Button>}
    >
      <div className="stack">
        <MarketPick of={market} onChange={chooseMarket} />
        <Figures market={market} chosen={chosen} choose={choose} />
        <div className="filters" style={{ margin: 0 }}>
          {filters.map(({ name, dictionary, called }) => (
            <Choose
              key={name}
              searched
              name={called}
              value={chosen[name]}
              options={options(dictionary)}
              choose={(code) => choose({ [name]: code })}
            />
          ))}
        </div>
        <Load of={list}>
          {(items) => <Shown market={market} items={items} filtered={Object.keys(chosen).length > 0} />}
        </Load>
        <More of={list} />
      </div>
    </Page>
  );
}
