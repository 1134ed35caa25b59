import { Descriptions, Tag } from 'antd';
import type { ReactNode } from 'react';

export function Words({ of, color }: { of: readonly string[]; color?: string }) {
  return (
    <span>
      {of.map((word) => (
        <Tag key={word} color={color} style={{ marginBlock: 2 }}>
          {word}
        </Tag>
      ))}
    </span>
  );
}

/** Short facts in a row that breaks between them, not within. */
export function Facts({ of }: { of: readonly string[] }) {
  return (
    <div className="facts quiet">
      {of.filter(Boolean).map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </div>
  );
}

/** What is recorded of a thing, a line each; lines without a value are left out. */
export function Stated({ of }: { of: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <Descriptions
      column={{ xs: 1, md: 2 }}
      size="small"
      items={of
        .filter(([, value]) => value)
        .map(([label, value]) => ({ key: label, label, children: <span className="pre">{value}</span> }))}
    />
  );
}
