import { Input, Modal } from 'antd';
import { useState } from 'react';
import { changeImportRow, type ImportedRow, type ImportView, readImportRow, shownOfCell } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall } from '../../client/queries';
import { Load } from '../../ui/page';
import { columnName } from './import-words';

/** Whether a row may still be put right. */
export const isOpen = (of: ImportView, row: ImportedRow) =>
  ['previewed', 'stopped', 'committed'].includes(of.state) &&
  row.state !== 'head' &&
  !['new', 'changed', 'unchanged', 'undone'].includes(row.outcome ?? '');

/** A cell of the preview. */
export interface At {
  readonly of: ImportView;
  readonly row: ImportedRow;
  readonly column: number;
}

const nameOf = ({ of, column }: Pick<At, 'of' | 'column'>) =>
  columnName(of.mapping.find((one) => one.column === column) ?? { header: '', column });

/** What is saved takes the whole cell's place: of a long one the preview has the beginning, and all of it is fetched. */
export function LongCell({ of, row, column, close }: At & { readonly close: () => void }) {
  const name = nameOf({ of, column });
  const act = useAct();
  const read = useCall(readImportRow, { params: { id: of.id, row: String(row.row) } });
  const whole = read.data?.cells[column] ?? '';
  const [draft, setDraft] = useState<string>();
  const text = draft ?? whole;
  const save = async () => {
    const params = { id: of.id, row: String(row.row) };
    const body = { cells: [{ column, value: text }] };
    if (text === whole || (await act(() => call(changeImportRow, { params, body }), '已改正')) !== false)
      close();
  };
  return (
    <Modal
      open
      width={760}
      title={`第 ${row.row} 行“${name}”`}
      okText="保存"
      cancelText="取消"
      okButtonProps={{ disabled: !read.data }}
      onOk={save}
      onCancel={close}
    >
      <Load of={read}>
        {() => (
          <Input.TextArea
            autoFocus
            autoSize={{ minRows: 8, maxRows: 18 }}
            aria-label={`改正第${row.row}行${name}`}
            value={text}
            onChange={(event) => setDraft(event.target.value)}
          />
        )}
      </Load>
    </Modal>
  );
}

/** A cell; one that is wrong is marked, and can be put right where it stands. */
export function Cell({ of, row, column, openLong }: At & { readonly openLong: (at: At) => void }) {
  const act = useAct();
  const [draft, setDraft] = useState<string>();
  const value = row.cells[column] ?? '';
  const wrong = row.errors.some((error) => error.column === column + 1);
  const noticed = row.notices.some((notice) => notice.column === column + 1);
  const name = nameOf({ of, column });
  const isLong = value.length >= shownOfCell;
  const save = async () => {
    if (draft === undefined) return;
    const body = { cells: [{ column, value: draft }] };
    setDraft(undefined);
    if (draft !== value)
      await act(() => call(changeImportRow, { params: { id: of.id, row: String(row.row) }, body }), '已改正');
  };
  if (draft !== undefined)
    return (
      <Input.TextArea
        autoFocus
        autoSize
        aria-label={`改正第${row.row}行${name}`}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey) void save();
          if (event.key === 'Escape') setDraft(undefined);
        }}
      />
    );
  const text = value === '' ? <span className="quiet">（空）</span> : <span className="clamp">{value}</span>;
  if (!isOpen(of, row)) return text;
  return (
    <button
      type="button"
      className={wrong ? 'cell wrong' : noticed ? 'cell noticed' : 'cell'}
      aria-label={`第${row.row}行${name}：${value || '空'}，点击改正`}
      title={isLong ? '内容较长，这里只显示开头；点击后显示全文并可改正' : undefined}
      onClick={() => (isLong ? openLong({ of, row, column }) : setDraft(value))}
    >
      {text}
    </button>
  );
}
