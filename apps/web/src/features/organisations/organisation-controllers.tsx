import { Button, Card, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type ControllersView, readControllers, setController } from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useCall } from '../../client/queries';
import { Load } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';

type Chain = ControllersView['chain'][number];

function SetController({ of }: { of: Chain }) {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ controllerUscc: string; reason: string }>();
  const { busy, act } = useChange();
  const save = async () => {
    const typed = await form.validateFields().catch(() => undefined);
    if (!typed) return;
    const done = await act(
      () => call(setController, { params: { uscc: of.uscc }, body: typed }),
      '已登记控制人',
    );
    if (done) setOpen(false);
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {of.controllerUscc ? '变更控制人' : '登记控制人'}
      </Button>
      <Modal
        open={open}
        title={`${of.name ?? of.uscc} 的控制人`}
        okText="确认"
        onOk={save}
        onCancel={() => setOpen(false)}
        confirmLoading={busy}
      >
        <p>与同一控制人（含上级控制人）名下的单位之间的对接不予计数。登记的理由记录在案。</p>
        <Form form={form} layout="vertical">
          <Form.Item
            name="controllerUscc"
            label="控制人的统一社会信用代码"
            rules={[{ required: true, message: '请填写统一社会信用代码' }]}
          >
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="reason" label="理由" rules={[{ required: true, message: '请填写理由' }]}>
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

/** Who controls the organisation, and who controls that one, all the way up: for coordinators. */
export function Controllers({ uscc }: { uscc: string }) {
  const record = useCall(readControllers, { params: { uscc } });
  const act = useAct();
  return (
    <Card title="控制关系">
      <Load of={record}>
        {({ chain }) =>
          chain.map((of, place) => (
            <article className="match" key={of.uscc}>
              <div className="match-head">
                <span>
                  {place === 0 ? '本单位' : `上级控制人${place}`}：
                  {of.organisationId ? (
                    <Link to={`/organisations/${of.organisationId}`}>{of.name}</Link>
                  ) : (
                    '未入驻平台的单位'
                  )}
                </span>
                <span className="steps">
                  <SetController of={of} />
                  {of.controllerUscc && (
                    <Step
                      label="清除"
                      size="small"
                      danger
                      reason="needed"
                      question="清除后，不再视其与该控制人为关联方；在此之前的申报仍按申报时的控制关系判断。请写明理由。"
                      run={(reason) =>
                        act(
                          () =>
                            call(setController, {
                              params: { uscc: of.uscc },
                              body: { controllerUscc: null, reason },
                            }),
                          '已清除控制人',
                        )
                      }
                    />
                  )}
                </span>
              </div>
              <div className="quiet">{of.uscc}</div>
              <div className="quiet">
                {of.controllerUscc
                  ? `控制人 ${of.controllerUscc} · ${of.setBy} · ${when(of.setAt)} · ${of.reason}`
                  : '没有登记控制人'}
              </div>
            </article>
          ))
        }
      </Load>
    </Card>
  );
}
