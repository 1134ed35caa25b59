import { Alert, Card } from 'antd';
import { forgetImportHeader, listImportHeaders } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { usePages } from '../../client/queries';
import { Load, More, Page } from '../../ui/page';
import { Records } from '../../ui/records';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { kindName } from '../markets/kinds';

type Header = Awaited<ReturnType<typeof read>>['items'][number];

const read = (cursor: string | undefined) =>
  call(listImportHeaders, { query: { limit: 50, ...(cursor ? { cursor } : {}) } });

function Forget({ of }: { of: Header }) {
  const act = useAct();
  return (
    <Step
      label="不再记住"
      size="small"
      danger
      question={`以后导入时，列名“${of.header}”将重新按平台的规则识别。确认？`}
      run={() => act(() => call(forgetImportHeader, { params: { id: of.id } }), '已不再记住')}
    />
  );
}

/** What coordinators of the own body have said of headers; further files are read by it. */
export function ImportHeaders() {
  const list = usePages([listImportHeaders.path, 'pages'], read);
  return (
    <Page title="记住的列名">
      <div className="stack">
        <Alert
          showIcon
          type="info"
          title="本部门人员在导入预览中确认过的列名，以后导入同名的列时直接采用。对应有误的，可在这里去掉。"
        />
        <Card>
          <Load of={list}>
            {(items) => (
              <Records
                name="记住的列名"
                of={items}
                keyOf={({ id }) => id}
                empty="还没有记住列名"
                columns={[
                  { title: '表中列名', card: 'head', render: ({ header }) => header },
                  { title: '内容', width: 110, card: 'mark', render: ({ kind }) => kindName[kind] },
                  { title: '对应', render: ({ label }) => label },
                  { title: '确认人', width: 140, render: ({ by }) => by },
                  { title: '时间', width: 180, render: ({ at }) => when(at) },
                  { title: '办理', width: 120, card: 'foot', render: (one) => <Forget of={one} /> },
                ]}
              />
            )}
          </Load>
          <More of={list} />
        </Card>
      </div>
    </Page>
  );
}
