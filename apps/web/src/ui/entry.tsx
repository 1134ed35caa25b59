import { Card } from 'antd';
import type { ReactNode } from 'react';
import { Heading, product } from './page';

/** A page before the door: nobody has signed in yet, so there is no menu. */
export function EntryPage({
  title,
  extra,
  children,
}: {
  title: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="entry">
      <p className="brand">
        <span aria-hidden="true">对</span>
        {product}
      </p>
      <div className="page-head">
        <Heading>{title}</Heading>
        {extra}
      </div>
      <Card>{children}</Card>
    </main>
  );
}
