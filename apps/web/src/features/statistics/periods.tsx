import { Alert, Button, Descriptions, Drawer, Modal, Segmented, Select, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import {
  amendPeriod,
  freezePeriod,
  listPeriods,
  type MarketCode,
  type MarketFigures,
  marketName,
  type PeriodRecord,
  type PeriodView,
  periodName,
  previewPeriod,
  readPeriod,
  type StoredFigures,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Load, Nothing, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { Step } from '../../ui/step';
import { thisYear, today, when } from '../../ui/time';

/** Stored figures market by market: software's stand in every archive, others' in those that have them. */
function Stored({ figures }: { figures: StoredFigures }) {
  const [market, choose] = useState<MarketCode>('software');
  const others = figures.others ?? [];
  const shown = others.find((one) => one.market === market) ?? figures;
  return (
    <div className="stack">
      {others.length > 0 && (
        <Segmented
          aria-label="供需市场"
          value={market}
          onChange={choose}
          options={(['software', ...others.map((one) => one.market)] as const).map((code) => ({
            value: code,
            label: marketName(code),
          }))}
        />
      )}
      <StoredMarket figures={shown} />
    </div>
  );
}

/** By the names that the measures had then. */
function StoredMarket({ figures }: { figures: MarketFigures }) {
  const shown = (value: string | null | undefined) => value ?? '—';
  const columns = figures.measures;
  return (
    <div className="stack">
      <Records
        name="本期各项指标"
        of={columns}
        keyOf={({ code }) => code}
        empty="没有指标"
        columns={[
          { title: '指标', card: 'head', render: ({ name, unit }) => `${name}（${unit}）` },
          {
            title: '数值',
            card: 'mark',
            number: true,
            width: 120,
            render: ({ code }) => shown(figures.total[code]),
          },
        ]}
      />
      <Records
        name="各区域的指标"
        of={figures.area}
        keyOf={({ key }) => key}
        least={160 + columns.length * 110}
        pinned
        folded
        empty="本期各区域没有记录"
        columns={[
          { title: '统计区域', card: 'head', width: 140, render: ({ label }) => label },
          ...columns.map(({ code, name, unit }) => ({
            title: `${name}（${unit}）`,
            number: true,
            width: 110,
            render: (row: MarketFigures['area'][number]) => shown(row.values[code]),
          })),
        ]}
      />
    </div>
  );
}

function Seal({ of }: { of: NonNullable<PeriodRecord['frozen']> | PeriodRecord['amendments'][number] }) {
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        { label: '经办人', children: `${of.by}，${when(of.at)}` },
        {
          label: '台账范围',
          children:
            'firstSeq' in of
              ? of.entries === 0
                ? '本期没有台账记录'
                : `第${of.firstSeq}至${of.lastSeq}条中的${of.entries}条`
              : `迟到台账记录${of.late.entries}条、供需对${of.late.pairs}对、指标明细${of.late.lines}条`,
        },
        { label: '当时台账末条', children: `第${of.headSeq}条` },
        {
          label: '存档哈希（SHA-256）',
          children: (
            <>
              <Typography.Text copyable style={{ overflowWrap: 'anywhere' }}>
                {of.sha256}
              </Typography.Text>{' '}
              <Tag color={of.intact ? 'success' : 'error'}>{of.intact ? '与内容一致' : '与内容不符'}</Tag>
            </>
          ),
        },
      ]}
    />
  );
}

function Archive({ code, close }: { code: string; close: () => void }) {
  const record = useCall(readPeriod, { params: { code } });
  const may = useMay();
  const act = useAct();
  return (
    <Drawer
      open
      onClose={close}
      size={Math.min(1000, window.innerWidth)}
      title={`${periodName(code)}冻结存档`}
      extra={
        may('period.amend') &&
        record.data?.frozen && (
          <Step
            label="更正"
            question="不解冻：另存一份含迟到记录的数字，原存档不变，迟到记录仍计入后面的统计期。"
            reason="needed"
            run={(reason) => act(() => call(amendPeriod, { params: { code }, body: { reason } }), '已更正')}
          />
        )
      }
    >
      <Load of={record}>
        {({ frozen, amendments, late }) =>
          frozen ? (
            <div className="stack">
              <Seal of={frozen} />
              {late.entries + late.pairs + late.lines > 0 && (
                <Alert
                  type="info"
                  showIcon
                  title={`冻结后补到属于本期的台账记录${late.entries}条、供需对${late.pairs}对、指标明细${late.lines}条，已计入后面的统计期并注明所属月份。`}
                />
              )}
              <Stored figures={frozen.figures} />
              {amendments.map((amendment) => (
                <div key={amendment.number} className="stack">
                  <Typography.Title level={5}>
                    更正第{amendment.number}号：{amendment.reason}
                  </Typography.Title>
                  <Seal of={amendment} />
                  <Stored figures={amendment.figures} />
                </div>
              ))}
            </div>
          ) : (
            <Nothing text="本统计期没有单独冻结存档" />
          )
        }
      </Load>
    </Drawer>
  );
}

