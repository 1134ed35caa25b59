import { Alert, Descriptions, Drawer, Tag, Typography } from 'antd';
import { amendPeriod, type PeriodRecord, periodName, readPeriod } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Load, Nothing } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { Stored } from './stored-figures';

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

export function Archive({ code, close }: { code: string; close: () => void }) {
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
