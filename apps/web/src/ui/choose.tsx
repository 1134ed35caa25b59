import { Select } from 'antd';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
}

/** States as choices, by what they are called. */
export const statesOf = <S extends string>(states: Readonly<Record<S, { readonly text: string }>>) =>
  (Object.entries(states) as [S, { text: string }][]).map(([value, { text }]) => ({ value, label: text }));

/** By what a list is filtered; nothing chosen is all. */
export function Choose<V extends string>({
  name,
  all = `全部${name}`,
  value,
  options,
  choose,
  searched = false,
}: {
  name: string;
  all?: string;
  value: V | null | undefined;
  options: readonly Choice<V>[];
  choose: (value: V | undefined) => void;
  /** Long lists are searched by what is typed. */
  searched?: boolean;
}) {
  return (
    <Select<V>
      allowClear
      {...(searched ? { showSearch: { optionFilterProp: 'label' } } : {})}
      aria-label={name}
      placeholder={all}
      value={value ?? null}
      onChange={choose}
      options={[...options]}
    />
  );
}
