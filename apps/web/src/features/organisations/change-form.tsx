import { Alert, Button, Card, Checkbox, Form, Input, Select } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { type OrganisationView, proposeChange, type ReviewedField, readOrganisation } from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { reviewedLabels } from './organisation-parts';

type Typed = Pick<OrganisationView, ReviewedField> & { reason: string };

/** Only what differs is asked for: all else stays as it was approved. */
function proposedOf(of: OrganisationView, typed: Typed): Record<string, unknown> {
  const fields = Object.keys(reviewedLabels) as ReviewedField[];
  const plain = (value: unknown) =>
    JSON.stringify(Array.isArray(value) ? [...value].sort() : (value ?? null));
  return Object.fromEntries(
    fields
      .filter((field) => plain(of[field]) !== plain(typed[field]))
      .map((field) => [field, typed[field] ?? null]),
  );
}

function Fields({ of }: { of: OrganisationView }) {
  const { options } = useDictionaries();
  const { busy, act } = useChange();
  const go = useNavigate();
  const choice = (dictionary: string, clear = true) => (
    <Select allowClear={clear} showSearch={{ optionFilterProp: 'label' }} options={options(dictionary)} />
  );
  const item = (field: ReviewedField, input: React.ReactNode, needed = false) => (
    <Form.Item
      name={field}
      label={reviewedLabels[field]}
      rules={[{ required: needed, message: `请填写${reviewedLabels[field]}` }]}
    >
      {input}
    </Form.Item>
  );
  const send = async (typed: Typed) => {
    const body = { proposed: proposedOf(of, typed), reason: typed.reason };
    const made = await act(() => call(proposeChange, { params: { id: of.id }, body }), '变更申请已提交');
    if (made) go(`/organisation-changes/${made.id}`);
  };
  return (
    <Form layout="vertical" initialValues={of} onFinish={send} scrollToFirstError>
      {item('name', <Input maxLength={120} />, true)}
      {item('uscc', <Input maxLength={60} />, true)}
      {item(
        'kinds',
        <Checkbox.Group
          options={[
            { value: 'user', label: '应用单位（提出场景）' },
            { value: 'firm', label: '软件企业（提供能力）' },
          ]}
        />,
        true,
      )}
      {item('area', choice('areas', false), true)}
      {item('department', choice('departments'))}
      {item('ownerKind', choice('ownerKinds'))}
      {item('size', choice('firmSizes'))}
      <Form.Item
        name="reason"
        label="变更理由"
        rules={[{ required: true, whitespace: true, message: '请填写变更理由' }]}
      >
        <Input.TextArea rows={3} maxLength={2000} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        提交审核
      </Button>
    </Form>
  );
}

/** What an organisation asks to be known by from now on. */
export function ChangeForm() {
  const { id = '' } = useParams();
  const record = useCall(readOrganisation, { params: { id } });
  return (
    <Page title="申请变更单位信息">
      <Load of={record}>
        {(of) => (
          <Card>
            <Alert
              showIcon
              type="info"
              style={{ marginBottom: 16 }}
              title="审核通过之前，对外公开和办理业务仍以现有信息为准"
              description="跨区域的变更由市级协调部门审核。控制人由协调部门登记，如有变化请在理由中说明。"
            />
            <Fields of={of} />
          </Card>
        )}
      </Load>
    </Page>
  );
}
