import { Form, Input, Modal, Select } from 'antd';
import { type CallOf, type DictionaryEntryView, type DictionaryName, putDictionaryEntry } from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';

type Typed = CallOf<typeof putDictionaryEntry>['body'] & { code: string };

/** An entry as it is sent: what is not named anew stays. */
export function entryBody(entry: Partial<DictionaryEntryView>) {
  return {
    label: entry.label ?? '',
    aliases: [...(entry.aliases ?? [])],
    parent: entry.parent ?? null,
    note: entry.note ?? null,
    retired: entry.retired ?? false,
  };
}

/** Adds an entry, or renames `of`: its code stays for ever. */
export function EntryForm({
  name,
  entries,
  of,
  close,
}: {
  name: DictionaryName;
  entries: readonly DictionaryEntryView[];
  of: DictionaryEntryView | undefined;
  close: () => void;
}) {
  const [form] = Form.useForm<Typed>();
  const { busy, act } = useChange();
  const send = async ({ code, ...typed }: Typed) => {
    const body = { ...entryBody(of ?? {}), ...typed, parent: typed.parent ?? null, note: typed.note || null };
    const done = await act(
      () => call(putDictionaryEntry, { params: { name, code: of?.code ?? code }, body }),
      of ? '已修改' : '已新增',
    );
    if (done) close();
  };
  return (
    <Modal
      open
      title={of ? `修改：${of.label}` : '新增字典项'}
      okText="保存"
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={close}
    >
      <Form form={form} layout="vertical" onFinish={send} initialValues={of ?? { aliases: [] }}>
        {!of && (
          <Form.Item
            name="code"
            label="代码"
            extra="由字母、数字和 . _ - 组成；保存后永不更改"
            rules={[
              { required: true, message: '请填写代码' },
              { pattern: /^[0-9A-Za-z._-]{1,64}$/, message: '应为1至64位字母、数字或 . _ -' },
              {
                validator: (_, value) =>
                  entries.some((entry) => entry.code === value)
                    ? Promise.reject(new Error('代码已有，请另起代码'))
                    : Promise.resolve(),
              },
            ]}
          >
            <Input maxLength={64} />
          </Form.Item>
        )}
        <Form.Item
          name="label"
          label="名称"
          rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
        >
          <Input maxLength={60} />
        </Form.Item>
        {name !== 'fieldNames' && <Relations entries={entries} of={of} />}
      </Form>
    </Modal>
  );
}

/** What an entry stands beside; names of fields have none of it. */
function Relations({ entries, of }: Pick<Parameters<typeof EntryForm>[0], 'entries' | 'of'>) {
  return (
    <>
      <Form.Item name="aliases" label="别名" extra="导入表格时，按这些写法也能识别；输入后按回车">
        <Select mode="tags" open={false} suffixIcon={null} />
      </Form.Item>
      <Form.Item name="parent" label="上级">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={entries
            .filter(({ code }) => code !== of?.code)
            .map(({ code, label }) => ({ value: code, label }))}
        />
      </Form.Item>
      <Form.Item name="note" label="备注">
        <Input maxLength={200} />
      </Form.Item>
    </>
  );
}
