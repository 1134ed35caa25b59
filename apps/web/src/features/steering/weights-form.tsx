import { Button, Card, Form, Input, InputNumber, Space } from 'antd';
import { makeWeights, type RuleWeights, type WeightsView } from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';

interface Typed {
  readonly most: Record<string, number | null>;
  readonly note: string;
}

/** Whole tenths, so that 33.3 + 66.7 is 100. */
const sumOf = (most: Typed['most']) =>
  Object.values(most).reduce<number>((sum, one) => sum + Math.round((one ?? 0) * 10), 0) / 10;

/** 65 rather than 65.0, once typing is over. */
const plain = (
  value: number | string | undefined,
  { userTyping, input }: { userTyping: boolean; input: string },
) => (userTyping || value === undefined || value === '' ? input : String(Number(value)));

/** Proposes a version; it is put in force by a step of its own. */
export function WeightsForm({ from, onDone }: { from: WeightsView; onDone: () => void }) {
  const [form] = Form.useForm<Typed>();
  const { busy, act } = useChange();
  const initial = Object.fromEntries(from.rules.map(({ rule, most }) => [rule, most]));
  const sum = sumOf(Form.useWatch('most', form) ?? initial);
  const send = async ({ most, note }: Typed) => {
    const made = await act(
      () =>
        call(makeWeights, { body: { market: from.market, most: most as RuleWeights, note: note.trim() } }),
      '已提出新版本，启用后生效',
    );
    if (made) onDone();
  };
  return (
    <Card title="提出新版本">
      <Form
        form={form}
        layout="vertical"
        initialValues={{ most: initial, note: '' }}
        onFinish={send}
        scrollToFirstError
      >
        <div className="numbers">
          {from.rules.map(({ rule, label }) => (
            <Form.Item
              key={rule}
              name={['most', rule]}
              label={label}
              rules={[{ required: true, message: '请填写' }]}
            >
              <InputNumber
                min={0}
                max={100}
                step={1}
                precision={1}
                formatter={plain}
                suffix="分"
                style={{ width: '100%' }}
              />
            </Form.Item>
          ))}
        </div>
        <p role="status" style={{ color: sum === 100 ? '#389e0d' : '#cf1322' }}>
          合计 {sum} 分
          {sum === 100
            ? ''
            : `，应为 100 分，${sum > 100 ? '超出' : '尚差'} ${Math.round(Math.abs(100 - sum) * 10) / 10} 分`}
        </p>
        <Form.Item
          name="note"
          label="调整说明"
          rules={[{ required: true, whitespace: true, message: '请填写调整说明' }]}
        >
          <Input.TextArea rows={3} maxLength={2000} showCount placeholder="为何调整（必填，将记录在案）" />
        </Form.Item>
        <Space wrap>
          <Button type="primary" htmlType="submit" disabled={sum !== 100} loading={busy}>
            提出
          </Button>
          <Button onClick={onDone}>取消</Button>
        </Space>
      </Form>
    </Card>
  );
}
