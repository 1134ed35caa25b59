import { Alert, Button, Card, Select, Table } from 'antd';
import { useState } from 'react';
import { type ImportView, mapImport } from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';

/** Why nothing has been read yet, and what to choose. */
function unread({ sheetsAlike }: ImportView): string {
  return sheetsAlike.length > 0
    ? '文件中有多张列名相同的工作表，每次导入读入一张，还没有读入任何内容。请选定工作表和表头行（两行表头点下面一行），再确认；其余的请再次上传后选择。'
    : '不能确定哪一行是表头，还没有读入任何内容。请点选表头行（两行表头点下面一行），再确认。';
}

/** The first rows of every sheet: a person says which is the table, and where its header stands. */
export function HeaderChoice({ of, close }: { of: ImportView; close?: () => void }) {
  const { busy, act } = useChange();
  const [sheet, setSheet] = useState(of.sheet);
  const [row, setRow] = useState<number | undefined>(of.headerRow ?? undefined);
  const seen = of.sheets.find(({ index }) => index === sheet) ?? of.sheets[0];
  const width = Math.max(1, ...(seen?.rows ?? []).map(({ cells }) => cells.length));
  const choose = async (headerRow: number) => {
    const body = { sheet: seen?.index ?? 0, headerRow };
    const done = await act(
      () => call(mapImport, { params: { id: of.id }, version: of.version, body }),
      '已按所选表头重新读取',
    );
    if (done) close?.();
  };
  return (
    <Card title="工作表与表头">
      {of.state === 'header' && (
        <Alert showIcon type="warning" style={{ marginBottom: 16 }} title={unread(of)} />
      )}
      {of.state !== 'header' && of.sheetsAlike.length > 0 && (
        <Alert
          showIcon
          type="info"
          style={{ marginBottom: 16 }}
          title="文件中有多张列名相同的工作表，每次导入读入一张；其余的请再次上传后选择。"
        />
      )}
      {of.sheets.length > 1 && (
        <div className="filters">
          <Select
            aria-label="工作表"
            value={seen?.index ?? 0}
            onChange={(index) => {
              setSheet(index);
              setRow(undefined);
            }}
            options={of.sheets.map(({ index, name }) => ({
              value: index,
              label: name || `第${index + 1}张表`,
            }))}
          />
        </div>
      )}
      <Table
        rowKey="row"
        size="small"
        pagination={false}
        scroll={{ x: Math.max(480, width * 140), y: 420 }}
        dataSource={seen?.rows ?? []}
        rowSelection={{
          type: 'radio',
          selectedRowKeys: row === undefined ? [] : [row],
          onChange: ([key]) => setRow(Number(key)),
        }}
        onRow={(one) => ({ onClick: () => setRow(one.row), style: { cursor: 'pointer' } })}
        columns={[
          { title: '行号', dataIndex: 'row', width: 70 },
          ...Array.from({ length: width }, (_, column) => ({
            key: column,
            title: `第${column + 1}列`,
            ellipsis: true,
            render: (_value: unknown, one: { cells: readonly string[] }) => one.cells[column] ?? '',
          })),
        ]}
      />
      <div className="steps" style={{ marginTop: 16 }}>
        <Button type="primary" loading={busy} disabled={!row} onClick={() => row && choose(row)}>
          以第 {row || '…'} 行为表头
        </Button>
        <Button disabled={busy} onClick={() => choose(0)}>
          此表没有表头
        </Button>
        {close && <Button onClick={close}>取消</Button>}
      </div>
    </Card>
  );
}