/** What will be frozen and what is still open, before anything is done that cannot be undone. */
function Preview({ code, close }: { code: string; close: () => void }) {
  const preview = useCall(previewPeriod, { params: { code } });
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const freeze = async () => {
    setBusy(true);
    const done = await act(() => call(freezePeriod, { params: { code } }), `${periodName(code)}已冻结`);
    setBusy(false);
    if (done) close();
  };
  return (
    <Modal
      open
      width={900}
      title={`冻结${periodName(code)}`}
      okText="冻结，不可撤销"
      okButtonProps={{ danger: true, disabled: !preview.data?.freezable }}
      confirmLoading={busy}
      onOk={freeze}
      onCancel={close}
    >
      <Load of={preview}>
        {({ period, freezable, figures, entries, open }) => (
          <div className="stack">
            {!freezable && (
              <Alert
                type="warning"
                showIcon
                title={period.stored ? '本统计期已冻结' : `${period.last} 结束后方可冻结`}
              />
            )}
            {open.claimed + open.confirmed + open.disputed + open.following > 0 && (
              <Alert
                type="warning"
                showIcon
                title={`尚未了结：待对方确认${open.claimed}项、待核实${open.confirmed}项、有异议${open.disputed}项，另有${open.following}条事实待入账。冻结后再核实的计入下一个未冻结的月份。`}
              />
            )}
            <div>
              {period.first} 至 {period.last}，台账记录{entries}
              条。冻结后不再接受入账，不能解冻，只能以更正另行说明。
            </div>
            <Stored figures={figures} />
          </div>
        )}
      </Load>
    </Modal>
  );
}

const kinds: Record<PeriodView['kind'], string> = { year: '年', half: '半年', quarter: '季度', month: '月' };

export function Periods() {
  const [search, setSearch] = useSearchParams();
  const [asked, setAsked] = useState<string | undefined>();
  const year = search.get('year') ?? thisYear();
  const opened = search.get('period') ?? undefined;
  const periods = useCall(listPeriods, { query: { year } });
  const may = useMay();
  const show = (code: string | undefined) => setSearch({ year, ...(code ? { period: code } : {}) });
  const years = Array.from({ length: 8 }, (_, i) => String(Number(thisYear()) - 6 + i));
  return (
    <Page title="统计期">
      <div className="filters">
        <Select
          aria-label="年份"
          value={year}
          options={[...new Set([...years, year])].sort().map((value) => ({ value, label: `${value}年` }))}
          onChange={(value) => setSearch({ year: value })}
        />
      </div>
      <Load of={periods}>
        {({ items }) => (
          <Records<PeriodView>
            name="统计期"
            of={items}
            keyOf={(row) => row.code}
            least={700}
            empty="没有统计期"
            columns={[
              { title: '统计期', card: 'head', render: ({ code }) => periodName(code) },
              { title: '类型', width: 80, card: 'off', render: ({ kind }) => kinds[kind] },
              { title: '起止', width: 220, render: ({ first, last }) => `${first} 至 ${last}` },
              {
                title: '状态',
                width: 100,
                card: 'mark',
                render: ({ frozen }) => (
                  <Tag color={frozen ? 'success' : 'default'}>{frozen ? '已冻结' : '未冻结'}</Tag>
                ),
              },
              {
                title: '冻结',
                width: 220,
                render: ({ frozen, stored, frozenAt, amendments }) =>
                  frozen &&
                  `${stored ? when(frozenAt) : '随所在统计期冻结'}${amendments > 0 ? `，更正${amendments}次` : ''}`,
              },
              {
                title: '办理',
                width: 110,
                card: 'foot',
                render: ({ code, stored, last }) =>
                  stored
                    ? may('period.read') && (
                        <Button size="small" onClick={() => show(code)}>
                          查看存档
                        </Button>
                      )
                    : may('period.freeze') &&
                      last < today() && (
                        <Button size="small" onClick={() => setAsked(code)}>
                          冻结…
                        </Button>
                      ),
              },
            ]}
          />
        )}
      </Load>
      {opened && <Archive code={opened} close={() => show(undefined)} />}
      {asked && <Preview code={asked} close={() => setAsked(undefined)} />}
    </Page>
  );
}
