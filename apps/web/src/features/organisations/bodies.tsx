import { Alert, Button, Card, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import {
  addCoordinator,
  type CallOf,
  createBody,
  listBodies,
  listCoordinators,
  removeCoordinator,
} from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries, useMay, useMe } from '../../client/queries';
import { Load, Nothing, Page } from '../../ui/page';
import { Step } from '../../ui/step';
import { PersonFields } from '../accounts/person-fields';
import { type Body, BodySteps, StandingFields } from './body-steps';

function AddCoordinator({ body }: { body: Body }) {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<CallOf<typeof addCoordinator>['body']>();
  const { busy, act } = useChange();
  const send = async ({ name, login, password }: CallOf<typeof addCoordinator>['body']) => {
    const done = await act(
      () => call(addCoordinator, { params: { id: body.id }, body: { name, login, password } }),
      '已添加，请告知本人登录后修改密码',
    );
    if (!done) return;
    setOpen(false);
    form.resetFields();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>添加人员</Button>
      <Modal
        open={open}
        title={`添加人员：${body.name}`}
        okText="添加"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <Form form={form} layout="vertical" onFinish={send}>
          <PersonFields />
        </Form>
      </Modal>
    </>
  );
}

function People({ body }: { body: Body }) {
  const act = useAct();
  const may = useMay();
  const me = useMe().data;
  const people = useCall(listCoordinators, { params: { id: body.id } });
  return (
    <Load of={people}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing text="尚无人员" />
        ) : (
          items.map((one) => (
            <article className="match" key={one.id}>
              <div className="match-head">
                <div className="match-title">
                  <strong>{one.name}</strong> {one.id === me?.id && '（本人）'}
                  <div className="quiet">{one.login}</div>
                </div>
                {one.id !== me?.id && may('coordinator.remove') && (
                  <Step
                    label="移除"
                    danger
                    reason="needed"
                    question={`移除“${one.name}”？其登录随即失效，不再办理任何事项；已作出的决定保留。`}
                    run={(reason) =>
                      act(
                        () =>
                          call(removeCoordinator, {
                            params: { id: body.id, personId: one.id },
                            body: { reason },
                          }),
                        '已移除',
                      )
                    }
                  />
                )}
              </div>
            </article>
          ))
        )
      }
    </Load>
  );
}

function AddBody() {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<CallOf<typeof createBody>['body']>();
  const { busy, act } = useChange();
  const { options } = useDictionaries();
  const send = async (typed: CallOf<typeof createBody>['body']) => {
    const done = await act(
      () => call(createBody, { body: { ...typed, area: typed.area ?? null, uscc: typed.uscc || null } }),
      '已设立',
    );
    if (!done) return;
    setOpen(false);
    form.resetFields();
  };
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        设立协调部门
      </Button>
      <Modal
        open={open}
        title="设立协调部门"
        okText="设立"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <Form form={form} layout="vertical" onFinish={send}>
          <Form.Item name="name" label="名称" rules={[{ required: true, message: '请填写名称' }]}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="area" label="统计区域" extra="不选即市级；设立后不能更改">
            <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={options('areas')} />
          </Form.Item>
          <StandingFields />
        </Form>
      </Modal>
    </>
  );
}

/** The coordinating bodies and their people. */
export function Bodies() {
  const may = useMay();
  const bodies = useCall(listBodies);
  const { label } = useDictionaries();
  return (
    <Page title="协调部门" extra={may('body.create') && <AddBody />}>
      <Load of={bodies}>
        {({ items }) => (
          <div className="stack">
            {items.length === 0 && <Nothing text="尚未设立协调部门" />}
            {items.map((body) => (
              <Card
                key={body.id}
                title={
                  <>
                    {body.name} {body.suspended !== null && <Tag color="error">已停用</Tag>}
                  </>
                }
                extra={
                  <div className="steps">
                    {may('coordinator.add') && body.suspended === null && <AddCoordinator body={body} />}
                    <BodySteps body={body} />
                  </div>
                }
              >
                {body.suspended !== null && (
                  <Alert
                    showIcon
                    type="warning"
                    style={{ marginBottom: 12 }}
                    title={`已停用，其人员不能登录：${body.suspended}`}
                  />
                )}
                <div className="quiet facts">
                  <span>{body.area ? `统计区域：${label('areas', body.area)}` : '市级'}</span>
                  {body.uscc && <span>统一社会信用代码：{body.uscc}</span>}
                  {body.department && <span>主管部门：{label('departments', body.department)}</span>}
                </div>
                <People body={body} />
              </Card>
            ))}
          </div>
        )}
      </Load>
    </Page>
  );
}
