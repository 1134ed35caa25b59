import { Alert, Button, Card, Checkbox, Form, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import {
  type ApplicationView,
  type CallOf,
  createApplication,
  editApplication,
  listApplications,
  submitApplication,
  uploadProof,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries } from '../../client/queries';
import { FilePick } from '../../ui/file-pick';
import { Load, Page } from '../../ui/page';

type Typed = CallOf<typeof createApplication>['body'];
const needed = (what: string) => [{ required: true, message: `请填写${what}` }];

function contentOf(last: ApplicationView): Typed {
  const { uscc, kinds, profile, position, ownerGone } = last;
  return { uscc, kinds, profile, position, ownerGone };
}

function Fields() {
  const { options } = useDictionaries();
  const choice = (dictionary: string) => (
    <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={options(dictionary)} />
  );
  return (
    <>
      <Form.Item name="uscc" label="统一社会信用代码" rules={needed('统一社会信用代码')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name={['profile', 'name']}
        label="单位名称"
        rules={needed('单位名称')}
        extra="与营业执照或法人证书一致"
      >
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="kinds" label="单位身份" rules={needed('单位身份')}>
        <Checkbox.Group
          options={[
            { value: 'user', label: '应用单位（提出场景）' },
            { value: 'firm', label: '软件企业（提供能力）' },
          ]}
        />
      </Form.Item>
      <Form.Item name={['profile', 'area']} label="统计区域" rules={needed('统计区域')}>
        {choice('areas')}
      </Form.Item>
      <Form.Item name={['profile', 'department']} label="主管部门">
        {choice('departments')}
      </Form.Item>
      <Form.Item name={['profile', 'ownerKind']} label="单位性质">
        {choice('ownerKinds')}
      </Form.Item>
      <Form.Item name={['profile', 'size']} label="企业规模">
        {choice('firmSizes')}
      </Form.Item>
      <Form.Item name={['profile', 'address']} label="地址">
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="position" label="本人职务">
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="ownerGone" valuePropName="checked">
        <Checkbox>单位已入驻，但原管理员已离任，由本人接任</Checkbox>
      </Form.Item>
    </>
  );
}

function Editor({
  draft,
  previous,
}: {
  draft: ApplicationView | undefined;
  previous: ApplicationView | undefined;
}) {
  const [form] = Form.useForm<Typed>();
  const [file, setFile] = useState<File | undefined>();
  const [busy, setBusy] = useState(false);
  const act = useAct();
  const go = useNavigate();
  const from = draft ?? previous;
  const { id } = useParams();
  // What was saved stands under its own address, so that going on saves the same draft again.
  useEffect(() => {
    if (draft && draft.id !== id) go(`/application/${draft.id}/edit`, { replace: true });
  }, [draft, id, go]);
  const save = async (typed: Typed) => {
    const body = { ...typed, ownerGone: typed.ownerGone ?? false };
    const saved = draft
      ? await call(editApplication, { params: { id: draft.id }, version: draft.version, body })
      : await call(createApplication, { body });
    return file ? call(uploadProof, { params: { id: saved.id }, file }) : saved;
  };
  const finish = async (submits: boolean) => {
    const typed = await form.validateFields().catch(() => undefined);
    if (!typed) return;
    setBusy(true);
    const done = await act(
      async () => {
        const saved = await save(typed);
        if (submits) await call(submitApplication, { params: { id: saved.id } });
        return saved;
      },
      submits ? '已提交，请等待协调部门审核' : '草稿已保存',
    );
    setBusy(false);
    if (done) go('/application');
  };
  return (
    <Card style={{ maxWidth: 640 }}>
      {!draft && previous?.reason && (
        <Alert
          showIcon
          type="warning"
          style={{ marginBottom: 16 }}
          title={
            previous.state === 'rejected' ? '上次申请未通过，理由如下，请据此更正' : '上次申请撤回时注明'
          }
          description={<span className="pre">{previous.reason}</span>}
        />
      )}
      <Form
        form={form}
        layout="vertical"
        scrollToFirstError
        {...(from ? { initialValues: contentOf(from) } : {})}
      >
        <Fields />
        <Form.Item
          label="证明材料"
          required
          extra="加盖公章的授权书或营业执照：PDF、OFD、PNG 或 JPEG，最大10 MB。仅办理人员可查看，每次查看均有记录。"
        >
          {draft?.proof && !file && <p className="pre">已上传：{draft.proof.fileName}（另选文件即替换）</p>}
          <FilePick
            label="证明材料"
            accept=".pdf,.ofd,.png,.jpg,.jpeg"
            files={file ? [file] : []}
            choose={([chosen]) => setFile(chosen)}
          />
        </Form.Item>
        <div className="steps">
          <Button
            type="primary"
            loading={busy}
            disabled={!file && !draft?.proof}
            onClick={() => finish(true)}
          >
            提交申请
          </Button>
          <Button loading={busy} onClick={() => finish(false)}>
            保存草稿
          </Button>
        </div>
      </Form>
    </Card>
  );
}

/** The open draft where there is one; else a new one, beginning with what the last one said. */
export function ApplicationForm() {
  const own = useCall(listApplications, { query: { limit: 50 } });
  return (
    <Page title="认领申请">
      <Load of={own}>
        {({ items }) => (
          <Editor
            key={items[0]?.id ?? 'first'}
            draft={items.find(({ state }) => state === 'draft')}
            previous={items[0]}
          />
        )}
      </Load>
    </Page>
  );
}
