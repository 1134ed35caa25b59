import { Alert, Button, Card, Form, Select, Space } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { createImport, importTemplate, listOrganisations } from '#contracts';
import { address, call } from '../api';
import { useAct, useCall, useMe } from '../hooks';
import { Page } from '../parts';
import type { Kind } from './listings';

export function Imports() {
  const [kind, setKind] = useState<Kind>('scenario');
  const [organisationId, setOrganisation] = useState<string | undefined>();
  const [file, setFile] = useState<File | undefined>();
  const [busy, setBusy] = useState(false);
  const act = useAct();
  const go = useNavigate();
  const coordinator = Boolean(useMe().data?.body);
  const organisations = useCall(
    listOrganisations,
    { query: { state: ['approved', 'unclaimed'], limit: 200 } },
    coordinator,
  );
  const send = async () => {
    setBusy(true);
    const body = { kind, ...(organisationId ? { organisationId } : {}) };
    const made = await act(() => call(createImport, { body, file }));
    setBusy(false);
    if (made) go(`/imports/${made.id}`);
  };
  return (
    <Page title="导入">
      <Card style={{ maxWidth: 640 }}>
        <Alert
          showIcon
          type="info"
          style={{ marginBottom: 16 }}
          title="先上传、预览，核对无误后再写入。"
          description="支持 .xlsx 和 .csv，最大50 MB、20万行。列名不必与模板相同，预览时可调整。"
        />
        <Form layout="vertical" onFinish={send}>
          <Form.Item label="内容">
            <Select
              value={kind}
              onChange={setKind}
              options={[
                { value: 'scenario', label: '应用场景' },
                { value: 'capability', label: '企业能力' },
              ]}
            />
          </Form.Item>
          {coordinator && (
            <Form.Item label="单位（表中未写明单位的行）">
              <Select
                allowClear
                value={organisationId}
                onChange={setOrganisation}
                showSearch={{ optionFilterProp: 'label' }}
                options={(organisations.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
              />
            </Form.Item>
          )}
          <Form.Item label="文件">
            <input
              type="file"
              accept=".xlsx,.csv"
              aria-label="文件"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
          </Form.Item>
          <Space wrap>
            <Button type="primary" htmlType="submit" disabled={!file} loading={busy}>
              上传并预览
            </Button>
            <Button href={address(importTemplate, { kind })}>下载模板</Button>
          </Space>
        </Form>
      </Card>
    </Page>
  );
}
