export interface Bar {
  readonly label: string;
  /** Null: nothing to tell yet. */
  readonly value: number | null;
  /** What stands in place of a value that is not told. */
  readonly instead?: string;
}

const height = 160;
const below = 26;
const above = 20;
const step = 56;

/** Columns of one series as an SVG made on the server; each bar says its value, and readers of screens get all as a text. */
export function Bars({ title, bars }: { readonly title: string; readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const width = step * bars.length;
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${width} ${above + height + below}`}
      role="img"
      aria-label={`${title}：${bars.map(({ label, value, instead = '—' }) => `${label} ${value ?? instead}`).join('，')}`}
    >
      <line x1="0" x2={width} y1={above + height} y2={above + height} className="axis" />
      {bars.map(({ label, value, instead = '' }, i) => {
        const tall = (Math.max(0, value ?? 0) / most) * height;
        const middle = i * step + step / 2;
        return (
          <g key={label}>
            <rect x={i * step + 12} width={step - 24} y={above + height - tall} height={tall} />
            <text x={middle} y={above + height - tall - 5}>
              {value === null ? instead : value.toLocaleString('zh-CN', { maximumFractionDigits: 2 })}
            </text>
            <text x={middle} y={above + height + 18} className="label">
              {label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
