import { Alert, Button, Card, Descriptions } from 'antd';
import { useState } from 'react';
import { type RecountView, recountLedger } from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';
import { Nothing, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { when } from '../../ui/time';

type Difference = RecountView['differences'][number];

const subjects: Record<Difference['what'], string> = {
  count: '统计数字',
  chain: '台账序号与链头',
  pair: '供需对数',
  fact: '已核实的步骤',
  claim: '已核实的申报',
};

function Result({ of, at }: { of: RecountView; at: string }) {
  return (
    <div className="stack">
      <Alert
        showIcon
        type={of.ok ? 'success' : 'error'}
        title={
          of.ok
            ? '核对无误：台账与统计数字一致'
            : `发现 ${of.differences.length} 处不一致，请联系运维人员处理`
        }
      />
      <Card title={`核对结果（${when(at)}）`}>
        <Descriptions
          size="small"
          column={{ xs: 1, md: 2 }}
          items={[
            { key: 'entries', label: '台账记录', children: `${of.entries} 条` },
            { key: 'figures', label: '统计数字', children: `${of.figures} 个` },
            { key: 'facts', label: '已核实或冲销的步骤', children: `${of.facts} 步` },
            { key: 'claims', label: '已核实或冲销的申报', children: `${of.claims} 项` },
            { key: 'waiting', label: '等待前一步骤入账', children: `${of.waiting} 步` },
            {
              key: 'head',
              label: '台账末条校验值',
              children: <span className="quiet">{of.headHash}</span>,
            },
          ]}
        />
      </Card>
      {!of.ok && (
        <Card title="不一致之处">
          <Records<Difference>
            name="不一致之处"
            of={of.differences}
            keyOf={(row) => `${row.what} ${row.detail}`}
            empty="没有不一致"
            columns={[
              { title: '核对内容', width: 130, card: 'head', render: ({ what }) => subjects[what] },
              { title: '位置', render: ({ detail }) => detail },
              { title: '应为', width: 180, render: ({ expected }) => expected },
              { title: '实为', width: 180, render: ({ found }) => found },
            ]}
          />
        </Card>
      )}
    </div>
  );
}

/** The ledger counted again from what was announced and decided, beside what stands in it. */
export function Recount() {
  const { busy, act } = useChange();
  const [result, setResult] = useState<{ readonly of: RecountView; readonly at: string } | undefined>();
  const run = async () => {
    const of = await act(() => call(recountLedger, { body: {} }));
    if (of) setResult({ of, at: new Date().toISOString() });
  };
  return (
    <Page
      title="核对台账"
      extra={
        <Button type="primary" loading={busy} onClick={run}>
          开始核对
        </Button>
      }
    >
      <p className="quiet">
        按事实与已核实的申报重新计数，与台账记录、统计数字逐项比对，并核对台账序号是否连续、末条与链头是否一致；逐条校验哈希由运维人员另行进行。核对只读取数据，不作任何修改。
      </p>
      {result ? <Result {...result} /> : <Nothing text="尚未核对" />}
    </Page>
  );
}
