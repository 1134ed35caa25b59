import { Button, Card, Progress } from 'antd';
import { useState } from 'react';
import type { GapFigures } from '#contracts';

const first = 6;
/** Rows of what has no code of its own cannot be filtered by. */
const isCode = (key: string) => /^[0-9A-Za-z._-]+$/.test(key);

/** Gaps among demands, row by row, most gaps first; a click filters the list, another takes the filter away. */
export function Breakdown({
  title,
  rows,
  chosen,
  onChoose,
}: {
  title: string;
  rows: GapFigures['byChain'];
  chosen: string | undefined;
  onChoose: (code: string | undefined) => void;
}) {
  const [all, setAll] = useState(false);
  const withGaps = rows.filter((row) => row.gaps > 0).sort((a, b) => b.gaps - a.gaps);
  const shown = all ? withGaps : withGaps.slice(0, first);
  return (
    <Card size="small" title={title} style={{ height: '100%' }}>
      {shown.map((row) => (
        <button
          key={row.key}
          type="button"
          className="breakdown"
          aria-pressed={row.key === chosen}
          disabled={!isCode(row.key)}
          onClick={() => onChoose(row.key === chosen ? undefined : row.key)}
        >
          <span>{row.label}</span>
          <Progress
            size="small"
            showInfo={false}
            strokeColor="#d48806"
            percent={row.demands > 0 ? (row.gaps / row.demands) * 100 : 0}
          />
          <span className="points">
            {row.gaps} / {row.demands}
          </span>
        </button>
      ))}
      {withGaps.length === 0 && <span className="quiet">没有缺口</span>}
      {withGaps.length > first && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? '收起' : `展开其余 ${withGaps.length - first} 项`}
        </Button>
      )}
    </Card>
  );
}
