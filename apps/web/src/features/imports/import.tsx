import { Alert } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { type ImportView, readImport } from '#contracts';
import { useCall } from '../../client/queries';
import { Load, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { ImportActions } from './import-actions';
import { HeaderChoice } from './import-header';
import { ImportMapping } from './import-mapping';
import { ImportJob, ImportProgress } from './import-progress';
import { ImportRows } from './import-rows';
import { importStates } from './import-words';

/** The result of the import so far, in one sentence. */
function summary(of: ImportView): string {
  if (of.state === 'committed' || of.state === 'stopped')
    return [
      `${of.state === 'stopped' ? '写入已中止' : '写入完成'}：新增 ${of.created} 项，修改 ${of.revised} 项`,
      `无变化 ${of.known} 项`,
      `未写入 ${of.left} 行`,
      `有错误 ${of.refused} 行`,
      `略过 ${of.skipped} 行`,
      ...(of.submitted > 0 ? [`已提交 ${of.submitted} 项`] : []),
      ...(of.published > 0 ? [`已发布 ${of.published} 项`] : []),
    ].join('，');
  return [
    `共 ${of.total} 行内容：新增 ${of.valid - of.changes - of.unchanged} 行`,
    `与已有内容不同 ${of.changes} 行`,
    `无变化 ${of.unchanged} 行`,
    `待确认 ${of.questions} 行`,
    `有错误 ${of.refused} 行`,
    `另有 ${of.skipped} 行不是内容，已略过`,
  ].join('，');
}

const working: Partial<Record<ImportView['state'], string>> = {
  reading: '读取进度',
  committing: '写入进度',
  undoing: '撤销进度',
};

function Body({ of }: { of: ImportView }) {
  const [choosing, setChoosing] = useState(false);
  const title = working[of.state];
  const preview = ['previewed', 'committing', 'stopped', 'committed', 'undoing', 'undone'].includes(of.state);
  return (
    <div className="stack">
      {of.state === 'refused' && <Alert showIcon type="error" title={of.refusal?.detail ?? '文件未能读取'} />}
      {of.state === 'cancelled' && <Alert showIcon type="info" title="本次导入已取消，没有写入任何内容。" />}
      {of.state === 'undone' && (
        <Alert showIcon type="info" title={`已由${of.undoneBy ?? ''}撤销：${of.undoReason ?? ''}`} />
      )}
      {preview && of.state !== 'undone' && (
        <Alert showIcon type={of.refused + of.questions > 0 ? 'warning' : 'success'} title={summary(of)} />
      )}
      {preview && of.state !== 'undone' && of.sheetsAlike.length > 0 && (
        <Alert
          showIcon
          type="warning"
          title={`文件中另有列名相同的工作表：${of.sheetsAlike.join('、')}。本次只导入当前工作表，其余工作表没有读入；如需导入，请再次上传并选择工作表。`}
        />
      )}
      {title && of.job && <ImportProgress key={of.job.id} id={of.job.id} title={title} ahead={of.ahead} />}
      {of.state === 'committing' && !of.job && (
        <Alert showIcon type="warning" title="写入已中断，可停止后继续写入。" />
      )}
      {['previewed', 'stopped', 'committed'].includes(of.state) && of.job && (
        <ImportJob key={of.job.id} id={of.job.id} ahead={of.ahead} />
      )}
      {(of.state === 'header' || choosing) && (
        <HeaderChoice key={of.version} of={of} {...(choosing ? { close: () => setChoosing(false) } : {})} />
      )}
      {(preview || of.state === 'header') && of.mapping.length > 0 && !choosing && of.state !== 'header' && (
        <ImportMapping of={of} again={() => setChoosing(true)} />
      )}
      {preview && <ImportRows key={`${of.id}${of.headerRow}`} of={of} />}
    </div>
  );
}

export function ImportPage() {
  const { id = '' } = useParams();
  const read = useCall(readImport, { params: { id }, query: { limit: 1 } });
  return (
    <Load of={read} page="导入">
      {(of) => (
        <Page
          title={
            <>
              导入：{of.fileName} <StateTag states={importStates} state={of.state} />
            </>
          }
          extra={<ImportActions of={of} />}
        >
          <Body of={of} />
        </Page>
      )}
    </Load>
  );
}
