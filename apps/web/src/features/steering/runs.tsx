import { Alert, Button, Card, Collapse, Descriptions, Progress, Tag } from 'antd';
import { useState } from 'react';
import { type AnswerOf, cancelRun, listRuns, markets, type readRun, startRun } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useMay, usePages } from '../../client/queries';
import { Load, More, Nothing, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { MarketPick, sidesOf, useMarket } from '../markets/market-pick';
import { versionName } from './synonyms-draft';

type Run = AnswerOf<typeof readRun>;

const states: Record<Run['state'], { text: string; color: string }> = {
  waiting: { text: '等待中', color: 'default' },
  running: { text: '进行中', color: 'processing' },
  cancelling: { text: '正在取消', color: 'warning' },
  cancelled: { text: '已取消', color: 'default' },
  completed: { text: '已完成', color: 'success' },
  failed: { text: '失败', color: 'error' },
};
const open = (run: Run) => ['waiting', 'running', 'cancelling'].includes(run.state);
const meanings: Record<string, string> = { off: '按文字比对', on: '按文字和语义比对' };
const refresh = 2000;

function took({ startedAt, finishedAt }: Run): string {
  if (!startedAt || !finishedAt) return '';
  const seconds = Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} 秒`;
  return `${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`;
}

function Figures({ run }: { run: Run }) {
  const { demand, supply, supplier, listed } = markets[run.market].words;
  const rows: [string, string | number][] = [
    ['参加匹配', `${run.demands} 个${demand}、${run.supplies} 项${listed}`],
    ['推荐匹配', `${run.pairs} 对${demand}与${supply}`],
    ['推荐供需双方', `${run.firmPairs} 对${demand}与${supplier}（仅为推荐，不计入对接数量）`],
    ['缺口', `${run.gaps} 个${demand}`],
    [
      '首版次优先',
      'firstVersion' in markets[run.market].rules ? `名次共上升 ${run.firstVersionMoves} 位` : '',
    ],
    ['置顶、屏蔽', `${run.pinned} 项、${run.blocked} 项`],
    ['规则版本', run.weightsVersion === null ? '' : `第 ${run.weightsVersion} 版`],
    ['同义词版本', run.synonymsVersion === null ? '' : versionName(run.synonymsVersion)],
    ['比对方式', meanings[run.meaning] ?? run.meaning],
    ['开始时间', when(run.startedAt)],
    ['结束时间', when(run.finishedAt)],
    ['用时', took(run)],
  ];
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2, xl: 3 }}
      items={rows
        .filter(([, value]) => value !== '')
        .map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

function Advance({ run }: { run: Run }) {
  return (
    <>
      <Progress
        percent={run.demands > 0 ? Math.floor((run.done / run.demands) * 100) : 0}
        status={run.state === 'cancelling' ? 'exception' : 'active'}
      />
      <p>
        已完成 {run.done} / {run.demands} 个{markets[run.market].words.demand}，{run.chunksDone} /{' '}
        {run.chunks} 批
      </p>
    </>
  );
}

function Cancel({ run }: { run: Run }) {
  const act = useAct();
  const may = useMay();
  if (!may('match.cancelRun') || !['waiting', 'running'].includes(run.state)) return null;
  return (
    <Step
      label="取消本次匹配"
      danger
      size="small"
      question="取消后，原有推荐名单保持不变。确认取消？"
      run={() => act(() => call(cancelRun, { params: { id: run.id }, body: {} }), '已提出取消')}
    />
  );
}

function RunCard({ run, opened }: { run: Run; opened: boolean }) {
  const [shown, setShown] = useState(opened);
  const title = (
    <>
      <StateTag states={states} state={run.state} />
      <span>{when(run.requestedAt)}</span>
    </>
  );
  const summary =
    run.state === 'completed' && !shown ? (
      <span className="quiet">
        {run.demands} 个{markets[run.market].words.demand}，{run.pairs} 对推荐，{run.gaps} 个缺口
      </span>
    ) : null;
  return (
    <Card size="small" title={title} extra={<Cancel run={run} />}>
      {open(run) && <Advance run={run} />}
      {run.error && (
        <Alert
          showIcon
          type="error"
          style={{ marginBottom: 8 }}
          title="本次匹配未完成，原有推荐名单保持不变；可再次开始。"
          description={`原因：${run.error}`}
        />
      )}
      {!open(run) && (
        <Collapse
          ghost
          size="small"
          activeKey={shown ? ['figures'] : []}
          onChange={(keys) => setShown(keys.length > 0)}
          items={[{ key: 'figures', label: summary ?? '详细数据', children: <Figures run={run} /> }]}
        />
      )}
      {open(run) && run.chunks > 0 && <Tag>{meanings[run.meaning] ?? run.meaning}</Tag>}
    </Card>
  );
}

export function Runs() {
  const act = useAct();
  const may = useMay();
  const [market, chooseMarket] = useMarket();
  const { demands, supplies } = sidesOf(market);
  const runs = usePages(
    [listRuns.path, market],
    (cursor) => call(listRuns, { query: { market, cursor, limit: 20 } }),
    (items) => (items.some(open) ? refresh : false),
  );
  const busy = runs.data?.some(open) ?? false;
  return (
    <Page
      title="匹配任务"
      extra={
        <>
          <Button onClick={() => runs.refetch()}>刷新</Button>
          {may('match.run') && !busy && (
            <Step
              label="全部重新匹配"
              primary
              question={`将对全部已发布的${demands}和${supplies}重新匹配；完成前，原有推荐名单照常使用。确认开始？`}
              run={() => act(() => call(startRun, { body: { market } }), '已开始')}
            />
          )}
        </>
      }
    >
      <div className="stack">
        <MarketPick of={market} onChange={chooseMarket} />
        <Load of={runs}>
          {(items) =>
            items.length === 0 ? (
              <Nothing text="尚未进行过全部重新匹配；新发布的内容由系统即时匹配" />
            ) : (
              items.map((run, i) => <RunCard key={run.id} run={run} opened={i === 0} />)
            )
          }
        </Load>
        <More of={runs} />
      </div>
    </Page>
  );
}
