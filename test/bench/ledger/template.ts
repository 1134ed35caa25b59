/** In a template's place of a text: the value of a column. */
export function column(name: string): string {
  return `@${name}@`;
}

/** In a template's place of anything else: the JSON that a column holds. */
export function json<T>(name: string): T {
  return `@#${name}@` as T;
}

/** SQL that writes a JSON text with the values of a row's columns in the places that a template leaves for them. */
export function templateSql(text: string): string {
  const parts = text.split(/"@#(\w+)@"|@(\w+)@/);
  const pieces: string[] = [];
  for (let at = 0; at < parts.length; at += 3) {
    const [said, raw, own] = [parts[at] ?? '', parts[at + 1], parts[at + 2]];
    if (said !== '') pieces.push(`'${said.replaceAll("'", "''")}'`);
    const named = raw ?? own;
    if (named) pieces.push(`${named}::text`);
  }
  return pieces.join(' || ');
}
