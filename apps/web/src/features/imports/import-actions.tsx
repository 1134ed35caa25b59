import { Button, Space, Switch, Upload } from 'antd';
import { useState } from 'react';
import {
  cancelImport,
  commitImportRows,
  type ImportView,
  importErrors,
  importOutcome,
  mapImport,
  mendImportRows,
  publishImport,
  submitImport,
  undoImportRows,
} from '#contracts';
import { useAct, useChange } from '../../client/act';
import { address, call } from '../../client/api';
import { useMay } from '../../client/queries';
import { Step } from '../../ui/step';

/** What a person turns on before the rows are written. */
function Switches({
  of,
  publish,
  setPublish,
}: {
  of: ImportView;
  publish: boolean;
  setPublish: (on: boolean) => void;
}) {
  const act = useAct();
  const may = useMay();
  const change = (body: { revise?: boolean; newOrganisations?: boolean }) =>
    act(() => call(mapImport, { params: { id: of.id }, version: of.version, body }));
  return (
    <Space wrap size="middle">
      {of.changes > 0 && (
        <span>
          <Switch
            checked={of.revise}
            onChange={(revise) => change({ revise })}
            aria-label="与已有内容不同的按修改写入"
          />{' '}
          与已有内容不同的按修改写入
        </span>
      )}
      {may('import.publish') && of.state === 'previewed' && (
        <>
          <span>
            <Switch
              checked={of.newOrganisations}
              onChange={(newOrganisations) => change({ newOrganisations })}
              aria-label="登记表中的新单位"
            />{' '}
            登记表中的新单位
          </span>
          <span>
            <Switch checked={publish} onChange={setPublish} aria-label="写入后即审核发布" /> 写入后即审核发布
          </span>
        </>
      )}
    </Space>
  );
}

function question(of: ImportView, publish: boolean): string {
  const fresh = of.valid - of.changes - of.unchanged;
  return [
    `将新增 ${fresh} 项`,
    ...(of.changes > 0
      ? [of.revise ? `修改 ${of.changes} 项` : `与已有内容不同的 ${of.changes} 项不写入`]
      : []),
    ...(of.unchanged > 0 ? [`无变化的 ${of.unchanged} 项不重复写入`] : []),
    ...(of.refused > 0 ? [`有错误的 ${of.refused} 行不写入，可改正后再写入`] : []),
    ...(of.questions > 0 ? [`待确认的 ${of.questions} 行按所作选择处理`] : []),
    ...(publish ? ['写入后随即审核发布'] : []),
  ].join('；');
}

/** The errors' workbook goes out, is mended in Excel and comes back: the same import goes on. */
function Errors({ of }: { of: ImportView }) {
  const { busy, act } = useChange();
  if (of.refused + of.questions === 0) return null;
  const send = async (file: File) => {
    await act(
      () => call(mendImportRows, { params: { id: of.id }, body: {}, file }),
      '已收到，正在核对改正的内容',
    );
  };
  return (
    <>
      <Button href={address(importErrors, { id: of.id })}>下载错误清单</Button>
      {['previewed', 'stopped', 'committed'].includes(of.state) && (
        <Upload
          accept=".xlsx,.xls,.csv"
          showUploadList={false}
          beforeUpload={(file) => {
            void send(file);
            return false;
          }}
        >
          <Button loading={busy}>上传改好的错误清单</Button>
        </Upload>
      )}
    </>
  );
}

function Undo({ of }: { of: ImportView }) {
  const act = useAct();
  const may = useMay();
  if (!may('import.undo') || of.created + of.revised === 0) return null;
  return (
    <Step
      label="撤销本次导入"
      danger
      reason="needed"
      question={`将撤回新增的 ${of.created} 项，并把修改的 ${of.revised} 项恢复为导入前的内容。其中任何一项此后已有变动或已被使用时，不能整批撤销。`}
      run={(reason) =>
        act(() => call(undoImportRows, { params: { id: of.id }, body: { reason } }), '正在撤销')
      }
    />
  );
}

/** All that was imported goes one step on, with one confirmation and one summary. */
function Bulk({ of }: { of: ImportView }) {
  const act = useAct();
  const may = useMay();
  const made = of.created + of.revised;
  const mayPublish = may('import.publish');
  // What has gone that step already needs no button for it.
  if (made === 0 || of.published + (mayPublish ? 0 : of.submitted) >= made) return null;
  if (mayPublish)
    return (
      <Step
        label="全部审核发布"
        primary
        question={`将把本次导入的 ${made} 项审核通过并发布；不能发布的会逐项说明原因。确认？`}
        run={() => act(() => call(publishImport, { params: { id: of.id } }), '已开始发布')}
      />
    );
  return (
    <Step
      label="全部提交审核"
      primary
      question={`将把本次导入的 ${made} 项提交审核；不能提交的会逐项说明原因。确认？`}
      run={() => act(() => call(submitImport, { params: { id: of.id } }), '已开始提交')}
    />
  );
}

function Cancel({ of }: { of: ImportView }) {
  const act = useAct();
  const writing = of.state === 'committing';
  return (
    <Step
      label={writing ? '停止写入' : '取消导入'}
      danger
      question={
        writing
          ? '已写入的保留，其余不再写入；之后可以继续。确认停止？'
          : '本次导入将被取消，没有写入任何内容。确认？'
      }
      run={() => act(() => call(cancelImport, { params: { id: of.id } }), writing ? '已停止' : '已取消')}
    />
  );
}

export function ImportActions({ of }: { of: ImportView }) {
  const act = useAct();
  const [publish, setPublish] = useState(false);
  const waits = of.state === 'previewed' || of.state === 'stopped';
  const more = of.state === 'committed' && of.left + of.refused + of.questions > 0;
  return (
    <div className="steps">
      {(waits || more) && <Switches of={of} publish={publish} setPublish={setPublish} />}
      <Errors of={of} />
      {of.state === 'committed' && <Button href={address(importOutcome, { id: of.id })}>下载导入结果</Button>}
      {(of.state === 'committed' || of.state === 'stopped') && <Undo of={of} />}
      {of.state === 'committed' && <Bulk of={of} />}
      {['reading', 'header', 'previewed', 'committing'].includes(of.state) && <Cancel of={of} />}
      {((waits && of.valid + of.questions > 0) || more) && (
        <Step
          label={of.state === 'previewed' ? '写入' : '继续写入'}
          primary={of.state !== 'committed'}
          question={`${question(of, publish)}。确认？`}
          run={() =>
            act(() => call(commitImportRows, { params: { id: of.id }, body: { publish } }), '已开始写入')
          }
        />
      )}
    </div>
  );
}
