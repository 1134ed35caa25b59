import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Progress, Select, Space, Switch, Table } from 'antd';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import {
  commitImportRows,
  type ImportView,
  ignored,
  importErrors,
  kinds,
  mapImport,
  readImport,
  readJob,
  sheetColumnsOf,
} from '#contracts';
import { address, call } from '../api';
import { useAct, useCall, useMay } from '../hooks';
import { Load, Nothing, Page, Step } from '../parts';

/** What stopped half-way is gone on with; what was written stays. */
function GoOn({ id }: { id: string }) {
  const act = useAct();
  return (
    <Step
      label="继续写入"
      primary
      question="将继续写入其余各行，已写入的不会重复。确认？"
      run={() =>
        act(() => call(commitImportRows, { params: { id }, body: { publish: false } }), '已继续写入')
      }
    />
  );
}

function Running({ id, of }: { id: string; of: string }) {
  const client = useQueryClient();
  const job = useQuery({
    queryKey: ['job', id],
    queryFn: () => call(readJob, { params: { id } }),
    refetchInterval: ({ state }) =>
      ['completed', 'failed'].includes(state.data?.state ?? '') ? false : 1000,
  });
  const state = job.data?.state;
  useEffect(() => {
    if (state === 'completed') client.invalidateQueries({ queryKey: [readImport.path] });
  }, [state, client]);
  return (
    <Card title="写入进度">
      <Progress
        percent={Math.round((job.data?.progress ?? 0) * 100)}
        status={state === 'failed' ? 'exception' : state === 'completed' ? 'success' : 'active'}
      />
      {job.isError && '进度由发起人查看；写入完成后刷新本页可见结果。'}
      {job.data?.error ?? job.data?.doing} {state === 'failed' && <GoOn id={of} />}
    </Card>
  );
}

function Mapping({ of }: { of: ImportView }) {
  const act = useAct();
  const change = (column: number, field: string) =>
    act(
      () =>
        call(mapImport, {
          params: { id: of.id },
          version: of.version,
          body: {
            mapping: of.mapping.map((one) => ({
              column: one.column,
              field: one.column === column ? field : one.field,
            })),
          },
        }),
      '已更新对应关系',
    );
  return (
    <Card title="列的对应关系">
      <Table
        rowKey="column"
        size="small"
        scroll={{ x: 480 }}
        pagination={false}
        dataSource={of.mapping}
        columns={[
          { title: '表中列名', render: (_, row) => row.header || `第${row.column + 1}列` },
          {
            title: '对应内容',
            render: (_, row) => (
              <Select
                value={row.field}
                style={{ width: 200 }}
                disabled={of.state !== 'previewed'}
                showSearch={{ optionFilterProp: 'label' }}
                onChange={(field) => change(row.column, field)}
                options={[
                  { value: ignored, label: '不导入' },
                  ...sheetColumnsOf(kinds[of.kind]).map(({ key, label }) => ({ value: key, label })),
                ]}
              />
            ),
          },
          { title: '把握', width: 80, render: (_, row) => `${Math.round(row.confidence * 100)}%` },
        ]}
      />
    </Card>
  );
}

export function ImportPage() {
  const { id = '' } = useParams();
  const [onlyErrors, setOnlyErrors] = useState(true);
  const [publish, setPublish] = useState(false);
  const may = useMay();
  const act = useAct();
  const read = useCall(readImport, {
    params: { id },
    query: { limit: 100, errors: onlyErrors ? 'true' : 'false' },
  });
  return (
    <Load of={read}>
      {(of) => (
        <Page
          title={`导入：${of.fileName}`}
          extra={
            <>
              {of.refused > 0 && <Button href={address(importErrors, { id })}>下载错误行</Button>}
              {of.state === 'previewed' && may('listing.approve') && (
                <Space>
                  <Switch checked={publish} onChange={setPublish} aria-label="写入后即审核发布" />
                  写入后即审核发布
                </Space>
              )}
              {of.state === 'previewed' && of.valid > 0 && (
                <Step
                  label="写入"
                  primary
                  question={`将写入 ${of.valid} 行${publish ? '并随即发布' : ''}，有错误的 ${of.refused} 行不写入。写入后不能整批撤销。确认？`}
                  run={() =>
                    act(() => call(commitImportRows, { params: { id }, body: { publish } }), '已开始写入')
                  }
                />
              )}
            </>
          }
        >
          <div className="stack">
            <Alert
              showIcon
              type={of.refused > 0 ? 'warning' : 'success'}
              title={
                of.state === 'committed'
                  ? `写入完成：新增 ${of.created} 项，已有 ${of.known} 项，发布 ${of.published} 项`
                  : `共 ${of.total} 行：可写入 ${of.valid} 行，有错误 ${of.refused} 行，略过 ${of.skipped} 行`
              }
            />
            {of.state === 'committing' &&
              (of.job ? (
                <Running id={of.job.id} of={id} />
              ) : (
                <Alert showIcon type="warning" title="写入已中断。" action={<GoOn id={id} />} />
              ))}
            <Mapping of={of} />
            <Card
              title="行"
              extra={
                <Space>
                  <Switch checked={onlyErrors} onChange={setOnlyErrors} aria-label="只看有错误的行" />
                  只看有错误的
                </Space>
              }
            >
              <Table
                rowKey="row"
                size="small"
                scroll={{ x: 900 }}
                pagination={{ pageSize: 20, hideOnSinglePage: true }}
                dataSource={of.rows}
                locale={{ emptyText: <Nothing text={onlyErrors ? '没有错误' : '没有行'} /> }}
                columns={[
                  { title: '行号', dataIndex: 'row', width: 70 },
                  {
                    title: '内容',
                    ellipsis: true,
                    render: (_, row) => row.cells.filter(Boolean).join(' | '),
                  },
                  {
                    title: '问题',
                    render: (_, row) => (
                      <>
                        {row.errors.map((error) => (
                          <div key={`${error.column}${error.code}`}>
                            {error.header}：“{error.value}”，{error.expected}
                          </div>
                        ))}
                        {row.warnings.join('；')}
                      </>
                    ),
                  },
                ]}
              />
            </Card>
          </div>
        </Page>
      )}
    </Load>
  );
}
