import { Alert, Button, Table } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import {
  amendEdition,
  deleteEdition,
  type EditionDetail,
  kinds,
  previewEdition,
  publishEdition,
  readEdition,
  withdrawEdition,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Facts } from '../../ui/facts';
import { Load, Nothing, Page } from '../../ui/page';
import { StateTag } from '../../ui/state-tag';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { useWide } from '../../ui/wide';
import { EditItems, EditTexts, Schedule } from './edition-draft';
import { editionStates } from './editions';

function Preview({ id }: { id: string }) {
  const preview = useCall(previewEdition, { params: { id } });
  return (
    <Load of={preview}>
      {({ leftOut }) =>
        leftOut.length > 0 && (
          <Alert
            showIcon
            type="warning"
            title={`${leftOut.length} 项不会列入`}
            description={[...new Set(leftOut.map((one) => one.reason))].join('；')}
          />
        )
      }
    </Load>
  );
}

function Publish({ edition }: { edition: EditionDetail }) {
  const act = useAct();
  const preview = useCall(previewEdition, { params: { id: edition.id } });
  const listed = edition.items - (preview.data?.leftOut.length ?? 0);
  const input = { params: { id: edition.id }, version: edition.version };
  return (
    <Step
      label="发布"
      primary
      question={`将发布 ${listed} 项。发布后不能恢复为草稿，更正须另行说明理由。确认发布？`}
      run={() => act(() => call(publishEdition, { ...input, body: {} }), '已发布')}
    />
  );
}

type Item = EditionDetail['itemList'][number];

function stateOf(edition: EditionDetail, { struck, inForce }: Item): string {
  if (struck) return `${struck.on} 划去：${struck.reason}`;
  if (edition.number === null) return inForce ? '可列入' : '不能列入';
  return inForce ? '有效' : '已不再公开';
}

interface Choosing {
  readonly edition: EditionDetail;
  /** Ids of the listings that are chosen in the table. */
  readonly chosen: readonly string[];
  readonly choose: (ids: string[]) => void;
}

const isDraft = ({ state }: EditionDetail) => state === 'draft' || state === 'scheduled';

/** What can be done with an edition before it is published. */
function DraftSteps({ edition, chosen, choose }: Choosing) {
  const may = useMay();
  const act = useAct();
  const go = useNavigate();
  const input = { params: { id: edition.id }, version: edition.version };
  return (
    <>
      {may('edition.edit') && (
        <>
          <EditTexts edition={edition} />
          <EditItems edition={edition} chosen={chosen} done={() => choose([])} />
        </>
      )}
      {may('edition.schedule') && <Schedule edition={edition} />}
      {edition.state === 'draft' && may('edition.publish') && (
        <>
          <Publish edition={edition} />
          <Step
            label="删除草稿"
            danger
            question="删除后不能恢复。确认删除？"
            run={() => act(() => call(deleteEdition, input).then(() => go('/editions')), '已删除')}
          />
        </>
      )}
    </>
  );
}

/** What can be done with a published one: strike items, with a reason, or withdraw it as a whole. */
function PublishedSteps({ edition, chosen, choose }: Choosing) {
  const act = useAct();
  const input = { params: { id: edition.id }, version: edition.version };
  const struck = edition.itemList
    .filter(({ listingId }) => chosen.includes(listingId))
    .map(({ number }) => number);
  return (
    <>
      {struck.length > 0 && (
        <Step
          label={`更正：划去 ${struck.length} 项`}
          danger
          reason="needed"
          question="划去的项目在公开页面上注明，不能恢复。请写明理由。"
          run={async (reason) => {
            const amended = await act(
              () => call(amendEdition, { ...input, body: { numbers: struck, reason } }),
              '已更正',
            );
            if (amended) choose([]);
            return amended;
          }}
        />
      )}
      <Step
        label="撤回"
        danger
        reason="needed"
        question="撤回后原文仍可查阅，并注明已撤回。请写明理由。"
        run={(reason) => act(() => call(withdrawEdition, { ...input, body: { reason } }), '已撤回')}
      />
    </>
  );
}

/** What there is to know of an edition before its items. */
function Notes({ edition }: { edition: EditionDetail }) {
  return (
    <>
      {edition.withdrawnReason && <Alert type="error" title={`已撤回：${edition.withdrawnReason}`} />}
      {edition.struck > 0 && (
        <Alert
          showIcon
          type="warning"
          title={`共 ${edition.items} 项，其中 ${edition.struck} 项已划去，现列 ${edition.items - edition.struck} 项`}
        />
      )}
      {edition.preface && <div className="pre">{edition.preface}</div>}
      {edition.scheduledFor && (
        <Alert showIcon type="info" title={`将于 ${when(edition.scheduledFor)} 自动发布`} />
      )}
      {isDraft(edition) && <Preview id={edition.id} />}
    </>
  );
}

function Items({ edition, chosen, choose }: Choosing) {
  const may = useMay();
  const wide = useWide();
  const selects =
    (isDraft(edition) && may('edition.edit')) || (edition.state === 'published' && may('edition.amend'));
  return (
    <Table
      rowKey="listingId"
      rowClassName={(row) => (row.struck ? 'struck' : '')}
      size="small"
      {...(wide ? { scroll: { x: 640 } } : {})}
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      dataSource={edition.itemList}
      locale={{ emptyText: <Nothing text="没有符合条件的项目" /> }}
      {...(selects
        ? {
            rowSelection: {
              selectedRowKeys: [...chosen],
              onChange: (_: React.Key[], rows: Item[]) => choose(rows.map((row) => row.listingId)),
              getCheckboxProps: (row: Item) => ({ disabled: row.struck !== null }),
            },
          }
        : {})}
      columns={[
        { title: '序号', dataIndex: 'position', width: wide ? 70 : 54 },
        ...(wide
          ? [
              { title: '编号', dataIndex: 'number', width: 160 },
              { title: '名称', dataIndex: 'title' },
              { title: '单位', dataIndex: 'organisation' },
            ]
          : [
              {
                title: '名称',
                render: (_: unknown, row: Item) => (
                  <>
                    {row.title}
                    <Facts of={[row.organisation, row.number]} />
                  </>
                ),
              },
            ]),
        { title: '状态', width: wide ? 200 : 84, render: (_, row) => stateOf(edition, row) },
      ]}
    />
  );
}

function Shown({ edition }: { edition: EditionDetail }) {
  const [chosen, choose] = useState<string[]>([]);
  const may = useMay();
  const choosing = { edition, chosen, choose };
  return (
    <Page
      title={
        <>
          {edition.title} <StateTag states={editionStates} state={edition.state} />
        </>
      }
      extra={
        <>
          {edition.slug && (
            <Button href={`/lists/${kinds[edition.kind].definition.path}/${edition.slug}`} target="_blank">
              公开页面
            </Button>
          )}
          {isDraft(edition) && <DraftSteps {...choosing} />}
          {edition.state === 'published' && may('edition.amend') && <PublishedSteps {...choosing} />}
        </>
      }
    >
      <div className="stack">
        <Notes edition={edition} />
        <Items {...choosing} />
      </div>
    </Page>
  );
}

export function EditionPage() {
  const { id = '' } = useParams();
  const edition = useCall(readEdition, { params: { id } });
  return (
    <Load of={edition} page="清单">
      {(data) => <Shown edition={data} />}
    </Load>
  );
}
