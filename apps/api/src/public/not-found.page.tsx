import { renderToStaticMarkup } from 'react-dom/server';
import { Layout } from './layout.js';

function NotFoundPage({ what }: { readonly what: string }) {
  return (
    <Layout title="没有找到" path="">
      <h1>没有找到</h1>
      <p className="lead">{what}</p>
      <p>
        <a href="/">返回首页</a>
      </p>
    </Layout>
  );
}

export function notFoundDocument(what: string): string {
  return `<!doctype html>${renderToStaticMarkup(<NotFoundPage what={what} />)}`;
}
