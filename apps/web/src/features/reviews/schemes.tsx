import { Alert, Button, Card, Select, Tag } from 'antd';
import { useState } from 'react';
import {
  adoptScheme,
  deductionSaid,
  listPeriods,
  listSchemes,
  marketName,
  measureOf,
  periodName,
  ruleSaid,
  type SchemeVersionView,
  tryScheme,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Load, Nothing, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { Step } from '../../ui/step';
import { thisYear, when } from '../../ui/time';
import { SchemeForm } from './scheme-form';

const states = {
  draft: { text: '草案', color: 'processing' },
  adopted: { text: '现行', color: 'success' },
  replaced: { text: '已被新版替代', color: 'default' },
} as const;

function Trial({ id }: { id: string }) {
  const year = Number(thisYear());
  const now = useCall(listPeriods, { query: { year } });
  const last = useCall(listPeriods, { query: { year: year - 1 } });
  const [period, setPeriod] = useState<string | undefined>();
  const stored = [now, last].flatMap(({ data }) => (data?.items ?? []).filter((one) => one.stored));
  const trial = useCall(tryScheme, { params: { id }, query: { period: period ?? '' } }, period !== undefined);
  const moved = (now: number, before: number | null) =>
    before === null
      ? '—'
      : now === before
        ? '不变'
        : now < before
          ? `升${before - now}`
          : `降${now - before}`;
  if (stored.length === 0) return <Nothing text="没有已冻结存档的统计期，冻结后即可试算" />;
  return (
    <div className="stack">
      <Select
        aria-label="试算的统计期"
        placeholder="选择已冻结的统计期试算"
        style={{ maxWidth: 320 }}
        value={period}
        options={stored.map(({ code }) => ({ value: code, label: periodName(code) }))}
        onChange={setPeriod}
      />
      {period && (
        <Load of={trial}>
          {({ units, against }) => (
            <Records
              name="试算结果"
              of={units}
              keyOf={({ key }) => key}
              empty="该统计期没有可评的单位"
              columns={[
                { title: '名次', width: 70, card: 'mark', render: ({ place }) => `第${place}` },
                { title: '单位', card: 'head', render: ({ label }) => label },
                { title: '得分', width: 110, number: true, render: ({ total }) => total },
                ...(against === null
                  ? []
                  : [
                      {
                        title: `现行第${against}版得分`,
                        number: true,
                        render: ({ totalBefore }: (typeof units)[number]) => totalBefore,
                      },
                      {
                        title: '名次变化',
                        render: ({ place, placeBefore }: (typeof units)[number]) => moved(place, placeBefore),
                      },
                    ]),
              ]}
            />
          )}
        </Load>
      )}
    </div>
  );
}

function Version({ of, newest, edit }: { of: SchemeVersionView; newest: boolean; edit: () => void }) {
  const may = useMay();
  const act = useAct();
  const { content, state } = of;
  const adopt = () =>
    act(() => call(adoptScheme, { params: { id: of.id }, version: of.revision, body: {} }), '已采用');
  return (
    <Card
      title={
        <>
          {content.name} 第{of.version}版 <Tag color={states[state].color}>{states[state].text}</Tag>
        </>
      }
      extra={
        newest && (
          <div className="steps">
            {may('scheme.edit') && <Button onClick={edit}>{state === 'draft' ? '修改' : '另起一版'}</Button>}
            {may('scheme.adopt') && state === 'draft' && (
              <Step
                label="采用"
                primary
                question="采用后本版不能再改，现行版同时停用。请先用已冻结的统计期试算。"
                run={adopt}
              />
            )}
          </div>
        )
      }
    >
      <div className="stack">
        <div className="quiet">
          按{marketName(content.market ?? 'software')}的指标评
          {content.units === 'area' ? '统计区域' : '主管部门'}，满分{content.cap}，保留{content.decimals}
          位小数（四舍五入）。{of.createdBy} {when(of.createdAt)} 拟
          {of.adoptedBy && `，${of.adoptedBy} ${when(of.adoptedAt)} 采用`}。{content.note}
        </div>
        <Records
          name="指标"
          of={content.indicators}
          keyOf={({ measure }) => measure}
          empty="没有指标"
          columns={[
            {
              title: '指标',
              card: 'head',
              render: ({ measure }) => measureOf(measure, content.market)?.name ?? measure,
            },
            { title: '权重（分）', width: 110, number: true, render: ({ weight }) => weight },
            { title: '计分办法', render: ruleSaid },
            { title: '封顶（%）', width: 110, number: true, render: ({ cap }) => cap },
          ]}
        />
        {content.deductions.map((one) => (
          <Alert key={one.measure} type="warning" title={`扣分：${deductionSaid(one, content.market)}`} />
        ))}
        {newest && <Trial id={of.id} />}
      </div>
    </Card>
  );
}

export function Schemes() {
  const schemes = useCall(listSchemes);
  const may = useMay();
  const [edited, setEdited] = useState<SchemeVersionView | 'new' | undefined>();
  return (
    <Page
      title="评分方案"
      extra={
        may('scheme.edit') && (
          <Button type="primary" onClick={() => setEdited('new')}>
            新建方案
          </Button>
        )
      }
    >
      <Load of={schemes}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="还没有评分方案。新建草案，用已冻结的统计期试算后再采用。" />
          ) : (
            <div className="stack">
              {items.map((one) => (
                <Version
                  key={`${one.id} ${one.version}`}
                  of={one}
                  newest={!items.some(({ id, version }) => id === one.id && version > one.version)}
                  edit={() => setEdited(one)}
                />
              ))}
            </div>
          )
        }
      </Load>
      {edited && <SchemeForm of={edited === 'new' ? undefined : edited} close={() => setEdited(undefined)} />}
    </Page>
  );
}
