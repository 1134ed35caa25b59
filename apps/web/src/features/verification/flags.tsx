import {
  Button,
  Card,
  Form,
  Input,
  InputNumber,
  Modal,
  Segmented,
  Select,
  Space,
  Switch,
  Tag,
  Typography,
} from 'antd';
import { useState } from 'react';
import {
  changeFlagRules,
  type FlagParameters,
  type FlagView,
  listFlags,
  readFlagRules,
  settleFlag,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries, useMay, usePages } from '../../client/queries';
import { useChoices } from '../../ui/choices';
import { Choose } from '../../ui/choose';
import { Load, More, Nothing, Page } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { ClaimCard, Verdict } from './claim-card';

export const ruleNames: Record<string, string> = {
  burst: '月末集中',
  many: '过于集中于一家',
  shared: '双方共用联系方式',
  together: '同批导入即确认',
  noContract: '协议久未成合同',
};

type Evidence = Record<string, unknown>;
/** What both sides have of one kind; nothing where there is none. */
const shared = (what: string, value: unknown) =>
  Array.isArray(value) && value.length > 0 ? `相同${what} ${value.join('、')}` : '';
/** What a rule saw, as a sentence. */
const evidenceTexts: Record<
  FlagView['rule'],
  (of: Evidence, areaName: (code: string) => string) => string[]
> = {
  burst: (of, areaName) => [
    `${of['area'] ? areaName(String(of['area'])) : '未注明区域'} ${of['from']} 至 ${of['to']} 核实 ${of['count']} 项，全年其余时间同样天数平均 ${of['mean']} 项`,
  ],
  many: (of) => [
    `${of['year']} 年，${of['side'] === 'supply' ? '这家企业' : '这家需求单位'}有 ${of['pairs']} 对，占全部 ${of['of']} 对的 ${Math.round((Number(of['pairs']) / Number(of['of'])) * 100)}%`,
  ],
  shared: (of) => [
    shared('电话', of['phones']),
    shared('邮箱', of['emails']),
    shared('邮箱域名', of['domains']),
    shared('地址', of['addresses']),
    shared('网络地址', of['networks']),
    of['devices'] ? '双方人员用过同一浏览器登录' : '',
  ],
  together: (of) => [
    `两条清单相隔 ${of['importsApartMinutes']} 分钟导入，申报后 ${of['confirmedAfterMinutes']} 分钟即确认`,
  ],
  noContract: (of) => [`${of['verifiedOn']} 核实协议，至今 ${of['days']} 天未见合同`],
};

function Flag({ of }: { of: FlagView }) {
  const act = useAct();
  const may = useMay();
  const { label } = useDictionaries();
  const { settled } = of;
  const settle = (outcome: 'explained' | 'confirmed', reason: string) =>
    act(() => call(settleFlag, { params: { id: of.id }, body: { outcome, reason } }), '已记录');
  return (
    <ClaimCard of={of} mark={<Tag color="warning">{ruleNames[of.rule]}</Tag>} facts={[when(of.raisedAt)]}>
      {evidenceTexts[of.rule](of.evidence, (code) => label('areas', code))
        .filter(Boolean)
        .map((text) => (
          <div key={text}>{text}</div>
        ))}
      {settled ? (
        <Verdict
          good={settled.outcome === 'explained'}
          text={settled.outcome === 'explained' ? '已说明，无异常' : '确有异常'}
          reason={settled.reason}
          by={settled.settledBy}
          at={settled.settledAt}
        />
      ) : (
        may('flag.settle') && (
          <Space wrap style={{ marginTop: 8 }}>
            <Step
              label="无异常"
              reason="needed"
              question="经核查无异常。请写明核查情况，记录在案。"
              run={(reason) => settle('explained', reason)}
            />
            <Step
              label="确有异常"
              danger
              reason="needed"
              question="记录异常不改动统计；需要更正的，另在对接页面冲销。请写明核查情况。"
              run={(reason) => settle('confirmed', reason)}
            />
          </Space>
        )
      )}
    </ClaimCard>
  );
}

