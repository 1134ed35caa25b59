import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReactNode } from 'react';
import { kindCodes, kinds } from '#contracts';
import { projectRoot } from '#platform';
import { style } from './style.js';

/** The web client is served only where it was built with the server. */
export const webIsBuilt = existsSync(join(projectRoot, 'dist/web/index.html'));

const sections = [
  { href: '/', label: '首页' },
  ...kindCodes.map((kind) => ({
    href: `/lists/${kinds[kind].definition.path}`,
    label: kinds[kind].definition.listLabel.zh,
  })),
  { href: '/statistics', label: '对接成效' },
];

/** The mark of the web client too; as an address of data it needs no request. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='6' fill='#0f3d7e'/><path d='M6 16h8m4 0h8M14 10a6 6 0 0 1 0 12m4-12a6 6 0 0 0 0 12' fill='none' stroke='white' stroke-width='3'/></svg>",
)}`;

export interface LayoutProps {
  readonly title: string;
  /** Which section of the site it is in. */
  readonly path: string;
  readonly description?: string;
  readonly children: ReactNode;
}

export function Layout({ title, path, description, children }: LayoutProps) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · 软件供需对接平台`}</title>
        <link rel="icon" href={icon} />
        {description && <meta name="description" content={description} />}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <header className="site">
          <div className="in">
            <span className="name">
              <a href="/">软件供需对接平台</a>
            </span>
            <nav aria-label="主导航">
              {sections.map(({ href, label }) => (
                <a key={href} href={href} aria-current={current(path, href) ? 'page' : undefined}>
                  {label}
                </a>
              ))}
              {webIsBuilt && <a href="/app/">登录办事</a>}
            </nav>
          </div>
        </header>
        <main>{children}</main>
        <footer className="site">
          清单内容由发布单位负责；每期清单附 SHA-256 校验值，下载后可在<a href="/verify">清单核验</a>
          页面核对。
        </footer>
      </body>
    </html>
  );
}

function current(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path.startsWith(href);
}

export function Empty({ children }: { readonly children: ReactNode }) {
  return <div className="empty">{children}</div>;
}
