import { Alert, Button, Card, Form, Input, Modal, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  checkInAtDesk,
  checkInByCode,
  inviteToMeeting,
  leaveOutOfMeeting,
  type MeetingListing,
  type MeetingRecord,
  markets,
  removeCheckIn,
} from '#contracts';
import { useAct, useChange } from '../../client/act';
import { call } from '../../client/api';
import { useMay, useMe } from '../../client/queries';
import { Nothing } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { base, kindName } from '../markets/kinds';
import { sidesOf } from '../markets/market-pick';

function Invite({ of: { id, market } }: { of: MeetingRecord }) {
  const { demands, supplies, prefixes } = sidesOf(market);
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ numbers: string }>();
  const { busy, act } = useChange();
  const send = async ({ numbers }: { numbers: string }) => {
    const list = numbers.split(/[\s,，;；、]+/).filter(Boolean);
    const done = await act(
      () => call(inviteToMeeting, { params: { id }, body: { numbers: list } }),
      '已邀请',
    );
    if (!done) return;
    setOpen(false);
    form.resetFields();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>邀请</Button>
      <Modal
        open={open}
        title={`邀请${demands}和${supplies}`}
        okText="邀请"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <Form form={form} layout="vertical" onFinish={send}>
          <Form.Item
            name="numbers"
            label="编号"
            extra="可填写多个，以空格、逗号或换行分隔"
            rules={[{ required: true, message: '请填写编号' }]}
          >
            <Input.TextArea
              rows={4}
              placeholder={prefixes.map((prefix) => `${prefix}-2026-000001`).join(' ')}
            />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

/** For the organisation's own people, on the day. */
export function CheckInByCode({ of }: { of: MeetingRecord }) {
  const may = useMay();
  const own = useMe().data?.organisation?.id;
  const { busy, act } = useChange();
  const [code, setCode] = useState('');
  const mine = of.listings.filter((listing) => listing.organisationId === own);
  if (mine.length === 0) return null;
  const at = mine[0]?.checkedInAt;
  if (at) return <Alert type="success" showIcon title={`本单位已于 ${when(at)} 签到`} />;
  if (!may('meeting.attend') || (of.state !== 'announced' && of.state !== 'held')) return null;
  const send = async () => {
    await act(() => call(checkInByCode, { params: { id: of.id }, body: { code } }), '已签到');
  };
  return (
    <Card title="签到">
      <Space.Compact style={{ width: '100%', maxWidth: 420 }}>
        <Input
          size="large"
          aria-label="签到码"
          placeholder="现场公布的签到码"
          autoCapitalize="characters"
          autoComplete="off"
          value={code}
          onChange={(event) => setCode(event.target.value)}
          onPressEnter={send}
        />
        <Button size="large" type="primary" loading={busy} disabled={code.trim() === ''} onClick={send}>
          签到
        </Button>
      </Space.Compact>
      <div className="quiet" style={{ marginTop: 8 }}>
        会议当日有效。由本单位人员签到的，即为本单位对会上对接的确认。
      </div>
    </Card>
  );
}

function Desk({ of, guest }: { of: MeetingRecord; guest: MeetingListing }) {
  const act = useAct();
  const may = useMay();
  const open = of.state === 'announced' || of.state === 'held';
  const named = of.pairs.some(
    ({ demandListingId, supplyListingId }) =>
      demandListingId === guest.listingId || supplyListingId === guest.listingId,
  );
  if (!may('meeting.desk')) return null;
  const { organisationId, listingId } = guest;
  return (
    <Space wrap>
      {open && guest.checkedInAt === null && (
        <Button
          size="small"
          type="primary"
          onClick={() =>
            act(() => call(checkInAtDesk, { params: { id: of.id }, body: { organisationId } }), '已登记')
          }
        >
          登记签到
        </Button>
      )}
      {open && guest.checkedInAt !== null && !named && (
        <Step
          label="更正签到"
          size="small"
          reason="needed"
          question={`取消${guest.organisationName}的签到记录，理由记录在案。`}
          run={(reason) =>
            act(
              () => call(removeCheckIn, { params: { id: of.id, organisationId }, body: { reason } }),
              '已更正',
            )
          }
        />
      )}
      {(open || of.state === 'draft') && !named && guest.checkedInAt === null && (
        <Step
          label="取消邀请"
          size="small"
          question={`不再邀请${guest.number}（${guest.title}）。`}
          run={() => act(() => call(leaveOutOfMeeting, { params: { id: of.id, listingId } }), '已取消邀请')}
        />
      )}
    </Space>
  );
}

function Side({ of, side }: { of: MeetingRecord; side: MeetingListing['side'] }) {
  const guests = of.listings.filter((guest) => guest.side === side);
  const { demand, supply } = markets[of.market];
  const kind = side === 'demand' ? demand : supply;
  const how = new Map(of.checkIns.map((one) => [one.organisationId, one.how]));
  return (
    <Card size="small" title={`${kindName[kind]}（${side === 'demand' ? '需求方' : '供给方'}）`}>
      {guests.length === 0 ? (
        <Nothing text="尚未邀请" />
      ) : (
        <div className="stack">
          {guests.map((guest) => (
            <div key={guest.listingId}>
              <div>
                <Link to={`${base[kind]}/${guest.listingId}`}>{guest.number}</Link> {guest.title}
              </div>
              <Space wrap>
                <span className="quiet">{guest.organisationName}</span>
                {guest.checkedInAt && (
                  <Tag color="success">
                    {how.get(guest.organisationId) === 'desk' ? '现场登记' : '已签到'}{' '}
                    {when(guest.checkedInAt)}
                  </Tag>
                )}
                <Desk of={of} guest={guest} />
              </Space>
            </div>
          ))}
        </div>
      )}
    </Card>
  );
}

export function Guests({ of }: { of: MeetingRecord }) {
  const may = useMay();
  const open = of.state !== 'closed' && of.state !== 'cancelled';
  return (
    <Card title="邀请与签到" extra={may('meeting.edit') && open && <Invite of={of} />}>
      <div className="stack">
        {of.checkInCode && open && (
          <div>
            签到码 <strong className="figure">{of.checkInCode.replace(/^(.{4})/, '$1 ')}</strong>
            <span className="quiet">　请在会场公布；受邀单位人员于会议当日登录后在本页输入。</span>
          </div>
        )}
        <Side of={of} side="demand" />
        <Side of={of} side="supply" />
      </div>
    </Card>
  );
}
