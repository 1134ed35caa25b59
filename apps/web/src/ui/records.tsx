import { Button, Card, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Nothing } from './page';
import { useWide } from './wide';

export interface Column<T> {
  readonly title: string;
  readonly render: (row: T) => ReactNode;
  readonly width?: number;
  /** Right-aligned, with the figures below each other. */
  readonly number?: boolean;
  /**
   * Where it stands on a phone: `head` names the card, `mark` stands beside that, `foot` holds what can be done, `off`
   * is left out; everything else is a line with the column's title.
   */
  readonly card?: 'head' | 'mark' | 'foot' | 'off';
  /** The title as the table shows it, where that is more than the words. */
  readonly heading?: ReactNode;
}

interface Shown<T> {
  /** What the table lists, for those who cannot see it. */
  readonly name: string;
  readonly of: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly columns: readonly Column<T>[];
  /** Sentence in place of an empty table. */
  readonly empty: string;
  /** Pixels below which the table scrolls within itself. */
  readonly least?: number;
  /** Lines of a card open on demand: for rows of many figures. */
  readonly folded?: boolean;
  /** The first column stays while the others scroll. */
  readonly pinned?: boolean;
  /** What is struck through. */
  readonly struck?: (row: T) => boolean;
}

const rowsAtOnce = 50;

/** Rows side by side where there is room for a table; a card each on a phone, so that nothing stands off the screen. */
export function Records<T extends object>(shown: Shown<T>) {
  const wide = useWide();
  const [pages, setPages] = useState(1);
  if (shown.of.length === 0) return <Nothing text={shown.empty} />;
  const rows = shown.of.slice(0, pages * rowsAtOnce);
  const View = wide ? AsTable : AsCards;
  return (
    <>
      <View {...shown} of={rows} />
      {rows.length < shown.of.length && (
        <Button block style={{ marginTop: 8 }} onClick={() => setPages(pages + 1)}>
          显示更多（共 {shown.of.length} 项）
        </Button>
      )}
    </>
  );
}

function AsTable<T extends object>({ name, of, keyOf, columns, least, pinned, struck }: Shown<T>) {
  return (
    <Table<T>
      aria-label={name}
      rowKey={keyOf}
      size="middle"
      pagination={false}
      dataSource={of}
      {...(least === undefined ? {} : { scroll: { x: least } })}
      rowClassName={(row) => (struck?.(row) ? 'struck' : '')}
      columns={columns.map(({ title, heading, render, width, number }, place) => ({
        key: title,
        title: heading ?? title,
        render: (_, row) => render(row),
        ...(width === undefined ? {} : { width }),
        ...(number ? { align: 'right' as const, className: 'points' } : {}),
        ...(pinned && place === 0 ? { fixed: 'left' as const } : {}),
      }))}
    />
  );
}

const present = (content: ReactNode) =>
  content !== null && content !== undefined && content !== '' && content !== false;

function Lines<T>({ row, columns }: { row: T; columns: readonly Column<T>[] }) {
  return (
    <dl className="lines">
      {columns
        .map(({ title, render, number }) => ({ title, number, content: render(row) }))
        .filter(({ content }) => present(content))
        .map(({ title, number, content }) => (
          <div key={title} className={number ? 'line number' : 'line'}>
            <dt>{title}</dt>
            <dd>{content}</dd>
          </div>
        ))}
    </dl>
  );
}

function AsCards<T extends object>({ name, of, keyOf, columns, folded, struck }: Shown<T>) {
  const at = (place: Column<T>['card']) => columns.filter(({ card }) => card === place);
  const lines = at(undefined);
  // A name and its value need no card of their own.
  if (lines.length + at('foot').length === 0)
    return (
      <dl className="lines" aria-label={name}>
        {of.map((row) => (
          <div key={keyOf(row)} className="line number">
            <dt>{at('head').map(({ render }) => render(row))}</dt>
            <dd>{at('mark').map(({ render }) => render(row))}</dd>
          </div>
        ))}
      </dl>
    );
  return (
    <ul className="cards" aria-label={name}>
      {of.map((row) => {
        const show = (place: Column<T>['card']) =>
          at(place).map(({ title, render }) => <span key={title}>{render(row)}</span>);
        return (
          <li key={keyOf(row)}>
            <Card size="small" className={struck?.(row) ? 'struck' : ''}>
              <div className="card-head">
                <strong>{show('head')}</strong>
                <div className="steps">{show('mark')}</div>
              </div>
              {folded ? (
                <details>
                  <summary>各项</summary>
                  <Lines row={row} columns={lines} />
                </details>
              ) : (
                <Lines row={row} columns={lines} />
              )}
              <div className="steps">{show('foot')}</div>
            </Card>
          </li>
        );
      })}
    </ul>
  );
}
