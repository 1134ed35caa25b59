import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { type AnswerOf, type CallOf, editBody, type listBodies, restoreBody, suspendBody } from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useDictionaries, useMay, useMe } from '../../client/queries';
import { Step } from '../../ui/step';

export type Body = AnswerOf<typeof listBodies>['items'][number];

/** What a body is beside its name. */
export function StandingFields() {
  const { options } = useDictionaries();
  return (
    <>
      <Form.Item name="uscc" label="统一社会信用代码">
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="department" label="所属主管部门" extra="由该部门主管的场景，本部门不核实其对接">
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={options('departments')} />
      </Form.Item>
    </>
  );
}

function Edit({ body }: { body: Body }) {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<CallOf<typeof editBody>['body']>();
  const { busy, act } = useChange();
  const send = async ({ name, uscc, department, reason }: CallOf<typeof editBody>['body']) => {
    const changed = { name, uscc: uscc || null, department: department ?? null, reason };
    const done = await act(() => call(editBody, { params: { id: body.id }, body: changed }), '已修改');
    if (!done) return;
    setOpen(false);
    form.resetFields();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>修改</Button>
      <Modal
        open={open}
        title={`修改：${body.name}`}
        okText="保存"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form form={form} layout="vertical" onFinish={send} initialValues={body}>
          <Form.Item
            name="name"
            label="名称"
            rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
          >
            <Input maxLength={120} />
          </Form.Item>
          <StandingFields />
          <Form.Item
            name="reason"
            label="修改理由"
            rules={[{ required: true, whitespace: true, message: '请填写修改理由' }]}
          >
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

/** What may be done with a body as a whole; nobody suspends the own one. */
export function BodySteps({ body }: { body: Body }) {
  const act = useAct();
  const may = useMay();
  const own = useMe().data?.body?.id === body.id;
  const params = { id: body.id };
  return (
    <>
      {may('body.edit') && <Edit body={body} />}
      {body.suspended === null
        ? may('body.suspend') &&
          !own && (
            <Step
              label="停用"
              danger
              reason="needed"
              question={`停用“${body.name}”？其人员的登录随即失效，不再办理任何事项；已作出的决定保留。恢复后可继续办理。`}
              run={(reason) => act(() => call(suspendBody, { params, body: { reason } }), '已停用')}
            />
          )
        : may('body.restore') && (
            <Step
              label="恢复"
              reason="needed"
              question={`恢复“${body.name}”？其人员可以重新登录并办理事项。`}
              run={(reason) => act(() => call(restoreBody, { params, body: { reason } }), '已恢复')}
            />
          )}
    </>
  );
}
