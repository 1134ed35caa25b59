import { Alert, Card, Table } from 'antd';
import { forgetImportHeader, listImportHeaders } from '#contracts';
import { call } from '../api';
import { useAct, usePages, useWide } from '../hooks';
import { kindName } from '../kinds';
import { Load, More, Nothing, Page, Step, when } from '../parts';

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
  const wide = useWide();
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
            {(items) =>
              items.length === 0 ? (
                <Nothing text="还没有记住列名" />
              ) : (
                <>
                  {wide ? (
                    <Table
                      rowKey="id"
                      size="small"
                      pagination={false}
                      dataSource={items}
                      columns={[
                        { title: '表中列名', dataIndex: 'header' },
                        { title: '内容', width: 110, render: (_, one) => kindName[one.kind] },
                        { title: '对应', dataIndex: 'label' },
                        { title: '确认人', dataIndex: 'by', width: 140 },
                        { title: '时间', width: 180, render: (_, one) => when(one.at) },
                        { title: '', width: 110, render: (_, one) => <Forget of={one} /> },
                      ]}
                    />
                  ) : (
                    <div className="stack">
                      {items.map((one) => (
                        <div key={one.id}>
                          <div>
                            {one.header} → {one.label}
                          </div>
                          <div className="quiet">
                            {kindName[one.kind]}，{one.by}，{when(one.at)}
                          </div>
                          <Forget of={one} />
                        </div>
                      ))}
                    </div>
                  )}
                  <More of={list} />
                </>
              )
            }
          </Load>
        </Card>
      </div>
    </Page>
  );
}
