import {
  Alert,
  Button,
  Card,
  Form,
  type FormInstance,
  InputNumber,
  Select,
  Switch,
  Input as Text,
} from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { type Control, formOf, listOrganisations } from '#contracts';
import { explain, useAct } from '../../client/act';
import { call, Problem } from '../../client/api';
import { useCall, useDictionaries, useMe } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { base, type Kind, kindName } from '../markets/kinds';
import { initialOf, toContent, toForm } from './listing-spec';
import { type Listing, routesOf } from './listings';

function Input({ control, ...bound }: { control: Control; id?: string }) {
  const { options } = useDictionaries();
  const search = { optionFilterProp: 'label' } as const;
  const { sort, max, min, dictionary = '' } = control;
  switch (sort) {
    case 'longText':
      return <Text.TextArea autoSize={{ minRows: 3, maxRows: 16 }} maxLength={max} showCount {...bound} />;
    case 'code':
      return (
        <Select
          allowClear={control.initial === undefined}
          showSearch={search}
          options={options(dictionary)}
          {...bound}
        />
      );
    case 'codes':
      return (
        <Select mode="multiple" maxCount={max} showSearch={search} options={options(dictionary)} {...bound} />
      );
    case 'count':
    case 'year':
      return <InputNumber min={min} max={max} precision={0} style={{ width: '100%' }} {...bound} />;
    case 'day':
      return <Text type="date" {...bound} />;
    case 'switch':
      return <Switch {...bound} />;
    case 'money':
      return <Text inputMode="decimal" suffix="万元" maxLength={17} {...bound} />;
    default:
      return <Text maxLength={max} {...bound} />;
  }
}

const amount = { pattern: /^\d{1,10}(\.\d{1,6})?$/, message: '应为不小于0的数，单位万元，最多六位小数' };

/** What was there before may stay as it is. */
const looking =
  (path: readonly string[], { pattern, asked }: NonNullable<Control['looks']>) =>
  ({ isFieldTouched }: Pick<FormInstance, 'isFieldTouched'>) => ({
    validator: async (_: unknown, value: unknown) => {
      if (isFieldTouched([...path]) && !pattern.test(String(value ?? '').trim())) throw new Error(asked);
    },
  });

function Item({ control }: { control: Control }) {
  const { path, label, help, required, sort } = control;
  return (
    <Form.Item
      name={[...path]}
      label={label.zh}
      extra={help?.zh}
      valuePropName={sort === 'switch' ? 'checked' : 'value'}
      rules={[
        ...(required ? [{ required: true, message: `请填写${label.zh}` }] : []),
        ...(sort === 'money' ? [amount] : []),
        ...(control.looks ? [looking(control.path, control.looks)] : []),
      ]}
    >
      <Input control={control} />
    </Form.Item>
  );
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
  const { kind: named } = useDictionaries();
  const routes = routesOf(kind);
  const save = async ({ organisationId, ...values }: Record<string, unknown>) => {
    setBusy(true);
    setFailure('');
    const content = toContent(kind, values) as never;
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
          initialValues={listing ? toForm(kind, listing.content) : initialOf(kind)}
        >
          {!listing && me?.body && <OnBehalf />}
          {formOf(named(kind)).map(({ label, controls }) => (
            <fieldset key={label.zh} className="section">
              <legend>{label.zh}</legend>
              {controls.map((control) => (
                <Item key={control.path.join('.')} control={control} />
              ))}
            </fieldset>
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
  return (
    <Load of={listing} page={`修改${kindName[kind]}`}>
      {(data) => <Editor key={data.version} kind={kind} listing={data} />}
    </Load>
  );
}
