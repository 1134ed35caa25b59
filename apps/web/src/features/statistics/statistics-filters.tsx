import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import type { FiguresBy } from '#contracts';
import { useDictionaries, useMe } from '../../client/queries';
import { instantOf, thisYear, typedOf } from '../../ui/time';
import { marketOptions } from '../markets/kinds';
import { type Asked, parts, type useAsked } from './statistics-asked';

export const splits: { value: FiguresBy; label: string }[] = [
  { value: 'area', label: '按统计区域（需求方所在）' },
  { value: 'department', label: '按主管部门' },
  { value: 'chain', label: '按产业链' },
  { value: 'field', label: '按领域' },
  { value: 'firm', label: '按企业' },
  { value: 'channel', label: '按对接方式' },
  { value: 'firmArea', label: '按企业所在区域（供给侧）' },
  { value: 'market', label: '按供需市场（分别统计，不相加）' },
];

const range = 'range';

function PeriodPicker({ asked, ask }: ReturnType<typeof useAsked>) {
  const own = asked.from !== undefined;
  const year = (asked.period ?? asked.from ?? thisYear()).slice(0, 4);
  const [from, to] = [dayjs(asked.from ?? null), dayjs(asked.to ?? null)];
  const years = Array.from({ length: 8 }, (_, i) => String(Number(thisYear()) - 6 + i));
  const none = { from: undefined, to: undefined };
  return (
    <>
      <Select
        aria-label="年份"
        value={year}
        disabled={own}
        options={[...new Set([...years, year])].sort().map((value) => ({ value, label: `${value}年` }))}
        onChange={(value) => ask({ ...none, period: `${value}${(asked.period ?? '').slice(4)}` })}
      />
      <Select
        aria-label="统计期"
        value={own ? range : (asked.period ?? '').slice(4)}
        options={[...parts, { value: range, label: '自选起止日期（仅供查看）' }]}
        onChange={(value) =>
          value === range
            ? ask({ period: undefined, from: `${year}-01-01`, to: `${year}-12-31` })
            : ask({ ...none, period: `${year}${value}` })
        }
      />
      {own && (
        <DatePicker.RangePicker
          aria-label="起止日期"
          allowClear={false}
          value={from.isValid() && to.isValid() ? [from, to] : null}
          onChange={(days) => {
            const [first, last] = days ?? [];
            if (first && last) ask({ from: first.format('YYYY-MM-DD'), to: last.format('YYYY-MM-DD') });
          }}
        />
      )}
    </>
  );
}

/** The city's published figures, or those of an area: an area's people choose between the two. */
function useScopes(): { value: string; label: string }[] {
  const { options } = useDictionaries();
  const body = useMe().data?.body;
  const areas = options('areas');
  const city = { value: 'city', label: '全市' };
  if (body?.scope !== 'area') return [city, ...areas];
  return [...areas.filter((area) => area.value === body.area), city];
}

export function StatisticsFilters({ scope, ...of }: ReturnType<typeof useAsked> & { scope: string }) {
  const scopes = useScopes();
  const { asked, ask } = of;
  return (
    <div className="filters">
      <Select
        aria-label="市场"
        value={asked.market}
        options={marketOptions}
        onChange={(value) => ask({ market: value })}
      />
      <Select
        aria-label="统计范围"
        value={scope}
        options={scopes}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(value) => ask({ scope: value })}
      />
      <PeriodPicker {...of} />
      <DatePicker
        aria-label="数据截至"
        placeholder="数据截至（现在）"
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        value={asked.asOf ? dayjs(typedOf(asked.asOf)) : null}
        disabledDate={(date) => date.isAfter(dayjs(), 'day')}
        onChange={(at) => ask({ asOf: at ? instantOf(at.format('YYYY-MM-DDTHH:mm')) : undefined })}
      />
      <Select aria-label="分项" value={asked.by} options={splits} onChange={(value) => ask({ by: value })} />
    </div>
  );
}

export function queryOf({ market, period, from, to, scope, asOf }: Asked) {
  return { market, period, from, to, scope, asOf };
}
