import { Alert, Button, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { freezePeriod, listPeriods, type PeriodView, periodName, previewPeriod } from '#contracts';
import { useChange } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { thisYear, today, when } from '../../ui/time';
import { Archive } from './period-archive';
import { Stored } from './stored-figures';

/** What will be frozen and what is still open, before anything is done that cannot be undone. */
function Preview({ code, close }: { code: string; close: () => void }) {
  const preview = useCall(previewPeriod, { params: { code } });
  const { busy, act } = useChange();
  const freeze = async () => {
    const done = await act(() => call(freezePeriod, { params: { code } }), `${periodName(code)}已冻结`);
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
