import { Alert, Button, Card, Input, Select, Space, Table, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import {
  changeImportRow,
  decideImportRows,
  type ImportedRow,
  type ImportView,
  ignored,
  placeOf,
  readImport,
  readImportRow,
  shownOfCell,
} from '#contracts';
import { call } from '../api';
import { useAct, useCall, useDictionaries, useWide } from '../hooks';
import { base } from '../kinds';
import { Load, Nothing, StateTag } from '../parts';
import { columnName, fieldLabel, outcomes, questions, rowStates, skipText } from './import-words';

type Filter =
  | 'all'
  | 'error'
  | 'question'
  | 'notice'
  | 'changed'
  | 'unchanged'
  | 'new'
  | 'skipped'
  | 'written';
type Decision = NonNullable<ImportedRow['decision']>;

const pageSize = 50;

function filtersOf(of: ImportView): { value: Filter; label: string }[] {
  return [
    { value: 'all', label: '全部行' },
    { value: 'error', label: `有错误（${of.refused}）` },
    { value: 'question', label: `待确认（${of.questions}）` },
    { value: 'notice', label: `有提示（${of.notices}）` },
    { value: 'changed', label: `与已有内容不同（${of.changes}）` },
    { value: 'unchanged', label: `无变化（${of.unchanged}）` },
    { value: 'new', label: `新增（${of.valid - of.changes - of.unchanged}）` },
    { value: 'skipped', label: `略过（${of.skipped}）` },
    { value: 'written', label: `已写入（${of.created + of.revised}）` },
  ];
}

const isOpen = (of: ImportView, row: ImportedRow) =>
  ['previewed', 'stopped', 'committed'].includes(of.state) &&
  row.state !== 'head' &&
  !['new', 'changed', 'unchanged', 'undone'].includes(row.outcome ?? '');

/** A cell; one that is wrong is marked, and can be put right where it stands. */
function Cell({ of, row, column }: { of: ImportView; row: ImportedRow; column: number }) {
  const act = useAct();
  const [draft, setDraft] = useState<string>();
  const value = row.cells[column] ?? '';
  const wrong = row.errors.some((error) => error.column === column + 1);
  const noticed = row.notices.some((notice) => notice.column === column + 1);
  const name = columnName(of.mapping.find((one) => one.column === column) ?? { header: '', column });
  const isCut = value.length >= shownOfCell;
  const [whole, setWhole] = useState(value);
  // What is saved takes the whole cell's place: of a long one it is fetched first.
  const edit = async () => {
    if (!isCut) {
      setWhole(value);
      setDraft(value);
      return;
    }
    await act(async () => {
      const { cells } = await call(readImportRow, { params: { id: of.id, row: String(row.row) } });
      setWhole(cells[column] ?? '');
      setDraft(cells[column] ?? '');
    });
  };
  const save = async () => {
    if (draft === undefined) return;
    const body = { cells: [{ column, value: draft }] };
    setDraft(undefined);
    if (draft !== whole)
      await act(() => call(changeImportRow, { params: { id: of.id, row: String(row.row) }, body }), '已改正');
  };
  if (draft !== undefined)
    return (
      <Input.TextArea
        autoFocus
        autoSize={{ maxRows: 16 }}
        aria-label={`改正第${row.row}行${name}`}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey) void save();
          if (event.key === 'Escape') setDraft(undefined);
        }}
      />
    );
  const text = value === '' ? <span className="quiet">（空）</span> : <span className="clamp">{value}</span>;
  if (!isOpen(of, row)) return text;
  return (
    <button
      type="button"
      className={wrong ? 'cell wrong' : noticed ? 'cell noticed' : 'cell'}
      aria-label={`第${row.row}行${name}：${value || '空'}，点击改正`}
      title={isCut ? '内容较长，这里只显示开头；点击后显示全文并可改正' : undefined}
      onClick={edit}
    >
      {text}
    </button>
  );
}

function Decide({ of, row }: { of: ImportView; row: ImportedRow }) {
  const act = useAct();
  if (row.state !== 'question' && row.state !== 'changed') return null;
  if (row.question === null && row.state === 'question') return null;
  if (!isOpen(of, row)) return null;
  const options: { value: Decision; label: string }[] = [
    { value: 'write', label: '作为新的一项写入' },
    ...(row.listing ? [{ value: 'revise' as const, label: `修改已有的 ${row.listing.number}` }] : []),
    { value: 'skip', label: '不写入' },
  ];
  return (
    <Select
      aria-label={`第${row.row}行如何处理`}
      placeholder="请选择如何处理"
      size="small"
      style={{ width: 220, marginTop: 4 }}
      allowClear
      value={row.decision ?? undefined}
      options={options}
      onChange={(decision) =>
        act(() =>
          call(changeImportRow, {
            params: { id: of.id, row: String(row.row) },
            body: { decision: decision ?? null },
          }),
        )
      }
    />
  );
}

/** Texts that would answer the question of a cell. */
function Choices({
  of,
  row,
  error,
}: {
  of: ImportView;
  row: ImportedRow;
  error: ImportedRow['errors'][number];
}) {
  const act = useAct();
  if (!error.choices || error.column === 0) return null;
  return (
    <Space wrap size={4} style={{ marginInlineStart: 8 }}>
      {error.choices.map(({ label, text }) => (
        <Button
          key={text}
          size="small"
          onClick={() =>
            act(
              () =>
                call(changeImportRow, {
                  params: { id: of.id, row: String(row.row) },
                  body: { cells: [{ column: error.column - 1, value: text }] },
                }),
              '已按所选填写',
            )
          }
        >
          {label}
        </Button>
      ))}
    </Space>
  );
}

