import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { type Draft, faultsOf, type Group, linesOf, type Row } from './synonyms-draft';

/** Faults told at once. */
const told = 5;

function Faults({ of }: { of: readonly string[] }) {
  const more = of.length > told ? [`……共 ${of.length} 处`] : [];
  return (
    <Alert
      showIcon
      type="error"
      title={[...of.slice(0, told), ...more].map((fault) => <div key={fault}>{fault}</div>)}
    />
  );
}

/** Lines typed or pasted become groups of the draft; `row`: the one that is edited. */
export function SynonymsForm({
  draft,
  row,
  onDone,
}: {
  draft: Draft;
  row: Row | undefined;
  onDone: (groups?: readonly Group[]) => void;
}) {
  const [text, setText] = useState(row?.words.join('、') ?? '');
  const lines = linesOf(text);
  const others = draft.rows.map(({ words }, i) => [i + 1, words] as const);
  const faults = faultsOf(lines, new Map(others.filter((_, i) => draft.rows[i]?.key !== row?.key)));
  return (
    <Modal
      open
      title={row ? '编辑同义词' : '新增同义词'}
      okText={row ? '改入草稿' : '加入草稿'}
      okButtonProps={{ disabled: lines.length === 0 || faults.length > 0 }}
      onOk={() => onDone(lines)}
      onCancel={() => onDone()}
    >
      <div className="stack" style={{ gap: 8 }}>
        <div>一行一个含义，词语之间用顿号或逗号隔开；可从表格粘贴多行。</div>
        <Input.TextArea
          autoFocus
          aria-label="同义词"
          autoSize={{ minRows: row ? 3 : 6, maxRows: 14 }}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={'等保、等级保护\n大模型、大语言模型、LLM'}
        />
        {faults.length > 0 ? (
          <Faults of={faults} />
        ) : (
          <div className="quiet" role="status">
            {lines.length > 0 ? `${lines.length} 组、${lines.flat().length} 个词` : '保存为新版本后生效'}
          </div>
        )}
      </div>
    </Modal>
  );
}
