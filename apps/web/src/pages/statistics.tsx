import { Alert, Button, Card, Col, Input, Row, Select, Statistic, Table } from 'antd';
import { useState } from 'react';
import { listLedgerEntries, readMatchFigures, type StatisticsBy, yearWorkbook } from '#contracts';
import { address } from '../api';
import { useCall, useMay } from '../hooks';
import { Load, levels, Nothing, Page, reached, wan } from '../parts';

const dimensions: { value: StatisticsBy; label: string }[] = [
  { value: 'area', label: '按区域（需求侧）' },
  { value: 'department', label: '按主管部门' },
  { value: 'chain', label: '按产业链' },
  { value: 'field', label: '按领域' },
  { value: 'firm', label: '按企业' },
  { value: 'channel', label: '按渠道' },
  { value: 'firmArea', label: '按企业所在区域（供给侧）' },
];

interface Asked {
  readonly by: StatisticsBy;
  readonly period: string | undefined;
  readonly level: number;
}

function Entries({ by, period, level, of }: Asked & { of: string }) {
  const entries = useCall(listLedgerEntries, {
    query: { by, key: of, period, level: Math.max(level, 2), limit: 100 },
  });
  return (
    <Card title="台账记录">
      <Load of={entries}>
        {({ items, next }) => (
          <>
            {next && <Alert type="info" title="仅显示前100条，全部记录见工作簿。" />}
            <Table
              rowKey="seq"
              size="small"
              scroll={{ x: 900 }}
              pagination={false}
              dataSource={items}
              locale={{ emptyText: <Nothing text="没有记录" /> }}
              columns={[
                { title: '序号', dataIndex: 'seq', width: 70 },
                {
                  title: '类型',
                  render: (_, row) =>
                    `${row.kind === 'verified' ? '核实' : '冲销'}${row.occasion === null ? '（仅金额）' : ''}`,
                },
                { title: '层级', render: (_, row) => levels[row.level] },
                { title: '场景', dataIndex: 'scenarioTitle' },
                { title: '需求方', dataIndex: 'demandName' },
                { title: '产品', dataIndex: 'product' },
                { title: '供给方', dataIndex: 'supplyName' },
                { title: '金额（万元）', align: 'right', render: (_, row) => wan(row.amount) },
                { title: '入账日', dataIndex: 'postedDay', width: 110 },
              ]}
            />
          </>
        )}
      </Load>
    </Card>
  );
}

export function Statistics() {
  const [by, setBy] = useState<StatisticsBy>('area');
  const [level, setLevel] = useState(2);
  const [period, setPeriod] = useState<string | undefined>();
  const [opened, setOpened] = useState<string | undefined>();
  const may = useMay();
  const figures = useCall(readMatchFigures, { query: { by, level, period } });
  const year = (period ?? String(new Date().getFullYear())).slice(0, 4);
  return (
    <Page
      title="统计"
      extra={
        may('statistics.workbook') && (
          <Button href={address(yearWorkbook, {}, { year })}>下载{year}年工作簿</Button>
        )
      }
    >
      <div className="filters">
        <Select
          value={by}
          options={dimensions}
          onChange={(value) => {
            setBy(value);
            setOpened(undefined);
          }}
        />
        <Select
          value={level}
          onChange={setLevel}
          options={Object.keys(levels).map((value) => ({
            value: Number(value),
            label: reached(Number(value)),
          }))}
        />
        <Input.Search
          allowClear
          enterButton="查看"
          placeholder="统计期，如 2026、2026-Q3、2026-09"
          style={{ maxWidth: 340 }}
          onSearch={(value) => setPeriod(value.trim() || undefined)}
        />
      </div>
      <Load of={figures}>
        {(data) => (
          <div className="stack">
            <Card title={`${data.first} 至 ${data.last}${data.frozen ? '（已冻结）' : ''}`}>
              <Row gutter={[16, 16]}>
                {data.ladder.map((step) => (
                  <Col key={step.level} xs={12} md={4}>
                    <Statistic title={reached(step.level)} value={step.count} suffix="对" />
                    {Number(step.amount) !== 0 && `本级金额 ${wan(step.amount)} 万元`}
                  </Col>
                ))}
              </Row>
              <p>对数为达到该级及以上，逐级包含，不相加；金额只计入申报核实的那一级。</p>
            </Card>
            <Table
              rowKey="key"
              size="small"
              scroll={{ x: 500 }}
              pagination={{ pageSize: 50, hideOnSinglePage: true }}
              dataSource={data.items}
              locale={{ emptyText: <Nothing text="本期没有记录" /> }}
              columns={[
                { title: '项目', dataIndex: 'label' },
                { title: '数量（对）', dataIndex: 'count', align: 'right' },
                { title: '本级金额（万元）', align: 'right', render: (_, row) => wan(row.amount) },
                {
                  title: '台账',
                  width: 100,
                  render: (_, row) =>
                    may('statistics.entries') &&
                    level >= 2 && (
                      <Button size="small" onClick={() => setOpened(row.key)}>
                        查看
                      </Button>
                    ),
                },
              ]}
              footer={() => `合计：${data.total.count} 对，本级金额 ${wan(data.total.amount)} 万元`}
            />
            {opened && <Entries by={by} period={data.period} level={level} of={opened} />}
          </div>
        )}
      </Load>
    </Page>
  );
}
