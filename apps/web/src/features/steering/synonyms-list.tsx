import { Button, Input, Pagination, Tag } from 'antd';
import { useState } from 'react';
import { Words } from '../../ui/facts';
import { Nothing } from '../../ui/page';
import { type Draft, foundIn, type Row, stateOf } from './synonyms-draft';

const states = {
  added: { text: '新增', color: 'green' },
  changed: { text: '已改', color: 'orange' },
} as const;
/** Rows at once. */
const shown = 50;

function State({ of }: { of: Row }) {
  const state = stateOf(of);
  return state === 'same' ? null : <Tag color={states[state].color}>{states[state].text}</Tag>;
}

interface Editing {
  readonly onEdit?: (row: Row) => void;
  readonly onRemove?: (row: Row) => void;
}

function GroupRow({ number, row, onEdit, onRemove }: Editing & { number: number; row: Row }) {
  const named = row.words.join('、');
  return (
    <li className="group">
      <span className="quiet">{number}</span>
      <span>
        <State of={row} />
        <Words of={row.words} />
      </span>
      <span>
        {onEdit && (
          <Button type="link" size="small" aria-label={`编辑 ${named}`} onClick={() => onEdit(row)}>
            编辑
          </Button>
        )}
        {onRemove && (
          <Button type="link" size="small" danger aria-label={`删除 ${named}`} onClick={() => onRemove(row)}>
            删除
          </Button>
        )}
      </span>
    </li>
  );
}

/** Groups as rows of tags, searched by any of their words. */
export function SynonymsList({ of, ...editing }: Editing & { of: Draft }) {
  const [sought, setSought] = useState('');
  const [page, setPage] = useState(1);
  const found = foundIn(of, sought);
  const at = Math.min(page, Math.max(1, Math.ceil(found.length / shown)));
  return (
    <>
      <Input.Search
        allowClear
        aria-label="查找词语"
        placeholder="查找词语"
        style={{ maxWidth: 360 }}
        value={sought}
        onChange={(event) => {
          setSought(event.target.value);
          setPage(1);
        }}
      />
      {found.length === 0 && (
        <Nothing text={of.rows.length === 0 ? '没有同义词' : `没有含“${sought.trim()}”的同义词`} />
      )}
      <ul className="groups">
        {found.slice((at - 1) * shown, at * shown).map(({ number, row }) => (
          <GroupRow key={row.key} number={number} row={row} {...editing} />
        ))}
      </ul>
      <Pagination
        align="end"
        hideOnSinglePage
        showSizeChanger={false}
        pageSize={shown}
        current={at}
        total={found.length}
        onChange={setPage}
      />
    </>
  );
}
