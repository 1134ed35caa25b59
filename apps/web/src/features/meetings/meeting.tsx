import { Alert, Card, Descriptions, Timeline } from 'antd';
import { useParams } from 'react-router';
import { type MeetingRecord, type MeetingState, marketName, moveMeeting, readMeeting } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useDictionaries, useMay } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { MeetingForm } from './meeting-form';
import { CheckInByCode, Guests } from './meeting-guests';
import { MeetingPairs } from './meeting-pairs';
import { meetingStates, timesOf } from './meeting-words';

const steps: readonly {
  to: Exclude<MeetingState, 'draft'>;
  from: readonly MeetingState[];
  label: string;
  question: string;
}[] = [
  {
    to: 'announced',
    from: ['draft'],
    label: '发出通知',
    question: '通知发出后，受邀单位可以看到这次对接会；名单仍可调整。',
  },
  {
    to: 'held',
    from: ['announced'],
    label: '确认举办',
    question: '供需双方均有单位签到后确认举办，计入“举办对接会”，并可记录会上对接。',
  },
  {
    to: 'closed',
    from: ['held'],
    label: '结束',
    question: '结束后不能再登记签到、记录会上对接，不能撤销。',
  },
];

function Steps({ of }: { of: MeetingRecord }) {
  const act = useAct();
  const move = (to: Exclude<MeetingState, 'draft'>, done: string, reason?: string) =>
    act(() => call(moveMeeting, { params: { id: of.id }, body: { to, reason }, version: of.version }), done);
  const open = of.state === 'draft' || of.state === 'announced';
  return (
    <>
      {open && <MeetingForm meeting={of} />}
      {steps
        .filter(({ from }) => from.includes(of.state))
        .map(({ to, label, question }) => (
          <Step
            key={to}
            label={label}
            primary
            question={question}
            run={() => move(to, meetingStates[to].text)}
          />
        ))}
      {(open || (of.state === 'held' && of.pairs.length === 0)) && (
        <Step
          label="取消"
          danger
          reason="needed"
          question={
            open
              ? '取消后不能恢复，受邀单位可以看到取消的理由。'
              : '误记举办的可以取消，并从“举办对接会”中减去。取消后不能恢复。'
          }
          run={(reason) => move('cancelled', '已取消', reason)}
        />
      )}
    </>
  );
}

function Shown({ of }: { of: MeetingRecord }) {
  const may = useMay();
  const { label } = useDictionaries();
  return (
    <Page title={of.title} extra={may('meeting.edit') && <Steps of={of} />}>
      <div className="stack">
        {of.state === 'cancelled' && <Alert type="warning" showIcon title={`已取消：${of.reason ?? ''}`} />}
        <Card>
          <Descriptions
            column={{ xs: 1, md: 2 }}
            size="small"
            items={[
              { key: 'n', label: '编号', children: of.number },
              {
                key: 's',
                label: '状态',
                children: <StateTag states={meetingStates} state={of.state} />,
              },
              { key: 'm', label: '供需市场', children: marketName(of.market) },
              { key: 't', label: '时间', children: timesOf(of) },
              { key: 'p', label: '地点', children: of.place ?? '线上' },
              ...(of.link
                ? [
                    {
                      key: 'l',
                      label: '线上会议',
                      children: (
                        <a href={of.link} target="_blank" rel="noreferrer">
                          {of.link}
                        </a>
                      ),
                    },
                  ]
                : []),
              { key: 'b', label: '主办', children: of.bodyName },
              { key: 'a', label: '统计区域', children: of.area ? label('areas', of.area) : '全市' },
              ...(of.note
                ? [{ key: 'o', label: '说明', children: <span className="pre">{of.note}</span> }]
                : []),
            ]}
          />
        </Card>
        <CheckInByCode of={of} />
        <Guests of={of} />
        <MeetingPairs of={of} />
        {of.history.length > 0 && (
          <Card title="办理过程">
            <Timeline
              items={of.history.map((entry) => ({
                key: `${entry.at}${entry.what}`,
                content: `${when(entry.at)}　${entry.actorName} ${entry.what}${entry.reason ? `：${entry.reason}` : ''}`,
              }))}
            />
          </Card>
        )}
      </div>
    </Page>
  );
}

export function MeetingPage() {
  const { id = '' } = useParams();
  const meeting = useCall(readMeeting, { params: { id } });
  return <Load of={meeting}>{(data) => <Shown of={data} />}</Load>;
}
