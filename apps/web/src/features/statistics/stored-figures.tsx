import { Segmented } from 'antd';
import { useState } from 'react';
import { type MarketCode, type MarketFigures, marketName, type StoredFigures } from '#contracts';
import { Records } from '../../ui/records';

/** Stored figures market by market: software's stand in every archive, others' in those that have them. */
export function Stored({ figures }: { figures: StoredFigures }) {
  const [market, choose] = useState<MarketCode>('software');
  const others = figures.others ?? [];
  const shown = others.find((one) => one.market === market) ?? figures;
  return (
    <div className="stack">
      {others.length > 0 && (
        <Segmented
          aria-label="供需市场"
          value={market}
          onChange={choose}
          options={(['software', ...others.map((one) => one.market)] as const).map((code) => ({
            value: code,
            label: marketName(code),
          }))}
        />
      )}
      <StoredMarket figures={shown} />
    </div>
  );
}

/** By the names that the measures had then. */
function StoredMarket({ figures }: { figures: MarketFigures }) {
  const shown = (value: string | null | undefined) => value ?? '—';
  const columns = figures.measures;
  return (
    <div className="stack">
      <Records
        name="本期各项指标"
        of={columns}
        keyOf={({ code }) => code}
        empty="没有指标"
        columns={[
          { title: '指标', card: 'head', render: ({ name, unit }) => `${name}（${unit}）` },
          {
            title: '数值',
            card: 'mark',
            number: true,
            width: 120,
            render: ({ code }) => shown(figures.total[code]),
          },
        ]}
      />
      <Records
        name="各区域的指标"
        of={figures.area}
        keyOf={({ key }) => key}
        least={160 + columns.length * 110}
        pinned
        folded
        empty="本期各区域没有记录"
        columns={[
          { title: '统计区域', card: 'head', width: 140, render: ({ label }) => label },
          ...columns.map(({ code, name, unit }) => ({
            title: `${name}（${unit}）`,
            number: true,
            width: 110,
            render: (row: MarketFigures['area'][number]) => shown(row.values[code]),
          })),
        ]}
      />
    </div>
  );
}
