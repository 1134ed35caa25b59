import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useChoices } from '../../ui/choices';
import { actionOptions } from './audit-words';

const names = ['subject', 'action', 'actor', 'from', 'to'] as const;
type Name = (typeof names)[number];
type Chosen = Record<Name, string | undefined>;

/** The filters as the address has them, and how to set one. */
export function useAuditFilters() {
  const [search, setChoices] = useChoices<Name>();
  const chosen = Object.fromEntries(names.map((name) => [name, search.get(name) || undefined])) as Chosen;
  const choose = (name: Name, value: string | undefined) => {
    const typed = value?.trim() || undefined;
    if (typed === chosen[name]) return;
    setChoices({ [name]: typed });
  };
  return { chosen, choose, none: names.every((name) => chosen[name] === undefined) };
}
type Filters = Pick<ReturnType<typeof useAuditFilters>, 'chosen' | 'choose'>;

function Typed({ name, hint, longest, of }: { name: Name; hint: string; longest: number; of: Filters }) {
  const { chosen, choose } = of;
  return (
    <Input.Search
      // Takes up what the address says when that changes elsewhere.
      key={chosen[name] ?? ''}
      aria-label={hint}
      className="filter-text"
      allowClear
      placeholder={hint}
      maxLength={longest}
      defaultValue={chosen[name] ?? ''}
      onSearch={(value) => choose(name, value)}
      onBlur={({ target }) => choose(name, target.value)}
    />
  );
}

function Day({ name, hint, of }: { name: Name; hint: string; of: Filters }) {
  const day = dayjs(of.chosen[name] ?? null);
  return (
    <DatePicker
      aria-label={hint}
      placeholder={hint}
      inputReadOnly
      value={day.isValid() ? day : null}
      onChange={(value) => of.choose(name, value?.format('YYYY-MM-DD'))}
    />
  );
}

export function AuditFilters({ of }: { of: Filters }) {
  return (
    <div className="filters">
      <Select
        aria-label="操作"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="全部操作"
        value={of.chosen.action}
        onChange={(value) => of.choose('action', value)}
        options={actionOptions}
      />
      <Typed name="actor" hint="操作人姓名" longest={50} of={of} />
      <Typed name="subject" hint="对象（类型:编号）" longest={100} of={of} />
      <Day name="from" hint="起始日期" of={of} />
      <Day name="to" hint="截止日期" of={of} />
    </div>
  );
}
