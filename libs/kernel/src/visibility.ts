/** A value of a row, as a rule compares it. */
type Value = string | boolean | null;

/**
 * Who sees a thing of one kind, said once. `row` names a member of the thing, `asker` a member of who asks. From one
 * rule come the function (`allows`), the SQL condition (`conditionSql`) and the filters of search engines, so that no
 * two ways to read can differ.
 */
export type Rule<R, A> =
  | { readonly all: readonly Rule<R, A>[] }
  | { readonly any: readonly Rule<R, A>[] }
  /** A switch of the asker's: on. */
  | { readonly asker: keyof A & string }
  /** A switch of the row's: on. */
  | { readonly row: keyof R & string }
  /** The row's value is one of these. */
  | { readonly row: keyof R & string; readonly oneOf: readonly string[] }
  /** The row's value is the asker's; a value that either lacks is equal to none. */
  | { readonly row: keyof R & string; readonly is: keyof A & string }
  /** The row's value is among the asker's. */
  | { readonly row: keyof R & string; readonly among: keyof A & string };

/** What is left of a rule when it is known who asks. */
export type Condition<R> =
  | boolean
  | { readonly all: readonly Condition<R>[] }
  | { readonly any: readonly Condition<R>[] }
  | { readonly row: keyof R & string }
  | { readonly row: keyof R & string; readonly oneOf: readonly string[] };

/** Whether the asker sees the row. */
export function allows<R extends object, A extends object>(rule: Rule<R, A>, row: R, asker: A): boolean {
  if ('all' in rule) return rule.all.every((part) => allows(part, row, asker));
  if ('any' in rule) return rule.any.some((part) => allows(part, row, asker));
  if ('asker' in rule) return asker[rule.asker] === true;
  const value = row[rule.row] as Value;
  if ('oneOf' in rule) return typeof value === 'string' && rule.oneOf.includes(value);
  if ('is' in rule) return value !== null && value === asker[rule.is];
  if ('among' in rule)
    return typeof value === 'string' && (asker[rule.among] as readonly string[]).includes(value);
  return value === true;
}

/** The rule with the asker's part decided: what remains speaks of rows alone. */
export function narrowed<R extends object, A extends object>(rule: Rule<R, A>, asker: A): Condition<R> {
  if ('all' in rule) return allOf(rule.all.map((part) => narrowed(part, asker)));
  if ('any' in rule) return anyOf(rule.any.map((part) => narrowed(part, asker)));
  if ('asker' in rule) return asker[rule.asker] === true;
  if ('oneOf' in rule) return rule;
  if ('is' in rule) {
    const value = asker[rule.is];
    return typeof value === 'string' ? { row: rule.row, oneOf: [value] } : false;
  }
  if ('among' in rule) {
    const values = asker[rule.among] as readonly string[];
    return values.length > 0 ? { row: rule.row, oneOf: values } : false;
  }
  return rule;
}

/**
 * What a condition wants of the members that are known, and nothing of the others: every row that meets the condition
 * meets this, so that it may choose rows before the rest of them is read.
 */
export function loosened<R>(condition: Condition<R>, known: readonly (keyof R & string)[]): Condition<R> {
  if (typeof condition === 'boolean') return condition;
  if ('all' in condition) return allOf(condition.all.map((part) => loosened(part, known)));
  if ('any' in condition) return anyOf(condition.any.map((part) => loosened(part, known)));
  return known.includes(condition.row) ? condition : true;
}

function allOf<R>(all: readonly Condition<R>[]): Condition<R> {
  const parts = all.filter((part) => part !== true);
  if (parts.includes(false)) return false;
  return parts.length === 0 ? true : parts.length === 1 ? (parts[0] ?? true) : { all: parts };
}

function anyOf<R>(all: readonly Condition<R>[]): Condition<R> {
  const parts = all.filter((part) => part !== false);
  if (parts.includes(true)) return true;
  return parts.length === 0 ? false : parts.length === 1 ? (parts[0] ?? false) : { any: parts };
}

/** A statement's parameters, in the order of their numbers. */
export class Parameters {
  readonly values: unknown[];

  constructor(...values: readonly unknown[]) {
    this.values = [...values];
  }

  /** @returns the placeholder, `$3`. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Where a member of a row stands in a statement; `sql` is of our own making. */
export interface ColumnSql {
  readonly sql: string;
  readonly type: 'uuid' | 'text' | 'boolean';
}

/** A condition as SQL that is true or false, never null. */
export function conditionSql<R>(
  condition: Condition<R>,
  columns: Readonly<Record<keyof R & string, ColumnSql>>,
  parameters: Parameters,
): string {
  if (typeof condition === 'boolean') return condition ? 'true' : 'false';
  const joined = (parts: readonly Condition<R>[], word: string) =>
    `(${parts.map((part) => conditionSql(part, columns, parameters)).join(word)})`;
  if ('all' in condition) return joined(condition.all, ' AND ');
  if ('any' in condition) return joined(condition.any, ' OR ');
  const { sql, type } = columns[condition.row];
  return 'oneOf' in condition
    ? `coalesce(${sql} = ANY(${parameters.bind(condition.oneOf)}::${type}[]), false)`
    : `coalesce(${sql}, false)`;
}
