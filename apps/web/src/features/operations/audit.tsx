import { Button } from 'antd';
import { Link } from 'react-router';
import { type AnswerOf, listAudit } from '#contracts';
import { call } from '../../client/api';
import { useMay, usePages } from '../../client/queries';
import { Load, More, Page } from '../../ui/page';
import { type Column, Records } from '../../ui/records';
import { toSecond } from '../../ui/time';
import { AuditFilters, useAuditFilters } from './audit-filters';
import { actionText, subjectParts } from './audit-words';

type Entry = AnswerOf<typeof listAudit>['items'][number];

function What({ of }: { of: Entry }) {
  return <span title={of.action}>{actionText(of.action)}</span>;
}

/** Where things are shown, and to whom. */
const pages: Readonly<Record<string, { readonly path: string; readonly action: string }>> = {
  organisation: { path: '/organisations', action: 'organisation.list' },
  application: { path: '/applications', action: 'application.approve' },
  scenario: { path: '/scenarios', action: 'listing.list' },
  capability: { path: '/capabilities', action: 'listing.list' },
  engagement: { path: '/engagements', action: 'engagement.list' },
  edition: { path: '/editions', action: 'edition.list' },
  import: { path: '/imports', action: 'import.list' },
  sample: { path: '/samples', action: 'sample.read' },
  change: { path: '/organisation-changes', action: 'change.decide' },
};

/** A thing by its kind, which leads to its page where it has one: its id says nothing to a person. */
function Thing({ of }: { of: string }) {
  const may = useMay();
  const { kind, id } = subjectParts(of);
  const page = pages[of.split(':')[0] ?? ''];
  if (page && id && may(page.action)) return <Link to={`${page.path}/${id}`}>{kind}</Link>;
  return (
    <>
      {kind} {/^[0-9a-f-]{36}$/.test(id) ? '' : id}
    </>
  );
}

/** What it was done to; a press shows all that was done to the same. */
function Subject({ of, choose }: { of: Entry; choose: (subject: string) => void }) {
  const { kind, id } = subjectParts(of.subject);
  return (
    <>
      <Thing of={of.subject} />
      {id && (
        <div>
          <Button
            type="link"
            size="small"
            style={{ padding: 0, height: 'auto' }}
            aria-label={`只看${kind}${id}`}
            onClick={() => choose(of.subject)}
          >
            只看此项
          </Button>
        </div>
      )}
    </>
  );
}

function Who({ of }: { of: Entry }) {
  return (
    <>
      {of.actorName}
      {of.onBehalf && (
        <div className="quiet">
          代表
          <Thing of={of.onBehalf} />
        </div>
      )}
    </>
  );
}

function columns(choose: (subject: string) => void): readonly Column<Entry>[] {
  return [
    { title: '时间', width: 130, render: (row) => toSecond(row.at) },
    { title: '操作人', width: 190, render: (row) => <Who of={row} /> },
    { title: '操作', width: 130, card: 'head', render: (row) => <What of={row} /> },
    { title: '对象', width: 190, render: (row) => <Subject of={row} choose={choose} /> },
    { title: '理由', render: (row) => row.reason && <span className="pre">{row.reason}</span> },
    {
      title: '来源',
      width: 190,
      render: (row) => (
        <span className="quiet">
          {row.address}
          {row.requestId && (
            <details>
              <summary>请求编号</summary>
              {row.requestId}
            </details>
          )}
        </span>
      ),
    },
  ];
}

export function Audit() {
  const { chosen, choose, none } = useAuditFilters();
  const list = usePages([listAudit.path, chosen], (cursor) =>
    call(listAudit, { query: { ...chosen, cursor, limit: 50 } }),
  );
  return (
    <Page title="审计记录" extra={<Button onClick={() => list.refetch()}>刷新</Button>}>
      <AuditFilters of={{ chosen, choose }} />
      <div className="stack">
        <Load of={list}>
          {(items) => (
            <Records
              name="审计记录"
              of={items}
              keyOf={(row) => row.id}
              columns={columns((subject) => choose('subject', subject))}
              least={1000}
              empty={none ? '尚无审计记录' : '没有符合条件的审计记录'}
            />
          )}
        </Load>
        <More of={list} />
      </div>
    </Page>
  );
}
