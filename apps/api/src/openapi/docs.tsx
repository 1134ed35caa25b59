import type { Endpoint } from '#contracts';

export const style = `
body{font:15px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:960px;margin:0 auto;padding:24px;color:#1f2937}
h1{font-size:24px}h2{font-size:18px;margin-top:32px;border-bottom:1px solid #e5e7eb;padding-bottom:4px}
table{width:100%;border-collapse:collapse}td{padding:6px 8px;border-bottom:1px solid #f3f4f6;vertical-align:top}
code{font-family:ui-monospace,monospace;font-size:13px;word-break:break-all}.m{font-weight:600;width:64px}.s{color:#4b5563}
`;

/** The API on one page, for people; machines read openapi.json. */
export function ApiDocs({ endpoints }: { readonly endpoints: readonly Endpoint[] }) {
  const tags = [...new Set(endpoints.map((endpoint) => endpoint.tag))].sort();
  return (
    <html lang="zh-CN">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>接口文档 · 对接</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <h1>接口文档</h1>
        <p>
          以 <code>/api/v1</code> 为前缀，正文为 JSON；完整的字段定义见{' '}
          <a href="/api/openapi.json">OpenAPI 3.1 文档</a>。 错误一律为 RFC 9457 格式，<code>code</code>{' '}
          永不更改。
        </p>
        {tags.map((tag) => (
          <section key={tag}>
            <h2>{tag}</h2>
            <table>
              <tbody>
                {endpoints
                  .filter((endpoint) => endpoint.tag === tag)
                  .map((endpoint) => (
                    <tr key={`${endpoint.method} ${endpoint.path}`}>
                      <td className="m">{endpoint.method}</td>
                      <td>
                        <code>{endpoint.path}</code>
                      </td>
                      <td className="s">{endpoint.summary}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </section>
        ))}
      </body>
    </html>
  );
}
