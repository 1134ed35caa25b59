import { type Control, formOf, kinds } from '#contracts';
import { wan, yuanOf } from '../../ui/amounts';
import type { Kind } from '../markets/kinds';

const controlsOf = (kind: Kind): readonly Control[] =>
  formOf(kinds[kind]).flatMap((section) => section.controls);

type Values = Record<string, unknown>;

function empty({ sort }: Control): unknown {
  if (sort === 'text' || sort === 'longText') return '';
  if (sort === 'codes') return [];
  if (sort === 'count') return 0;
  return sort === 'switch' ? false : null;
}

function at(values: Values, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, part) => (value as Values | null | undefined)?.[part], values);
}

function put(values: Values, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) values[first] = value;
  else {
    const inner: Values = (values[first] as Values | undefined) ?? {};
    values[first] = inner;
    put(inner, rest, value);
  }
}

/** A new form's values. */
export function initialOf(kind: Kind): Values {
  const values: Values = {};
  for (const { path, initial } of controlsOf(kind)) if (initial !== undefined) put(values, path, initial);
  return values;
}

/** What was typed, as the API wants it: amounts in yuan, nothing undefined, a group left empty as none. */
export function toContent(kind: Kind, values: Values): Values {
  const content: Values = {};
  for (const control of controlsOf(kind)) {
    const from = at(values, control.path);
    const blank = from === undefined || from === null || from === '';
    const typed = control.sort === 'money' ? (yuanOf(String(from)) ?? null) : from;
    put(content, control.path, blank ? empty(control) : typed);
  }
  for (const [name, field] of Object.entries(kinds[kind].fields)) {
    const group = content[name] as Values | undefined;
    if (field.traits.sort === 'group' && group && !Object.values(group).some((value) => value))
      content[name] = null;
  }
  return content;
}

export function toForm(kind: Kind, content: object): Values {
  const values: Values = structuredClone(content) as Values;
  for (const { path, sort } of controlsOf(kind))
    if (sort === 'money') put(values, path, wan(at(values, path) as string | null));
  return values;
}
