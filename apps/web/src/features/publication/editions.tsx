import { Button, Form, Input, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type CallOf, createEdition, type EditionView, kindCodes, kinds, listEditions } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries, useMay } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { StateTag } from '../../ui/state-tag';
import { when } from '../../ui/time';

export const editionStates: Record<EditionView['state'], { text: string; color: string }> = {
  draft: { text: '草稿', color: 'default' },
  scheduled: { text: '定时发布', color: 'processing' },
  published: { text: '已发布', color: 'success' },
  withdrawn: { text: '已撤回', color: 'error' },
};
const choices = kindCodes.map((kind) => ({ value: kind, label: kinds[kind].definition.listLabel.zh }));

function Create() {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm();
  const { options } = useDictionaries();
  const act = useAct();
  const go = useNavigate();
  const send = async (body: CallOf<typeof createEdition>['body']) => {
    const made = await act(() => call(createEdition, { body }), '已起草');
    if (made) go(`/editions/${made.id}`);
  };
  const codes = (name: string, dictionary: string, label: string) => (
    <Form.Item name={['filter', name]} label={label}>
      <Select
        mode="multiple"
        placeholder="全部"
        showSearch={{ optionFilterProp: 'label' }}
        options={options(dictionary)}
      />
    </Form.Item>
  );
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        起草清单
      </Button>
      <Modal open={open} title="起草清单" onOk={() => form.submit()} onCancel={() => setOpen(false)}>
        <Form form={form} layout="vertical" onFinish={send} initialValues={{ kind: 'scenario' }}>
          <Form.Item name="kind" label="类别">
            <Select options={choices} />
          </Form.Item>
          <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="preface" label="说明">
            <Input.TextArea rows={3} maxLength={4000} />
          </Form.Item>
          {codes('fields', 'fields', '领域')}
          {codes('chains', 'chains', '产业链')}
          {codes('areas', 'areas', '区域')}
          <Form.Item name={['filter', 'onlyNew']} label="只选未列入往期的" valuePropName="checked">
            <Switch />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

export function Editions() {
  const may = useMay();
  const list = useCall(listEditions, { query: { limit: 200 } });
  return (
    <Page title="清单" extra={may('edition.create') && <Create />}>
      <Load of={list}>
        {({ items }) => (
          <Records<EditionView>
            name="清单"
            of={items}
            keyOf={(row) => row.id}
            least={860}
            empty="尚无清单"
            columns={[
              {
                title: '标题',
                card: 'head',
                render: (row) => <Link to={`/editions/${row.id}`}>{row.title}</Link>,
              },
              {
                title: '类别',
                width: 130,
                render: (row) => kinds[row.kind].definition.listLabel.zh,
              },
              { title: '发布单位', width: 190, render: (row) => row.issuer.name },
              { title: '期数', width: 80, render: (row) => row.number !== null && `第${row.number}期` },
              {
                title: '项数',
                width: 120,
                number: true,
                render: (row) =>
                  row.struck === 0 ? row.items : `${row.items - row.struck}（另划去 ${row.struck}）`,
              },
              {
                title: '状态',
                width: 100,
                card: 'mark',
                render: (row) => <StateTag states={editionStates} state={row.state} />,
              },
              { title: '发布时间', width: 170, render: (row) => when(row.publishedAt) },
            ]}
          />
        )}
      </Load>
    </Page>
  );
}
