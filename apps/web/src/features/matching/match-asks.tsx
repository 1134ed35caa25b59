import { Collapse, Tag } from 'antd';
import { type AskView, type MarketCode, markets } from '#contracts';

const states = {
  met: { text: '已提到', color: 'success' },
  partly: { text: '部分提到', color: 'gold' },
  unmet: { text: '未提到', color: 'default' },
} as const;

/** How many of the asks stand in each state, for one line. */
export function askSummary(market: MarketCode, asks: readonly AskView[]): string {
  const count = (state: AskView['state']) => asks.filter((ask) => ask.state === state).length;
  const parts = (['met', 'partly', 'unmet'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${states[state].text} ${count(state)} 项`);
  return `需求共 ${asks.length} 项，${markets[market].words.supply}文字${parts.join('，')}`;
}

interface Props {
  readonly market: MarketCode;
  readonly of: readonly AskView[];
}

/** What the demand asks for one by one, and the clause of the supply's texts that answers it. */
export function Asks({ market, of }: Props) {
  const { supply, supplier } = markets[market].words;
  return (
    <div>
      {of.map((ask) => (
        <div key={`${ask.field} ${ask.text}`} className="passage">
          <div>
            <Tag color={states[ask.state].color}>{states[ask.state].text}</Tag>
            <span className="pre">{ask.text}</span>
          </div>
          {ask.state !== 'unmet' && ask.evidence && (
            <div className="quiet">
              {ask.evidence.label}：“{ask.evidence.text}”
            </div>
          )}
          {ask.state !== 'met' && ask.lacking.length > 0 && (
            <div className="quiet">
              {supply}未提到：{ask.lacking.join('、')}
            </div>
          )}
        </div>
      ))}
      <div className="quiet">按双方文字比对；未提到不等于做不到，请向{supplier}了解。</div>
    </div>
  );
}

/** The same, folded under its summary. */
export function FoldedAsks({ market, of }: Props) {
  if (of.length === 0) return null;
  return (
    <Collapse
      ghost
      size="small"
      items={[{ key: 'asks', label: askSummary(market, of), children: <Asks market={market} of={of} /> }]}
    />
  );
}
