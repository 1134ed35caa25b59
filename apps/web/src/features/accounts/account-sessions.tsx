import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Form, Input, Modal, Tag } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type AnswerOf, endSession, listSessions, revokeSessions } from '#contracts';
import { type Acted, explain, fieldFaults } from '../../client/act';
import { call, Problem } from '../../client/api';
import { useCall } from '../../client/queries';
import { Facts } from '../../ui/facts';
import { Load, Nothing } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';

type Session = AnswerOf<typeof listSessions>['items'][number];

const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrom(e|ium)/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, '鸿蒙'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** The browser and the system in a word each; of any other program the name that it gives itself. */
function deviceText(userAgent: string): string {
  const found = [browsers, systems].flatMap(
    (table) => table.find(([sign]) => sign.test(userAgent))?.[1] ?? [],
  );
  return found.join('，') || userAgent || '未知设备';
}

/** Ends sessions on other devices; the person has to type the password again. */
function EndElsewhere({ label, question, ids }: { label: string; question: string; ids: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<{ current: string }>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const end = async ({ current }: { current: string }) => {
    setBusy(true);
    try {
      await call(revokeSessions, { body: { current, ids: [...ids] } });
      setOpen(false);
      message.success('已结束');
      await client.invalidateQueries();
    } catch (error) {
      const faults = fieldFaults(error, { '/current': 'current' });
      form.setFields(faults);
      if (faults.length === 0) message.error(explain(error), 6);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open}
        title={label}
        okText="确认"
        onOk={form.submit}
        onCancel={() => setOpen(false)}
        confirmLoading={busy}
        destroyOnHidden
      >
        <p>{question}</p>
        <Form form={form} layout="vertical" onFinish={end} preserve={false}>
          <Form.Item name="current" label="当前密码" rules={[{ required: true, message: '请填写当前密码' }]}>
            <Input.Password autoComplete="current-password" maxLength={400} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

function SessionRow({ of, leave }: { of: Session; leave: () => Promise<Acted> }) {
  const device = deviceText(of.userAgent);
  return (
    <article className="match">
      <div className="match-head">
        <div className="match-title">
          <strong title={of.userAgent}>{device}</strong> {of.current && <Tag color="success">本次登录</Tag>}
          <Facts
            of={[
              of.address,
              `${when(of.createdAt)}登录`,
              `最近使用 ${when(of.seenAt)}`,
              `至迟 ${when(of.expiresAt)}失效`,
            ]}
          />
        </div>
        {of.current ? (
          <Step label="退出" question="退出本次登录？" run={leave} />
        ) : (
          <EndElsewhere
            label="结束"
            question={`结束这处登录（${device}，${of.address}）？该处随即须重新登录。`}
            ids={[of.id]}
          />
        )}
      </div>
    </article>
  );
}

function EndOthers({ others }: { others: readonly Session[] }) {
  return (
    <EndElsewhere
      label="结束其他登录"
      question={`结束本次登录以外的${others.length}处登录？各处随即须重新登录。`}
      ids={others.map(({ id }) => id)}
    />
  );
}

export function AccountSessions() {
  const sessions = useCall(listSessions);
  const client = useQueryClient();
  const go = useNavigate();
  const { message } = App.useApp();
  const leave = async () => {
    try {
      await call(endSession);
    } catch (error) {
      if (!(error instanceof Problem && error.status === 401)) {
        message.error(explain(error), 6);
        return false;
      }
    }
    client.clear();
    go('/login');
    return null;
  };
  const others = sessions.data?.items.filter(({ current }) => !current) ?? [];
  return (
    <Card title="我的登录" extra={others.length > 0 && <EndOthers others={others} />}>
      <Load of={sessions}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="没有有效的登录" />
          ) : (
            items.map((one) => <SessionRow key={one.id} of={one} leave={leave} />)
          )
        }
      </Load>
    </Card>
  );
}
