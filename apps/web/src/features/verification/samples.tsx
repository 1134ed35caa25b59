import { Button, Card, Form, Input, InputNumber, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import {
  drawSample,
  listSamples,
  type MarketCode,
  marketName,
  periodName,
  periodParts,
  type SampleView,
} from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';
import { useDictionaries, useMay, useMe, usePages } from '../../client/queries';
import { yuanOf } from '../../ui/amounts';
import { Facts } from '../../ui/facts';
import { Load, More, Nothing, Page } from '../../ui/page';
import { thisYear, when } from '../../ui/time';
import { marketOptions } from '../markets/kinds';

/** Of all that are to be looked at. */
export function toCheck({ counts }: SampleView): number {
  return counts.above + counts.flagged + counts.drawn;
}

interface Typed {
  readonly market: MarketCode;
  readonly period: string;
  readonly area?: string;
  readonly threshold: string;
  readonly percent: number;
}

/** This year and the one before, each with its halves, quarters and months. */
function periods() {
  const now = Number(thisYear());
  return [now, now - 1].flatMap((year) =>
    [String(year), ...periodParts.map(({ code }) => `${year}-${code}`)].map((code) => ({
      value: code,
      label: periodName(code),
    })),
  );
}

function DrawForm() {
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Typed>();
  const city = useMe().data?.body?.scope === 'city';
  const { options } = useDictionaries();
  const { busy, act } = useChange();
  const go = useNavigate();
  const send = async ({ market, period, area, threshold, percent }: Typed) => {
    const drawn = await act(
      () =>
        call(drawSample, {
          body: {
            market,
            period,
            area: area ?? null,
            threshold: yuanOf(threshold) ?? '0',
            percent,
          },
        }),
      '已抽取',
    );
    if (drawn) go(`/samples/${drawn.id}`);
  };
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        抽取复核清单
      </Button>
      <Modal
        open={open}
        title="抽取复核清单"
        okText="抽取"
        confirmLoading={busy}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <p>从所选统计期内已核实、尚未列入其他清单的申报中抽取。抽取结果记录在案，不能重抽。</p>
        <Form
          form={form}
          layout="vertical"
          onFinish={send}
          initialValues={{ market: 'software', period: thisYear(), threshold: '100', percent: 10 }}
        >
          <Form.Item name="market" label="供需市场">
            <Select options={marketOptions} />
          </Form.Item>
          <Form.Item name="period" label="统计期" rules={[{ required: true, message: '请选择统计期' }]}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={periods()} />
          </Form.Item>
          {city && (
            <Form.Item name="area" label="统计区域">
              <Select allowClear placeholder="全部区域" options={options('areas')} />
            </Form.Item>
          )}
          <Form.Item
            name="threshold"
            label="达到此金额的全部复核（万元）"
            rules={[
              { required: true, pattern: /^\d{1,10}(\.\d{1,6})?$/, message: '应为不小于0的数，单位万元' },
            ]}
          >
            <Input />
          </Form.Item>
          <Form.Item
            name="percent"
            label="其余的随机抽取比例（%）"
            rules={[{ required: true, message: '请填写比例' }]}
          >
            <InputNumber min={1} max={100} precision={0} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

function Sample({ of }: { of: SampleView }) {
  const { label } = useDictionaries();
  const done = of.checked === toCheck(of);
  return (
    <Card
      size="small"
      title={<Link to={`/samples/${of.id}`}>{of.number}</Link>}
      extra={done ? <Tag color="success">已复核完</Tag> : <Tag color="processing">复核中</Tag>}
    >
      <Facts
        of={[
          marketName(of.market),
          `统计期 ${periodName(of.period)}`,
          of.area ? label('areas', of.area) : '全部区域',
          `总体 ${of.counts.population} 项`,
          `已复核 ${of.checked}/${toCheck(of)} 项`,
          `不属实 ${of.wrong} 项`,
        ]}
      />
      <Facts of={[of.drawnBy, when(of.drawnAt)]} />
    </Card>
  );
}

export function Samples() {
  const may = useMay();
  const list = usePages([listSamples.path], (cursor) => call(listSamples, { query: { cursor, limit: 50 } }));
  return (
    <Page title="复核清单" extra={may('sample.draw') && <DrawForm />}>
      <div className="stack">
        <div className="quiet">
          达到金额的、有疑点的申报全部复核，其余按记录的种子随机抽取。查明不属实的予以冲销；对未抽到部分的推算只作参考，不改动统计数字。
        </div>
        <Load of={list}>
          {(items) =>
            items.length === 0 ? (
              <Nothing text="尚未抽取复核清单" />
            ) : (
              items.map((one) => <Sample key={one.id} of={one} />)
            )
          }
        </Load>
        <More of={list} />
      </div>
    </Page>
  );
}
