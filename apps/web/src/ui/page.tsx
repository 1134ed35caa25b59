import { Alert, Button, Empty, Skeleton } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { explain } from '../client/act';

/** As it is called in the heading, in the browser's title and on the public pages. */
export const product = '软件供需对接平台';

/** What a heading says, without the tags of state beside it. */
function textOf(heading: HTMLElement | null): string {
  const parts = Array.from(heading?.childNodes ?? []);
  return parts
    .filter((part) => !(part instanceof Element && part.matches('.ant-tag')))
    .map((part) => part.textContent)
    .join('')
    .trim();
}

/** The title of the browser's window follows the page's heading. */
export function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${textOf(heading.current)} · ${product}`;
  });
  return (
    <h1 ref={heading} className="page-title">
      {children}
    </h1>
  );
}

export function Page({
  title,
  extra,
  children,
}: {
  title: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section>
      <div className="page-head">
        <Heading>{title}</Heading>
        <div className="steps">{extra}</div>
      </div>
      {children}
    </section>
  );
}

interface Loaded<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}
/** Waiting, failed, or what was read. @param page the heading until then, where what is read is the whole page. */
export function Load<T>({
  of,
  page,
  children,
}: {
  of: Loaded<T>;
  page?: string;
  children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) return children(of.data);
  const instead = of.error ? (
    <Alert
      type="error"
      showIcon
      title={explain(of.error)}
      action={<Button onClick={() => of.refetch()}>重试</Button>}
    />
  ) : (
    <Skeleton active />
  );
  return page === undefined ? instead : <Page title={page}>{instead}</Page>;
}

export function Nothing({ text }: { text: string }) {
  return <Empty description={text} image={Empty.PRESENTED_IMAGE_SIMPLE} />;
}

/** Reads the next page, where there is one. */
export function More({
  of,
}: {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  if (!of.hasNextPage) return null;
  return (
    <Button block loading={of.isFetchingNextPage} onClick={() => of.fetchNextPage()}>
      显示更多
    </Button>
  );
}
