import { Button, Card, Drawer, Tag, Timeline } from 'antd';
import { useState } from 'react';
import {
  listSynonyms,
  readSynonymsVersion,
  restoreSynonyms,
  type SynonymsHead,
  type SynonymsView,
} from '#contracts';
import { useAct } from '../../client/act';
import { call } from '../../client/api';
import { useCall, useMay, usePages } from '../../client/queries';
import { Facts, Words } from '../../ui/facts';
import { Load, More } from '../../ui/page';
import { Step } from '../../ui/step';
import { when } from '../../ui/time';
import { useWide } from '../../ui/wide';
import { draftOf, type Group, versionName } from './synonyms-draft';
import { SynonymsList } from './synonyms-list';

/** Differing groups that are written out. */
const shown = 50;

function Beyond({ title, of, known }: { title: string; of: readonly Group[]; known: readonly Group[] }) {
  const ids = new Set(known.map((group) => group.join('、')));
  const beyond = of.filter((group) => !ids.has(group.join('、')));
  if (beyond.length === 0) return null;
  return (
    <div>
      <strong>
        {title}（{beyond.length} 组）
      </strong>
      {beyond.slice(0, shown).map((group) => (
        <div key={group.join('、')} style={{ marginTop: 4 }}>
          <Words of={group} />
        </div>
      ))}
      {beyond.length > shown && '……'}
    </div>
  );
}

function Contents({ version, now }: { version: number; now: SynonymsView }) {
  const contents = useCall(readSynonymsVersion, { params: { version } });
  return (
    <Load of={contents}>
      {(data) => (
        <div className="stack">
          {!data.inForce && (
            <>
              <Beyond title="仅此版有" of={data.groups} known={now.groups} />
              <Beyond title="仅现行版本有" of={now.groups} known={data.groups} />
            </>
          )}
          <strong>全部（{data.groupCount} 组）</strong>
          <SynonymsList of={draftOf(data)} />
        </div>
      )}
    </Load>
  );
}

function Restore({ of }: { of: SynonymsHead }) {
  const act = useAct();
  const may = useMay();
  if (of.inForce || !may('match.synonyms')) return null;
  return (
    <Step
      label="恢复此版本"
      size="small"
      reason="needed"
      question={`将以${versionName(of.version)}的内容另立新版本并立即启用，随即对全部场景重新匹配；完成前，原有推荐名单照常使用。请写明恢复理由。`}
      run={(reason) =>
        act(
          () => call(restoreSynonyms, { params: { version: of.version }, body: { reason } }),
          '已恢复，开始全量匹配',
        )
      }
    />
  );
}

function Version({ of, onOpen }: { of: SynonymsHead; onOpen: () => void }) {
  return (
    <div className="version">
      <div className="steps">
        <strong>{versionName(of.version)}</strong>
        {of.inForce && <Tag color="success">启用中</Tag>}
        <Button size="small" onClick={onOpen}>
          查看
        </Button>
        <Restore of={of} />
      </div>
      <Facts of={[of.madeBy ?? '', when(of.madeAt), `${of.groupCount} 组`, `${of.wordCount} 个词`]} />
      {of.version > 0 && <div className="pre">{of.note}</div>}
    </div>
  );
}

/** All versions, newest first. */
export function SynonymsVersions({ now }: { now: SynonymsView }) {
  const [opened, setOpened] = useState<number>();
  const wide = useWide();
  const versions = usePages([listSynonyms.path], (cursor) =>
    call(listSynonyms, { query: { cursor, limit: 20 } }),
  );
  return (
    <Card title="历次版本">
      <Load of={versions}>
        {(items) => (
          <Timeline
            items={items.map((one) => ({
              key: one.version,
              color: one.inForce ? 'green' : 'gray',
              content: <Version of={one} onOpen={() => setOpened(one.version)} />,
            }))}
          />
        )}
      </Load>
      <More of={versions} />
      <Drawer
        open={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={opened === undefined ? '' : versionName(opened)}
        size={wide ? 560 : '100%'}
        destroyOnHidden
      >
        {opened !== undefined && <Contents version={opened} now={now} />}
      </Drawer>
    </Card>
  );
}
