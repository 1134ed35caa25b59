import { Tag } from 'antd';

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
