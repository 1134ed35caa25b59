import { Alert, Button, Card, Select, Space, Table, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import {
  cellPlace,
  changeImportRow,
  decideImportRows,
  type ImportedRow,
  type ImportView,
  ignored,
  readImport,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries } from '../../client/queries';
import { Load, Nothing } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { useWide } from '../../ui/wide';
import { base } from '../markets/kinds';
import { type At, Cell, isOpen, LongCell } from './import-cell';
import {
  columnName,
  type Filter,
  fieldLabel,
  filtersOf,
  outcomes,
  questions,
  rowStates,
  skipText,
} from './import-words';

type Decision = NonNullable<ImportedRow['decision']>;

const pageSize = 50;

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
            {cellPlace(error)}：{error.value && `“${error.value}”，`}
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
          {cellPlace(notice)}
          {cellPlace(notice) !== '' && '：'}
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
  readonly openLong: (at: At) => void;
}

function Wide({ of, rows, openLong }: Shown) {
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
          render: (_: unknown, row: ImportedRow) => <Cell {...{ of, row, openLong }} column={one.column} />,
        })),
      ]}
    />
  );
}

function Narrow({ of, rows, openLong }: Shown) {
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
              <Cell {...{ of, row, openLong }} column={one.column} />
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
  const [chosen, setChosen] = useState<Filter>();
  // Until a person chooses: what is to be put right, and when nothing is, all of it.
  const filter = chosen ?? (of.refused > 0 ? 'error' : of.questions > 0 ? 'question' : 'all');
  const [turned, setTurned] = useState<{ readonly filter: Filter; readonly pages: string[] }>();
  const [long, openLong] = useState<At>();
  // Where a page begins holds for the rows that were shown then.
  const pages = turned?.filter === filter ? turned.pages : [];
  const setPages = (all: string[]) => setTurned({ filter, pages: all });
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
            setChosen(value);
            setTurned(undefined);
          }}
        />
      }
    >
      <DecideAll of={of} />
      {long && <LongCell {...long} close={() => openLong(undefined)} />}
      <Load of={read}>
        {({ rows, next }) => (
          <>
            <List {...{ of, rows, openLong }} />
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
