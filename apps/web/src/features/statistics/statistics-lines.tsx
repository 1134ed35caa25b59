import { Drawer, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { type FigureLine, listFigureLines, type MeasureView, marketCode, periodName } from '#contracts';
import { call } from '../../client/api';
import { useDictionaries, usePages } from '../../client/queries';
import { Load, More } from '../../ui/page';
import { Records } from '../../ui/records';
import { base } from '../markets/kinds';
import type { Asked } from './statistics-asked';
import { queryOf } from './statistics-filters';

export interface Opened {
  readonly measure: MeasureView;
  /** The part whose lines are shown; undefined: those of the total. */
  readonly key?: string | undefined;
  readonly label: string;
  readonly value: string;
  /** The month of the period whose lines are shown; undefined: those of the whole period. */
  readonly period?: string | undefined;
}

function Subject({ line }: { line: FigureLine }) {
  const text = line.number ?? '查看';
  if (line.engagementId) return <Link to={`/engagements/${line.engagementId}`}>{text}</Link>;
  if (line.meetingId) return <Link to={`/meetings/${line.meetingId}`}>{text}</Link>;
  if (line.listingId && line.listingKind)
    return <Link to={`${base[line.listingKind]}/${line.listingId}`}>{text}</Link>;
  return <span className="quiet">{line.number ?? '其他区域，不公开'}</span>;
}

/** What stands behind a number, line by line. */
export function Lines({ asked, opened, close }: { asked: Asked; opened: Opened; close: () => void }) {
  const { label } = useDictionaries();
  const { measure, key, period } = opened;
  const query = {
    ...queryOf(asked),
    ...(period ? { period, from: undefined, to: undefined } : {}),
    measure: measure.code,
    // A market's number is that market's own total.
    ...(asked.by === 'market' || key === undefined ? {} : { by: asked.by, key }),
    ...(asked.by === 'market' && key !== undefined ? { market: marketCode.parse(key) } : {}),
    limit: 50,
  };
  const lines = usePages(['figure-lines', query], (cursor) =>
    call(listFigureLines, { query: { ...query, cursor } }),
  );
  const summed = measure.kind === 'flow' || measure.kind === 'stock';
  return (
    <Drawer
      open
      onClose={close}
      size={Math.min(1080, window.innerWidth)}
      title={`${opened.label}　${measure.name}：${opened.value}${measure.unit}`}
    >
      <Typography.Paragraph type="secondary">
        {period ? `${periodName(period)}。` : ''}
        {measure.definition}以下为{measure.behind}
        {summed ? '，逐条相加即为该数。' : '，该数由各条计算得出，不是相加。'}
      </Typography.Paragraph>
      <Load of={lines}>
        {(items) => (
          <div className="stack">
            <Records
              name="记录"
              of={items}
              keyOf={({ id }) => id}
              least={900}
              empty="没有记录"
              columns={[
                {
                  title: '入账日',
                  width: 110,
                  render: (line) => (
                    <>
                      {line.postedDay}
                      {line.lateFor && <Tag color="warning">属{periodName(line.lateFor)}</Tag>}
                    </>
                  ),
                },
                { title: '类型', width: 110, card: 'mark', render: ({ what }) => what },
                {
                  title: `计入（${measure.unit === '%' ? '按期记1' : measure.unit}）`,
                  width: 110,
                  number: true,
                  render: ({ change }) => change || '不公开',
                },
                { title: '编号', width: 150, card: 'head', render: (line) => <Subject line={line} /> },
                { title: '需求或供给', render: ({ title }) => title },
                { title: '需求方', render: ({ demandName }) => demandName },
                { title: '供给方', render: ({ supplyName }) => supplyName },
                { title: '统计区域', width: 100, render: ({ area }) => label('areas', area) },
              ]}
            />
            <More of={lines} />
          </div>
        )}
      </Load>
    </Drawer>
  );
}
