import { Card } from 'antd';
import { Link } from 'react-router';
import { listMeetings, type MeetingView, marketCode, marketName, meetingState } from '#contracts';
import { call } from '../../client/api';
import { useDictionaries, useMay, usePages } from '../../client/queries';
import { useChoices } from '../../ui/choices';
import { Choose, statesOf } from '../../ui/choose';
import { Facts } from '../../ui/facts';
import { Load, More, Nothing, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { marketOptions } from '../markets/kinds';
import { MeetingForm } from './meeting-form';
import { meetingStates, timesOf } from './meeting-words';

function Meeting({ of }: { of: MeetingView }) {
  const { label } = useDictionaries();
  return (
    <Card
      size="small"
      title={<Link to={`/meetings/${of.id}`}>{of.title}</Link>}
      extra={<StateTag states={meetingStates} state={of.state} />}
    >
      <Facts
        of={[
          marketName(of.market),
          timesOf(of),
          of.place ?? '线上',
          of.area ? label('areas', of.area) : '全市',
        ]}
      />
      <Facts of={[of.number, `${of.bodyName}主办`]} />
    </Card>
  );
}

export function Meetings() {
  const may = useMay();
  const [search, choose] = useChoices<'state' | 'market'>();
  const known = meetingState.safeParse(search.get('state'));
  const state = known.success ? known.data : undefined;
  const market = marketCode.safeParse(search.get('market')).data;
  const list = usePages([listMeetings.path, state, market], (cursor) =>
    call(listMeetings, { query: { cursor, state, market, limit: 50 } }),
  );
  return (
    <Page title="对接会" extra={may('meeting.edit') && <MeetingForm />}>
      <div className="filters">
        <Choose
          name="供需市场"
          value={market}
          options={marketOptions}
          choose={(value) => choose({ market: value })}
        />
        <Choose
          name="状态"
          value={state}
          options={statesOf(meetingStates)}
          choose={(value) => choose({ state: value })}
        />
      </div>
      <div className="stack">
        <Load of={list}>
          {(items) =>
            items.length === 0 ? (
              <Nothing text={may('meeting.edit') ? '尚无对接会' : '尚未收到对接会邀请'} />
            ) : (
              items.map((one) => <Meeting key={one.id} of={one} />)
            )
          }
        </Load>
        <More of={list} />
      </div>
    </Page>
  );
}