/** What is wrong, asked, changed or to be known of a row, in words. */
function Remarks({ of, row }: { of: ImportView; row: ImportedRow }): ReactNode {
  return (
    <>
      {row.errors.map((error) => (
        <div key={`${error.column}${error.code}${error.expected}`}>
          <Typography.Text type={error.choices ? 'warning' : 'danger'}>
            {placeOf(error)}：{error.value && `“${error.value}”，`}
            {error.expected}
          </Typography.Text>
          <Choices of={of} row={row} error={error} />
        </div>
      ))}
      {row.question && <div>{questions[row.question]}</div>}
      {row.changes.map(({ field, label, before, after }) => (
        <div key={field}>
          {label}：<del className="quiet">{before || '（空）'}</del> → {after || '（空）'}
        </div>
      ))}
      {row.notices.map((notice) => (
        <div key={`${notice.column}${notice.code}${notice.text}`} className="quiet">
          {placeOf(notice)}
          {placeOf(notice) !== '' && '：'}
          {notice.text}
        </div>
      ))}
      <span className="quiet">{skipText(row.skip)}</span>
      <Decide of={of} row={row} />
    </>
  );
}

function State({ of, row }: { of: ImportView; row: ImportedRow }) {
  return (
    <>
      {row.outcome ? (
        <StateTag states={outcomes} state={row.outcome} />
      ) : (
        <StateTag states={rowStates} state={row.state} />
      )}
      {row.listing && (
        <div>
          <Link to={`${base[of.kind]}/${row.listing.id}`}>{row.listing.number}</Link>
        </div>
      )}
    </>
  );
}

interface Shown {
  readonly of: ImportView;
  readonly rows: readonly ImportedRow[];
}

function Wide({ of, rows }: Shown) {
  const named = useDictionaries().kind(of.kind);
  const columns = of.mapping.filter(({ field }) => field !== ignored);
  return (
    <Table
      rowKey="row"
      size="small"
      pagination={false}
      scroll={{ x: 620 + columns.length * 170 }}
      dataSource={rows}
      locale={{ emptyText: <Nothing text="没有这样的行" /> }}
      columns={[
        { title: '行号', dataIndex: 'row', width: 70, fixed: 'left' },
        { title: '状态', width: 150, fixed: 'left', render: (_, row) => <State of={of} row={row} /> },
        { title: '问题、改动与提示', width: 380, render: (_, row) => <Remarks of={of} row={row} /> },
        ...columns.map((one) => ({
          key: one.column,
          title: (
            <>
              {columnName(one)}
              {fieldLabel(named, one.field) !== one.header && (
                <div className="quiet">{fieldLabel(named, one.field)}</div>
              )}
            </>
          ),
          width: 170,
          render: (_: unknown, row: ImportedRow) => <Cell of={of} row={row} column={one.column} />,
        })),
      ]}
    />
  );
}

function Narrow({ of, rows }: Shown) {
  if (rows.length === 0) return <Nothing text="没有这样的行" />;
  const columns = of.mapping.filter(({ field }) => field !== ignored);
  return (
    <div className="stack">
      {rows.map((row) => (
        <Card key={row.row} size="small" title={`第 ${row.row} 行`} extra={<State of={of} row={row} />}>
          <Remarks of={of} row={row} />
          {columns.map((one) => (
            <div key={one.column} className="pairline">
              <span className="quiet">{columnName(one)}</span>
              <Cell of={of} row={row} column={one.column} />
            </div>
          ))}
        </Card>
      ))}
    </div>
  );
}

/** One answer for all rows that ask the same. */
function DecideAll({ of }: { of: ImportView }) {
  const act = useAct();
  if (of.questions === 0 || !['previewed', 'stopped', 'committed'].includes(of.state)) return null;
  const all = (decision: Decision) => async () => {
    for (const question of ['title_twice', 'number_taken'] as const)
      await act(() => call(decideImportRows, { params: { id: of.id }, body: { question, decision } }));
  };
  return (
    <Alert
      showIcon
      type="warning"
      style={{ marginBottom: 16 }}
      title={`有 ${of.questions} 行待确认，未选择的不写入。`}
      action={
        <Space wrap>
          <Button size="small" onClick={all('write')}>
            都作为新的写入
          </Button>
          <Button size="small" onClick={all('skip')}>
            都不写入
          </Button>
        </Space>
      }
    />
  );
}

export function ImportRows({ of }: { of: ImportView }) {
  const wide = useWide();
  const [filter, setFilter] = useState<Filter>(
    of.refused > 0 ? 'error' : of.questions > 0 ? 'question' : 'all',
  );
  const [pages, setPages] = useState<string[]>([]);
  const cursor = pages.at(-1);
  const read = useCall(readImport, {
    params: { id: of.id },
    query: { limit: pageSize, rows: filter, ...(cursor ? { cursor } : {}) },
  });
  const List = wide ? Wide : Narrow;
  return (
    <Card
      title="逐行预览"
      extra={
        <Select
          aria-label="筛选行"
          style={{ width: 210 }}
          value={filter}
          options={filtersOf(of)}
          onChange={(value) => {
            setFilter(value);
            setPages([]);
          }}
        />
      }
    >
      <DecideAll of={of} />
      <Load of={read}>
        {({ rows, next }) => (
          <>
            <List of={of} rows={rows} />
            {(pages.length > 0 || next !== null) && (
              <Space style={{ marginTop: 16 }}>
                <Button disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>
                  上一页
                </Button>
                <span className="quiet">第 {pages.length + 1} 页</span>
                <Button disabled={next === null} onClick={() => next && setPages([...pages, next])}>
                  下一页
                </Button>
              </Space>
            )}
          </>
        )}
      </Load>
    </Card>
  );
}
