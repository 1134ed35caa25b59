import { Alert, Button, Card, Form, Select, Space, Switch } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { createImport, type ImportSummary, importTemplate, listImports, listOrganisations } from '#contracts';
import { useChange } from '../../client/act';
import { address, call } from '../../client/api';
import { useCall, useMay, useMe, usePages } from '../../client/queries';
import { FilePick } from '../../ui/file-pick';
import { Load, More, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';
import { type Kind, kindName, kindOptions } from '../markets/kinds';
import { importStates } from './import-words';

function UploadForm() {
  const [kind, setKind] = useState<Kind>('scenario');
  const [organisationId, setOrganisation] = useState<string | undefined>();
  const [newOrganisations, setNew] = useState(false);
  const [file, setFile] = useState<File | undefined>();
  const { busy, act } = useChange();
  const go = useNavigate();
  const coordinator = Boolean(useMe().data?.body);
  const organisations = useCall(
    listOrganisations,
    { query: { state: ['approved', 'unclaimed'], limit: 200 } },
    coordinator,
  );
  const send = async () => {
    const body = {
      kind,
      ...(organisationId ? { organisationId } : {}),
      ...(newOrganisations ? { newOrganisations: 'true' } : {}),
    };
    const made = await act(() => call(createImport, { body, file }));
    if (made) go(`/imports/${made.id}`);
  };
  return (
    <Card title="上传文件">
      <Alert
        showIcon
        type="info"
        style={{ marginBottom: 16 }}
        title="先上传、预览，核对无误后再写入。"
        description="支持 .xlsx、.xls、.ods 和 .csv，最大50 MB、20万行。列名不必与模板相同；不能确定的表头和列会请您确认。上传的文件保留30天后删除。"
      />
      <Form layout="vertical" onFinish={send}>
        <Form.Item label="内容">
          <Select aria-label="内容" value={kind} onChange={setKind} options={kindOptions} />
        </Form.Item>
        {coordinator && (
          <>
            <Form.Item label="单位（只用于表中未写明单位的行）">
              <Select
                allowClear
                aria-label="单位"
                value={organisationId}
                onChange={setOrganisation}
                showSearch={{ optionFilterProp: 'label' }}
                options={(organisations.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
              />
            </Form.Item>
            <Form.Item>
              <span>
                <Switch checked={newOrganisations} onChange={setNew} aria-label="登记表中的新单位" />{' '}
                表中有信用代码而平台尚未登记的单位，登记为待认领单位
              </span>
            </Form.Item>
          </>
        )}
        <Form.Item label="文件">
          <FilePick
            label="文件"
            accept=".xlsx,.xls,.ods,.csv"
            files={file ? [file] : []}
            choose={([chosen]) => setFile(chosen)}
          />
        </Form.Item>
        <Space wrap>
          <Button type="primary" htmlType="submit" disabled={!file} loading={busy}>
            上传并预览
          </Button>
          <Button href={address(importTemplate, { kind })}>下载{kindName[kind]}模板</Button>
        </Space>
      </Form>
    </Card>
  );
}

function counts(of: ImportSummary): string {
  if (['committed', 'stopped'].includes(of.state))
    return `新增 ${of.created}，修改 ${of.revised}，无变化 ${of.known}，未写入 ${of.left}，有错误 ${of.refused}`;
  if (of.state === 'previewed') return `内容 ${of.total} 行，待确认 ${of.questions}，有错误 ${of.refused}`;
  return of.state === 'refused' ? (of.refusal?.detail ?? '') : '';
}

const busyStates = ['reading', 'committing', 'undoing'];

function Past() {
  const list = usePages(
    [listImports.path, 'pages'],
    (cursor) => call(listImports, { query: { limit: 20, ...(cursor ? { cursor } : {}) } }),
    (items) => (items.some(({ state }) => busyStates.includes(state)) ? 2000 : false),
  );
  return (
    <Card title="导入记录">
      <Load of={list}>
        {(items) => (
          <Records
            name="导入记录"
            of={items}
            keyOf={({ id }) => id}
            least={860}
            empty="还没有导入过文件"
            columns={[
              {
                title: '文件',
                card: 'head',
                render: ({ id, fileName }) => <Link to={`/imports/${id}`}>{fileName}</Link>,
              },
              { title: '内容', width: 100, render: ({ kind }) => kindName[kind] },
              { title: '上传人', width: 130, render: ({ createdBy }) => createdBy },
              { title: '时间', width: 170, render: ({ createdAt }) => when(createdAt) },
              {
                title: '状态',
                width: 110,
                card: 'mark',
                render: ({ state }) => <StateTag states={importStates} state={state} />,
              },
              { title: '结果', render: counts },
            ]}
          />
        )}
      </Load>
      <More of={list} />
    </Card>
  );
}

export function Imports() {
  const may = useMay();
  return (
    <Page
      title="导入"
      extra={
        may('import.headers') && (
          <Link to="/import-headers">
            <Button>记住的列名</Button>
          </Link>
        )
      }
    >
      <div className="stack">
        <UploadForm />
        <Past />
      </div>
    </Page>
  );
}
