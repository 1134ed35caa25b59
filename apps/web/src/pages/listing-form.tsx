import { Alert, Button, Card, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { listOrganisations } from '#contracts';
import { call, Problem } from '../api';
import { explain, useAct, useCall, useDictionaries, useMe } from '../hooks';
import { Load, Page } from '../parts';
import { type FieldSpec, fieldsOf, toContent, toForm } from './listing-spec';
import { base, type Kind, kindName, type Listing, routesOf } from './listings';

function Control({ spec, ...bound }: { spec: FieldSpec; id?: string }) {
  const { options } = useDictionaries();
  const search = { optionFilterProp: 'label' } as const;
  switch (spec.as) {
    case 'long':
      return (
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 16 }}
          maxLength={spec.max ?? 10_000}
          showCount
          {...bound}
        />
      );
    case 'code':
      return <Select allowClear showSearch={search} options={options(spec.dictionary ?? '')} {...bound} />;
    case 'codes':
      return (
        <Select
          mode="multiple"
          maxCount={spec.max ?? 20}
          showSearch={search}
          options={options(spec.dictionary ?? '')}
          {...bound}
        />
      );
    case 'number':
      return <InputNumber min={0} precision={0} style={{ width: '100%' }} {...bound} />;
    case 'day':
      return <Input type="date" {...bound} />;
    case 'switch':
      return <Switch {...bound} />;
    default:
      return <Input maxLength={spec.max ?? 120} {...bound} />;
  }
}

function OnBehalf() {
  const organisations = useCall(listOrganisations, {
    query: { state: ['approved', 'unclaimed'], limit: 200 },
  });
  return (
    <Form.Item name="organisationId" label="代录单位" rules={[{ required: true, message: '请选择单位' }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={organisations.isPending}
        options={(organisations.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      />
    </Form.Item>
  );
}

function Editor({ kind, listing }: { kind: Kind; listing?: Listing }) {
  const [form] = Form.useForm();
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const act = useAct();
  const go = useNavigate();
  const me = useMe().data;
  const routes = routesOf(kind);
  const specs = fieldsOf(kind);
  const save = async ({ organisationId, ...values }: Record<string, unknown>) => {
    setBusy(true);
    setFailure('');
    const content = toContent(specs, values) as never;
    const run = async () => {
      try {
        return listing
          ? await call(routes.edit, {
              params: { id: listing.id },
              version: listing.version,
              body: { content },
            })
          : await call(routes.create, {
              body: { content, ...(organisationId ? { organisationId: String(organisationId) } : {}) },
            });
      } catch (error) {
        setFailure(explain(error));
        if (error instanceof Problem)
          form.setFields(
            error.errors
              .filter((one) => one.pointer.includes('/content/'))
              .map((one) => ({
                name: one.pointer.split('/content/')[1]?.split('/') ?? [],
                errors: [one.detail],
              })),
          );
        throw error;
      }
    };
    const saved = await act(run, '已保存');
    setBusy(false);
    if (saved) go(`${base[kind]}/${saved.id}`);
  };
  return (
    <Page title={`${listing ? '修改' : '新建'}${kindName[kind]}`}>
      <Card style={{ maxWidth: 860 }}>
        {listing?.state === 'published' && (
          <Alert
            showIcon
            type="info"
            style={{ marginBottom: 16 }}
            title="已发布的内容在新版本通过审核前继续有效。"
          />
        )}
        {failure && <Alert showIcon type="error" title={failure} style={{ marginBottom: 16 }} />}
        <Form
          form={form}
          layout="vertical"
          onFinish={save}
          scrollToFirstError
          initialValues={listing ? toForm(specs, listing.content) : { visibility: 'public' }}
        >
          {!listing && me?.body && <OnBehalf />}
          {specs.map((spec) => (
            <Form.Item
              key={spec.name.join('.')}
              name={spec.name as string[]}
              label={spec.label}
              extra={spec.hint}
              valuePropName={spec.as === 'switch' ? 'checked' : 'value'}
              rules={[
                ...(spec.needed ? [{ required: true, message: `请填写${spec.label}` }] : []),
                ...(spec.as === 'money'
                  ? [
                      {
                        pattern: /^\d{1,10}(\.\d{1,6})?$/,
                        message: '应为不小于0的数，单位万元，最多六位小数',
                      },
                    ]
                  : []),
              ]}
            >
              <Control spec={spec} />
            </Form.Item>
          ))}
          <Button type="primary" htmlType="submit" loading={busy}>
            保存
          </Button>{' '}
          <Button onClick={() => go(-1)}>取消</Button>
        </Form>
      </Card>
    </Page>
  );
}

export function ListingForm({ kind }: { kind: Kind }) {
  const { id } = useParams();
  const listing = useCall(routesOf(kind).read, { params: { id: id ?? '' } }, id !== undefined);
  if (!id) return <Editor kind={kind} />;
  return <Load of={listing}>{(data) => <Editor key={data.version} kind={kind} listing={data} />}</Load>;
}
