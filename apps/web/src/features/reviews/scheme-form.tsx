import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import {
  createScheme,
  editScheme,
  type MarketCode,
  measuresOf,
  measureTitle,
  type SchemeContent,
  type SchemeVersionView,
} from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';
import { marketOptions } from '../markets/kinds';

/** The measures of the market that the form has chosen. */
function useMeasures() {
  const market: MarketCode = Form.useWatch('market') ?? 'software';
  return measuresOf(market).map((measure) => ({ value: measure.code, label: measureTitle(measure) }));
}

const first: SchemeContent = {
  name: '',
  market: 'software',
  units: 'area',
  indicators: [
    {
      measure: 'reached2',
      direction: 'more',
      weight: '100',
      fullMark: { kind: 'linear', target: '10' },
      cap: '100',
      whenNone: '0',
    },
  ],
  deductions: [],
  cap: '100',
  decimals: 2,
  note: '',
};
const wanted = (message: string) => [{ required: true, message }];
const half = { flex: 1, minWidth: 150 } as const;

/** The rule by which an indicator earns its weight; steps are written as 界限:得分比例. */
function FullMark({ at }: { at: number }) {
  const kind = Form.useWatch(['indicators', at, 'fullMark', 'kind']);
  return (
    <>
      <Form.Item label="计分办法" name={[at, 'fullMark', 'kind']} rules={wanted('请选择')} style={half}>
        <Select
          options={[
            { value: 'linear', label: '按目标完成比例' },
            { value: 'rank', label: '按名次' },
            { value: 'steps', label: '分档' },
          ]}
        />
      </Form.Item>
      {kind === 'linear' && (
        <Form.Item label="目标" name={[at, 'fullMark', 'target']} rules={wanted('请填写目标')} style={half}>
          <Input />
        </Form.Item>
      )}
      {kind === 'steps' && (
        <Form.List name={[at, 'fullMark', 'steps']}>
          {(steps, { add, remove }) => (
            <div style={{ flexBasis: '100%' }}>
              {steps.map(({ key, name }) => (
                <div key={key} className="filters">
                  <Form.Item label="界限" name={[name, 'bound']} rules={wanted('请填写')}>
                    <Input />
                  </Form.Item>
                  <Form.Item label="得分比例（%）" name={[name, 'percent']} rules={wanted('请填写')}>
                    <Input />
                  </Form.Item>
                  <Button onClick={() => remove(name)}>删去此档</Button>
                </div>
              ))}
              <Button onClick={() => add({ bound: '', percent: '' })}>加一档</Button>
            </div>
          )}
        </Form.List>
      )}
    </>
  );
}

function Indicators() {
  const measureOptions = useMeasures();
  return (
    <Form.List name="indicators">
      {(all, { add, remove }) => (
        <>
          {all.map(({ key, name }) => (
            <div key={key} className="filters">
              <Form.Item label="指标" name={[name, 'measure']} rules={wanted('请选择指标')} style={half}>
                <Select options={measureOptions} />
              </Form.Item>
              <Form.Item label="方向" name={[name, 'direction']} style={half}>
                <Select
                  options={[
                    { value: 'more', label: '越大越好' },
                    { value: 'less', label: '越小越好' },
                  ]}
                />
              </Form.Item>
              <Form.Item label="权重（分）" name={[name, 'weight']} rules={wanted('请填写权重')} style={half}>
                <Input />
              </Form.Item>
              <FullMark at={name} />
              <Form.Item label="封顶（权重的%）" name={[name, 'cap']} style={half}>
                <Input />
              </Form.Item>
              <Form.Item label="无事项时得（%）" name={[name, 'whenNone']} style={half}>
                <Input />
              </Form.Item>
              {all.length > 1 && <Button onClick={() => remove(name)}>删去此项</Button>}
            </div>
          ))}
          <Button onClick={() => add({ ...first.indicators[0], weight: '' })}>加一项指标</Button>
        </>
      )}
    </Form.List>
  );
}

function Deductions() {
  const measureOptions = useMeasures();
  return (
    <Form.List name="deductions">
      {(all, { add, remove }) => (
        <>
          {all.map(({ key, name }) => (
            <div key={key} className="filters">
              <Form.Item label="扣分指标" name={[name, 'measure']} rules={wanted('请选择指标')} style={half}>
                <Select options={measureOptions} />
              </Form.Item>
              <Form.Item label="每满" name={[name, 'per']} rules={wanted('请填写')} style={half}>
                <Input />
              </Form.Item>
              <Form.Item label="扣（分）" name={[name, 'points']} rules={wanted('请填写')} style={half}>
                <Input />
              </Form.Item>
              <Form.Item label="最多扣（分）" name={[name, 'atMost']} rules={wanted('请填写')} style={half}>
                <Input />
              </Form.Item>
              <Button onClick={() => remove(name)}>删去</Button>
            </div>
          ))}
          <Button onClick={() => add({ measure: 'scenariosUnserved', per: '1', points: '1', atMost: '5' })}>
            加一项扣分
          </Button>
        </>
      )}
    </Form.List>
  );
}

export function SchemeForm({ of, close }: { of: SchemeVersionView | undefined; close: () => void }) {
  const [form] = Form.useForm<SchemeContent>();
  const { busy, act } = useChange();
  const save = async (content: SchemeContent) => {
    const done = await act(
      () =>
        of
          ? call(editScheme, { params: { id: of.id }, version: of.revision, body: content })
          : call(createScheme, { body: content }),
      '已保存草案',
    );
    if (done) close();
  };
  return (
    <Modal
      open
      width={980}
      title={of ? `${of.content.name}：${of.state === 'draft' ? '修改草案' : '另起一版'}` : '新建评分方案'}
      okText="保存草案"
      onOk={() => form.submit()}
      onCancel={close}
      confirmLoading={busy}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={of ? { market: 'software', ...of.content } : first}
        onFinish={save}
      >
        <Form.Item label="名称" name="name" rules={wanted('请填写名称')}>
          <Input maxLength={100} />
        </Form.Item>
        <div className="filters">
          <Form.Item label="供需市场" name="market" style={half}>
            <Select options={marketOptions} />
          </Form.Item>
          <Form.Item label="评比对象" name="units" style={half}>
            <Select
              options={[
                { value: 'area', label: '统计区域' },
                { value: 'department', label: '主管部门' },
              ]}
            />
          </Form.Item>
          <Form.Item label="总分封顶" name="cap" style={half}>
            <Input />
          </Form.Item>
          <Form.Item label="保留小数位" name="decimals" style={half}>
            <InputNumber min={0} max={3} />
          </Form.Item>
        </div>
        <Indicators />
        <div style={{ height: 16 }} />
        <Deductions />
        <Form.Item label="说明" name="note" style={{ marginTop: 16 }}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
