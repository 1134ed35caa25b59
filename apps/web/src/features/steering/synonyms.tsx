import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Tag } from 'antd';
import { useState } from 'react';
import { makeSynonyms, readSynonyms, type SynonymsView } from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay } from '../../client/queries';
import { Facts } from '../../ui/facts';
import { Load, Page } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import {
  changesIn,
  type Draft,
  draftOf,
  type Row,
  rebased,
  versionName,
  withGroups,
  without,
} from './synonyms-draft';
import { SynonymsForm } from './synonyms-form';
import { SynonymsList } from './synonyms-list';
import { SynonymsVersions } from './synonyms-versions';

const draftKey = ['synonyms draft'];

/** Outlives the page, not the session; undefined where nothing is changed. */
function useDraft() {
  const client = useQueryClient();
  const { data } = useQuery<Draft | null>({
    queryKey: draftKey,
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const keep = (draft: Draft | undefined) => void client.setQueryData(draftKey, draft ?? null);
  return [data ?? undefined, keep] as const;
}

interface Drafting {
  readonly draft: Draft;
  readonly now: SynonymsView;
  /** Undefined: nothing is changed any more. */
  readonly keep: (draft?: Draft) => void;
}

function Save({ draft, now, keep }: Drafting) {
  const act = useAct();
  const save = async (note: string) => {
    const groups = draft.rows.map(({ words }) => [...words]);
    const made = await act(
      () => call(makeSynonyms, { body: { groups, note }, version: draft.base.version }),
      '已启用新版本，开始全量匹配',
    );
    if (made) keep();
    return made;
  };
  return (
    <Step
      label="保存为新版本"
      primary
      reason="needed"
      question={`${changesIn(draft)}。保存后立即启用为第 ${now.version + 1} 版，并随即对全部场景重新匹配；完成前，原有推荐名单照常使用。请写明调整理由。`}
      run={save}
    />
  );
}

/** Another person has put a version in force since the draft was begun: it goes on from that one. */
function CatchUp({ draft, now, keep }: Drafting) {
  const carry = () => {
    const next = rebased(draft, now);
    keep(changesIn(next) ? next : undefined);
  };
  return (
    <>
      <span>
        他人已启用新的版本，现行同义词为{versionName(now.version)}；请先将草稿的改动并入现行版本，再行保存。
      </span>
      <Button type="primary" onClick={carry}>
        并入现行版本
      </Button>
    </>
  );
}

function Pending(of: Drafting) {
  const { draft, now, keep } = of;
  return (
    <Alert
      showIcon
      type="warning"
      className="pending"
      title={`草稿：${changesIn(draft)}，尚未生效`}
      description={
        <div className="steps">
          {draft.base.version === now.version ? <Save {...of} /> : <CatchUp {...of} />}
          <Step
            label="放弃改动"
            danger
            question="草稿中的改动将全部放弃，现行同义词不变。确认放弃？"
            run={async () => {
              keep();
              return null;
            }}
          />
        </div>
      }
    />
  );
}

function About({ of }: { of: SynonymsView }) {
  return (
    <Facts
      of={[
        `${of.groupCount} 组`,
        `${of.wordCount} 个词`,
        of.madeBy ?? '',
        when(of.madeAt),
        of.version > 0 ? `理由：${of.note}` : '',
      ]}
    />
  );
}

function Title({ of, draft }: { of: SynonymsView; draft: Draft | undefined }) {
  if (draft)
    return (
      <>
        草稿：依据{versionName(draft.base.version)}修改 <Tag color="warning">尚未生效</Tag>
      </>
    );
  return (
    <>
      现行同义词：{versionName(of.version)} <Tag color="success">启用中</Tag>
    </>
  );
}

function Shown({ of }: { of: SynonymsView }) {
  const [kept, keep] = useDraft();
  const [edited, setEdited] = useState<Row | 'new'>();
  const may = useMay()('match.synonyms');
  const own = may ? kept : undefined;
  const draft = own ?? draftOf(of);
  const change = (next: Draft) => keep(changesIn(next) ? next : undefined);
  return (
    <Page
      title="同义词"
      extra={
        may && (
          <Button type="primary" onClick={() => setEdited('new')}>
            新增同义词
          </Button>
        )
      }
    >
      <div className="stack">
        {own && <Pending draft={own} now={of} keep={keep} />}
        <Card title={<Title of={of} draft={own} />}>
          <div className="stack">
            <Alert
              showIcon
              type="info"
              title="同一组词语视为同一含义：需求写其中一个、产品写另一个，也计为文字相近，分量为原词的一半。"
            />
            {!own && <About of={of} />}
            <SynonymsList
              of={draft}
              {...(may ? { onEdit: setEdited, onRemove: ({ key }: Row) => change(without(draft, key)) } : {})}
            />
          </div>
        </Card>
        <SynonymsVersions now={of} />
      </div>
      {edited && (
        <SynonymsForm
          draft={draft}
          row={edited === 'new' ? undefined : edited}
          onDone={(groups) => {
            if (groups) change(withGroups(draft, groups, edited === 'new' ? undefined : edited.key));
            setEdited(undefined);
          }}
        />
      )}
    </Page>
  );
}

/** The list in force, a draft of the next one, and all versions. */
export function Synonyms() {
  const synonyms = useCall(readSynonyms);
  return (
    <Load of={synonyms} page="同义词">
      {(data) => <Shown of={data} />}
    </Load>
  );
}
