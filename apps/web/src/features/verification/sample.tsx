import { Alert, Card, Descriptions, Space, Tag } from 'antd';
import { useParams } from 'react-router';
import {
  checkSampled,
  listSampledClaims,
  periodName,
  readSample,
  type SampledClaimView,
  type SampleView,
  samplePopulation,
} from '#contracts';
import { useAct } from '../../client/act';
import { address, call } from '../../client/api';
import { useCall, useDictionaries, useMay, usePages } from '../../client/queries';
import { wan } from '../../ui/amounts';
import { Load, More, Nothing, Page } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { ClaimCard, Verdict } from './claim-card';
import { ruleNames } from './flags';
import { toCheck } from './samples';

const strata: Record<SampledClaimView['stratum'], string> = {
  above: '达到金额',
  flagged: '有疑点',
  drawn: '随机抽取',
  rest: '未抽到',
};

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

/** What the random part says of the claims that nobody looked at; it stands beside the figure and changes it in nothing. */
export function estimateText({ estimate, counts }: SampleView): string {
  const { checked, wrong, share, unchecked, wrongInRest } = estimate;
  if (!share || !wrongInRest) return `随机抽取的 ${counts.drawn} 项尚未复核，暂无推算。`;
  return (
    `随机抽取部分已复核 ${checked} 项，其中 ${wrong} 项不属实，不属实率 ${percent(share.found)}` +
    `（95% 置信区间 ${percent(share.low)} 至 ${percent(share.high)}，Wilson 法）。` +
    `据此推算，未复核的 ${unchecked} 项中约有 ${wrongInRest.low} 至 ${wrongInRest.high} 项不属实。推算只作参考，统计数字未作扣减。`
  );
}

function Sampled({ of, sampleId }: { of: SampledClaimView; sampleId: string }) {
  const act = useAct();
  const may = useMay();
  const { finding } = of;
  const check = (outcome: 'upheld' | 'wrong', reason: string) =>
    act(
      () => call(checkSampled, { params: { id: sampleId }, body: { claimId: of.claimId, outcome, reason } }),
      outcome === 'upheld' ? '已记录属实' : '已记录不属实并冲销',
    );
  return (
    <ClaimCard
      of={of}
      mark={<Tag>{strata[of.stratum]}</Tag>}
      facts={[
        `${of.verifiedBy} ${when(of.verifiedAt)} 核实`,
        finding === null && !of.yoursToCheck && may('sample.check') ? '由您核实的，须另一人复核' : '',
        of.flags.length > 0 ? `疑点：${of.flags.map((rule) => ruleNames[rule] ?? rule).join('、')}` : '',
      ]}
    >
      {finding ? (
        <Verdict
          good={finding.outcome === 'upheld'}
          text={finding.outcome === 'upheld' ? '属实' : '不属实，已冲销'}
          reason={finding.reason}
          by={finding.foundBy}
          at={finding.foundAt}
        />
      ) : (
        of.yoursToCheck && (
          <Space wrap style={{ marginTop: 8 }}>
            <Step
              label="属实"
              primary
              reason="needed"
              question="经复核属实。请写明复核的依据，记录在案。"
              run={(reason) => check('upheld', reason)}
            />
            <Step
              label="不属实"
              danger
              reason="needed"
              question="记录不属实的同时冲销这条申报，台账另记一笔，统计随之减少，不能撤销。请写明理由。"
              run={(reason) => check('wrong', reason)}
            />
          </Space>
        )
      )}
    </ClaimCard>
  );
}

function WorkList({ id }: { id: string }) {
  const list = usePages([listSampledClaims.path, id], (cursor) =>
    call(listSampledClaims, { params: { id }, query: { cursor, limit: 50 } }),
  );
  return (
    <>
      <Load of={list}>
        {(items) =>
          items.length === 0 ? (
            <Nothing text="没有需要复核的申报" />
          ) : (
            items.map((one) => <Sampled key={one.claimId} of={one} sampleId={id} />)
          )
        }
      </Load>
      <More of={list} />
    </>
  );
}

function Shown({ of }: { of: SampleView }) {
  const { label } = useDictionaries();
  const { counts } = of;
  return (
    <Page
      title={`复核清单 ${of.number}`}
      extra={<a href={address(samplePopulation, { id: of.id })}>下载抽样总体</a>}
    >
      <div className="stack">
        <Alert type="info" showIcon title={estimateText(of)} />
        <Card>
          <Descriptions
            column={{ xs: 1, md: 2 }}
            size="small"
            items={[
              {
                key: 'p',
                label: '统计期',
                children: `${periodName(of.period)}（${of.first} 至 ${of.last}）`,
              },
              { key: 'a', label: '统计区域', children: of.area ? label('areas', of.area) : '全部区域' },
              { key: 't', label: '全部复核', children: `${wan(of.threshold) || '0'} 万元及以上、有疑点的` },
              { key: 'r', label: '随机抽取', children: `其余的 ${of.percent}%` },
              {
                key: 'c',
                label: '总体',
                children: `${counts.population} 项：达到金额 ${counts.above}，有疑点 ${counts.flagged}，抽取 ${counts.drawn}，未抽到 ${counts.rest}`,
              },
              {
                key: 'd',
                label: '复核进展',
                children: `${of.checked}/${toCheck(of)} 项，不属实 ${of.wrong} 项`,
              },
              { key: 's', label: '随机种子', children: <span className="quiet">{of.seed}</span> },
              {
                key: 'h',
                label: '总体哈希',
                children: <span className="quiet">SHA-256 {of.populationSha256}</span>,
              },
              { key: 'b', label: '抽取', children: `${of.drawnBy} ${when(of.drawnAt)}` },
            ]}
          />
        </Card>
        <WorkList id={of.id} />
      </div>
    </Page>
  );
}

export function SamplePage() {
  const { id = '' } = useParams();
  const sample = useCall(readSample, { params: { id } });
  return (
    <Load of={sample} page="复核清单">
      {(data) => <Shown of={data} />}
    </Load>
  );
}
