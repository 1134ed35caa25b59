import { Alert, Button, Card, Select, Table, Tag } from 'antd';
import { type ImportColumn, type ImportView, ignored, mapImport } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useDictionaries } from '../../client/queries';
import { useWide } from '../../ui/wide';
import { columnName, fieldLabel, fieldOptions } from './import-words';

const hows: Record<ImportColumn['how'], string> = {
  name: '按列名',
  remembered: '按本部门以往的对应',
  person: '已由人确认',
  values: '按列名和内容',
  question: '待确认',
  taken: '已有另一列对应',
  none: '未认出',
};

function useMapping(of: ImportView) {
  const act = useAct();
  return (column: number, field: string) =>
    act(
      () =>
        call(mapImport, {
          params: { id: of.id },
          version: of.version,
          body: { mapping: [{ column, field }] },
        }),
      '已更新对应关系，正在重新读取',
    );
}

/** What may be meant: not read until it is answered. */
function Question({ of, one }: { of: ImportView; one: ImportColumn }) {
  const change = useMapping(of);
  const { kind } = useDictionaries();
  if (one.how !== 'question' || one.suggestion === undefined) return null;
  const { suggestion } = one;
  return (
    <div className="steps" style={{ marginTop: 6 }}>
      <span>是“{fieldLabel(kind(of.kind), suggestion)}”吗？</span>
      <Button size="small" type="primary" onClick={() => change(one.column, suggestion)}>
        是
      </Button>
      <Button size="small" onClick={() => change(one.column, ignored)}>
        不是
      </Button>
    </div>
  );
}

function Field({ of, one }: { of: ImportView; one: ImportColumn }) {
  const change = useMapping(of);
  const { kind } = useDictionaries();
  return (
    <>
      <Select
        aria-label={`${columnName(one)}对应`}
        value={one.field}
        style={{ width: '100%', maxWidth: 240 }}
        disabled={of.state !== 'previewed'}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(field) => change(one.column, field)}
        options={fieldOptions(kind(of.kind))}
      />
      <Question of={of} one={one} />
    </>
  );
}

const samples = ({ samples: values }: ImportColumn) => values.map((value) => value.slice(0, 40)).join('、');

export function ImportMapping({ of, again }: { of: ImportView; again: () => void }) {
  const wide = useWide();
  const open = of.mapping.filter(({ how }) => how === 'question').length;
  const hidden = of.mapping.filter(({ hidden: is, field }) => is && field !== ignored);
  const shown = of.mapping.filter(({ header, samples: values }) => header !== '' || values.length > 0);
  return (
    <Card
      title="列的对应"
      extra={
        of.state === 'previewed' && of.sheets.length > 0 && <Button onClick={again}>另选工作表或表头</Button>
      }
    >
      {open > 0 && (
        <Alert
          showIcon
          type="warning"
          style={{ marginBottom: 16 }}
          title={`有 ${open} 列的含义需要确认；确认之前这些列不导入。`}
        />
      )}
      {hidden.length > 0 && (
        <Alert
          showIcon
          type="info"
          style={{ marginBottom: 16 }}
          title={`表中有 ${hidden.length} 列被隐藏，仍按对应关系读取：${hidden.map(columnName).join('、')}。不需要的，请改为“不导入”。`}
        />
      )}
      {of.unit !== null && (
        <Alert
          showIcon
          type="info"
          style={{ marginBottom: 16 }}
          title={`表上方注明单位：金额按“${of.unit}”读取。`}
        />
      )}
      {wide ? (
        <Table
          rowKey="column"
          size="small"
          pagination={false}
          dataSource={shown}
          columns={[
            { title: '表中列名', width: '24%', render: (_, one) => columnName(one) },
            {
              title: '前几项内容',
              ellipsis: true,
              render: (_, one) => <span className="quiet">{samples(one)}</span>,
            },
            { title: '对应内容', width: 260, render: (_, one) => <Field of={of} one={one} /> },
            {
              title: '依据',
              width: 160,
              render: (_, { how }) => (
                <Tag color={how === 'question' ? 'warning' : 'default'}>{hows[how]}</Tag>
              ),
            },
          ]}
        />
      ) : (
        <div className="stack">
          {shown.map((one) => (
            <div key={one.column}>
              <div>
                {columnName(one)}{' '}
                <Tag color={one.how === 'question' ? 'warning' : 'default'}>{hows[one.how]}</Tag>
              </div>
              <div className="quiet" style={{ marginBottom: 6 }}>
                {samples(one)}
              </div>
              <Field of={of} one={one} />
            </div>
          ))}
        </div>
      )}
    </Card>
  );
}
