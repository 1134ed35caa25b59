import { Button, Card, Table } from 'antd';
import { type AnswerOf, listAudit } from '#contracts';
import { call } from '../api';
import { usePages, useWide } from '../hooks';
import { Load, More, Nothing, Page } from '../parts';
import { toSecond } from '../ui/time';
import { AuditFilters, useAuditFilters } from './audit-filters';
import { actionText, subjectParts } from './audit-words';

type Entry = AnswerOf<typeof listAudit>['items'][number];

function What({ of }: { of: Entry }) {
  return <span title={of.action}>{actionText(of.action)}</span>;
}

/** What it was done to; a press shows all that was done to the same. */
function Subject({ of, choose }: { of: Entry; choose: (subject: string) => void }) {
  const { kind, id } = subjectParts(of.subject);
  return (
    <>
      {kind}
      {id && (
        <div className="quiet">
          <Button
            type="link"
            size="small"
            style={{ padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'start' }}
            aria-label={`只看${kind}${id}`}
            onClick={() => choose(of.subject)}
          >
            <span style={{ overflowWrap: 'anywhere' }}>{id}</span>
          </Button>
        </div>
      )}
    </>
  );
}

function Who({ of }: { of: Entry }) {
  const side = of.onBehalf && subjectParts(of.onBehalf);
  return (
    <>
      {of.actorName}
      {side && (
        <div className="quiet">
          代表{side.kind} {side.id}
        </div>
      )}
    </>
  );
}

interface Shown {
  readonly items: Entry[];
  readonly choose: (subject: string) => void;
}

/** A row of the table, as a phone has room for it. */
function AuditCards({ items, choose }: Shown) {
  return items.map((one) => (
    <Card key={one.id} size="small" title={<What of={one} />}>
      <div className="stack" style={{ gap: 8 }}>
        <div className="quiet">{toSecond(one.at)}</div>
        <div>
          <Who of={one} />
        </div>
        <div>
          <Subject of={one} choose={choose} />
        </div>
        {one.reason && <div className="pre">理由：{one.reason}</div>}
        <div className="quiet">
          {one.address && <div>来源地址：{one.address}</div>}
          {one.requestId && <div>请求编号：{one.requestId}</div>}
        </div>
      </div>
    </Card>
  ));
}

function AuditTable({ items, choose }: Shown) {
  return (
    <Table<Entry>
      rowKey="id"
      size="middle"
      scroll={{ x: 1030 }}
      pagination={false}
      dataSource={items}
      columns={[
        { title: '时间', width: 130, render: (_, row) => toSecond(row.at) },
        { title: '操作人', width: 190, render: (_, row) => <Who of={row} /> },
        { title: '来源地址', width: 120, render: (_, row) => <span className="pre">{row.address}</span> },
        { title: '操作', width: 130, render: (_, row) => <What of={row} /> },
        { title: '对象', width: 190, render: (_, row) => <Subject of={row} choose={choose} /> },
        { title: '理由', render: (_, row) => <span className="pre">{row.reason}</span> },
        { title: '请求编号', width: 190, render: (_, row) => <span className="quiet">{row.requestId}</span> },
      ]}
    />
  );
}

export function Audit() {
  const wide = useWide();
  const { chosen, choose, none } = useAuditFilters();
  const list = usePages([listAudit.path, chosen], (cursor) =>
    call(listAudit, { query: { ...chosen, cursor, limit: 50 } }),
  );
  const chooseSubject = (subject: string) => choose('subject', subject);
  return (
    <Page title="审计记录" extra={<Button onClick={() => list.refetch()}>刷新</Button>}>
      <AuditFilters of={{ chosen, choose }} />
      <div className="stack">
        <Load of={list}>
          {(items) => {
            if (items.length === 0)
              return <Nothing text={none ? '尚无审计记录' : '没有符合条件的审计记录'} />;
            return wide ? (
              <AuditTable items={items} choose={chooseSubject} />
            ) : (
              <AuditCards items={items} choose={chooseSubject} />
            );
          }}
        </Load>
        <More of={list} />
      </div>
    </Page>
  );
}