function RuleFields() {
  const number = (name: string[], label: string, min: number, max: number) => (
    <Form.Item key={name.join('.')} name={name} label={label} rules={[{ required: true, message: '请填写' }]}>
      <InputNumber min={min} max={max} />
    </Form.Item>
  );
  const rule = (name: keyof FlagParameters, fields: React.ReactNode) => (
    <Card key={name} size="small" title={ruleNames[name]} style={{ marginBottom: 12 }}>
      <Form.Item name={[name, 'on']} label="启用" valuePropName="checked">
        <Switch />
      </Form.Item>
      <Space wrap>{fields}</Space>
    </Card>
  );
  return (
    <>
      {rule('burst', [
        number(['burst', 'days'], '月末天数', 1, 28),
        number(['burst', 'factor'], '超过平均的倍数', 1, 100),
        number(['burst', 'least'], '至少项数', 1, 100000),
      ])}
      {rule('many', [
        number(['many', 'share'], '占全部的比例（0.2 即两成）', 0.01, 1),
        number(['many', 'least'], '至少对数', 1, 100000),
      ])}
      {rule(
        'shared',
        <Form.Item
          name={['shared', 'publicDomains']}
          label="公共邮箱域名（不作疑点）"
          style={{ minWidth: 320 }}
        >
          <Select mode="tags" tokenSeparators={[',', '，', ' ']} />
        </Form.Item>,
      )}
      {rule('together', [
        number(['together', 'importMinutes'], '导入相隔不超过（分钟）', 1, 100000),
        number(['together', 'confirmMinutes'], '确认不晚于（分钟）', 1, 100000),
      ])}
      {rule('noContract', [number(['noContract', 'days'], '核实协议后天数', 1, 3650)])}
    </>
  );
}

function Rules() {
  const [open, setOpen] = useState(false);
  const rules = useCall(readFlagRules, {}, open);
  const may = useMay();
  const act = useAct();
  const [form] = Form.useForm<FlagParameters & { reason: string }>();
  const send = async ({ reason, ...parameters }: FlagParameters & { reason: string }) => {
    const done = await act(
      () => call(changeFlagRules, { body: { parameters, reason } }),
      '已保存为新版本，下次检查起生效',
    );
    if (done) setOpen(false);
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>疑点规则</Button>
      <Modal
        open={open}
        title="疑点规则"
        okText="保存为新版本"
        onOk={() => form.submit()}
        okButtonProps={{ style: may('flag.rules') ? {} : { display: 'none' } }}
        onCancel={() => setOpen(false)}
      >
        <Load of={rules}>
          {(data) => (
            <Form
              form={form}
              layout="vertical"
              disabled={!may('flag.rules')}
              onFinish={send}
              initialValues={data.parameters}
            >
              <Typography.Paragraph type="secondary">
                {data.version === 0
                  ? '当前为出厂参数'
                  : `当前为第 ${data.version} 版，${data.madeBy} ${when(data.madeAt)}：${data.reason}`}
              </Typography.Paragraph>
              <RuleFields />
              {may('flag.rules') && (
                <Form.Item
                  name="reason"
                  label="修改理由"
                  rules={[{ required: true, whitespace: true, message: '请写明理由' }]}
                >
                  <Input.TextArea rows={2} maxLength={2000} />
                </Form.Item>
              )}
            </Form>
          )}
        </Load>
      </Modal>
    </>
  );
}

/** For a person to look at; none of it changes a figure. */
export function Flags() {
  const [search, choose] = useChoices<'all' | 'rule'>();
  const all = search.get('all') === 'true';
  const rule = search.get('rule') ?? undefined;
  const flags = usePages([listFlags.path, all, rule], (cursor) =>
    call(listFlags, {
      query: {
        ...(all ? {} : { open: 'true' }),
        rule: rule as FlagView['rule'] | undefined,
        cursor,
        limit: 50,
      },
    }),
  );
  return (
    <Page title="疑点" extra={<Rules />}>
      <div className="stack">
        <div className="filters">
          <Segmented
            value={all ? 'all' : 'open'}
            onChange={(value) => choose({ all: value === 'all' ? 'true' : undefined })}
            options={[
              { value: 'open', label: '待核查' },
              { value: 'all', label: '全部' },
            ]}
          />
          <Choose
            name="规则"
            value={rule}
            options={Object.entries(ruleNames).map(([value, label]) => ({ value, label }))}
            choose={(value) => choose({ rule: value })}
          />
        </div>
        <div className="quiet">疑点由规则每日检出，供人核查，不改动任何统计数字。</div>
        <Load of={flags}>
          {(items) =>
            items.length === 0 ? (
              <Nothing text={all || rule ? '没有符合条件的疑点' : '没有待核查的疑点'} />
            ) : (
              items.map((one) => <Flag key={one.id} of={one} />)
            )
          }
        </Load>
        <More of={flags} />
      </div>
    </Page>
  );
}
