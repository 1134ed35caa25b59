import { type FiguresBy, figuresBy, type MarketCode, marketCode, periodParts } from '#contracts';
import { useChoices } from '../../ui/choices';

/** What the address asks for: it can be sent to a colleague, who sees the same. */
export interface Asked {
  readonly market: MarketCode;
  readonly period: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly scope: string | undefined;
  /** An instant in the past: the figures as they were known then. */
  readonly asOf: string | undefined;
  readonly by: FiguresBy;
}
type Name = keyof Asked;

export function useAsked() {
  const [search, ask] = useChoices<Name>();
  const of = (name: Name) => search.get(name) || undefined;
  const by = figuresBy.safeParse(of('by'));
  const asked: Asked = {
    market: marketCode.catch('software').parse(of('market')),
    period: of('from') ? undefined : of('period'),
    from: of('from'),
    to: of('to'),
    scope: of('scope'),
    asOf: of('asOf'),
    by: by.success ? by.data : 'area',
  };
  return { asked, ask };
}

/** The parts of a year that have a figure of their own, by the end of the period's code. */
export const parts: readonly { value: string; label: string }[] = [
  { value: '', label: '全年' },
  ...periodParts.map(({ code, name }) => ({ value: `-${code}`, label: name })),
];
