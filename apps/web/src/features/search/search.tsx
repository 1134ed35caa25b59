import { Alert, AutoComplete, Card, Input, List, Pagination, Segmented, Tag, Typography } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { kindCode, type SearchAnswerView, searchRoutes, suggest } from '#contracts';
import { useCall, useDictionaries } from '../../client/queries';
import { queryNow } from '../../ui/choices';
import { Load, Nothing, Page } from '../../ui/page';
import { base, type Kind, kindOptions } from '../markets/kinds';

const size = 20;
const facets = [
  { name: 'field', key: 'fields', label: '领域' },
  { name: 'chain', key: 'chains', label: '产业链' },
  { name: 'area', key: 'areas', label: '区域' },
] as const;

/** Pieces of text with the hits marked. */
function Pieces({ of }: { of: SearchAnswerView['items'][number]['title'] }) {
  let at = 0;
  return of.map((piece) => {
    at += piece.text.length;
    return piece.hit ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>;
  });
}

/** What to search for, with titles and numbers that begin so. */
function Words({ kind, words, find }: { kind: Kind; words: string; find: (words: string) => void }) {
  const [typed, setTyped] = useState(words);
  const asked = useDeferredValue(typed.trim());
  const found = useCall(suggest, { query: { q: asked, kind } }, asked !== '' && asked !== words);
  return (
    <AutoComplete
      value={typed}
      onChange={setTyped}
      onSelect={find}
      style={{ flex: 1, maxWidth: 520 }}
      options={(asked === words ? [] : (found.data?.items ?? [])).map(({ number, title }) => ({
        key: number,
        value: title,
        label: `${title}（${number}）`,
      }))}
    >
      <Input.Search
        aria-label="关键词"
        placeholder="输入关键词"
        maxLength={100}
        enterButton="检索"
        onSearch={find}
      />
    </AutoComplete>
  );
}

interface FacetsProps {
  readonly found: SearchAnswerView['facets'];
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  readonly toggle: (name: string, code: string) => void;
}

/** What is found by its codes; what is chosen stands there too where nothing has it, to be taken back. */
function Facets({ found, chosen, toggle }: FacetsProps) {
  const { label } = useDictionaries();
  const shown = facets
    .map(({ name, key, label: title }) => {
      const asked = chosen[name] ?? [];
      const counts = { ...Object.fromEntries(asked.map((code) => [code, 0])), ...found[key] };
      return { name, key, title, asked, counts: Object.entries(counts) };
    })
    .filter(({ counts }) => counts.length > 0);
  return (
    shown.length > 0 && (
      <Card size="small">
        {shown.map(({ name, key, title, asked, counts }) => (
          <div key={name} style={{ marginBottom: 6 }}>
            <Typography.Text type="secondary">{title}：</Typography.Text>
            {counts.map(([code, count]) => (
              <Tag.CheckableTag key={code} checked={asked.includes(code)} onChange={() => toggle(name, code)}>
                {label(key, code)}（{count}）
              </Tag.CheckableTag>
            ))}
          </div>
        ))}
      </Card>
    )
  );
}

export function Search() {
  const [search, setSearch] = useSearchParams();
  const { labels } = useDictionaries();
  const kind = kindCode.catch('scenario').parse(search.get('kind'));
  const q = search.get('q') ?? '';
  const offset = Number(search.get('offset') ?? 0);
  const chosen = Object.fromEntries(facets.map(({ name }) => [name, search.getAll(name)]));
  const answer = useCall(searchRoutes[kind], {
    query: { q, ...chosen, limit: size, offset } as never,
  });
  const change = (alter: (next: URLSearchParams) => void) => {
    const next = queryNow();
    next.delete('offset');
    alter(next);
    setSearch(next);
  };
  const toggle = (name: string, code: string) =>
    change((next) => {
      const kept = next.getAll(name);
      next.delete(name);
      for (const one of kept.includes(code) ? kept.filter((each) => each !== code) : [...kept, code])
        next.append(name, one);
    });
  return (
    <Page title="检索">
      <div className="filters">
        <Segmented
          value={kind}
          onChange={(value) => setSearch({ q: queryNow().get('q') ?? '', kind: value })}
          options={kindOptions}
        />
        <Words
          key={`${kind} ${q}`}
          kind={kind}
          words={q}
          find={(value) => change((next) => next.set('q', value))}
        />
      </div>
      <Load of={answer}>
        {(found) => (
          <div className="stack">
            <Facets found={found.facets} chosen={chosen} toggle={toggle} />
            {found.relaxed && (
              <Alert showIcon type="info" title="没有同时包含全部词语的内容，以下为包含部分词语的结果。" />
            )}
            <Card title={`共 ${found.total} 项`}>
              <List
                dataSource={found.items}
                locale={{ emptyText: <Nothing text="没有找到相关内容，请换用其他词语" /> }}
                renderItem={(hit) => (
                  <List.Item key={hit.id}>
                    <List.Item.Meta
                      title={
                        <Link to={`${base[kind]}/${hit.id}`}>
                          <Pieces of={hit.title} />
                        </Link>
                      }
                      description={
                        <>
                          <Pieces of={hit.excerpt} />
                          <div>
                            {hit.organisation}　{hit.number}　{labels('areas', hit.areas).join('、')}
                          </div>
                        </>
                      }
                    />
                  </List.Item>
                )}
              />
              <Pagination
                current={offset / size + 1}
                pageSize={size}
                total={Math.min(found.total, 1000)}
                showSizeChanger={false}
                hideOnSinglePage
                onChange={(page) => change((next) => next.set('offset', String((page - 1) * size)))}
              />
            </Card>
          </div>
        )}
      </Load>
    </Page>
  );
}
