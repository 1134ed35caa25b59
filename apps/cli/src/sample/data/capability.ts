import type { SampleCapability } from './types.js';

/** What only some have. */
type Further = Pick<
  SampleCapability,
  | 'patents'
  | 'standards'
  | 'awards'
  | 'adaptedPlatforms'
  | 'cases'
  | 'certificates'
  | 'firstVersion'
  | 'advancement'
>;

type Given = Omit<SampleCapability, keyof Further | 'version' | 'referencePrice'> &
  Partial<Further> & {
    /** In 万元; null: by agreement. */
    readonly price: number | null;
  };

export function capability({ price, ...given }: Given): SampleCapability {
  return {
    version: 'V2.0',
    referencePrice: price === null ? null : `${price}0000`,
    advancement: '',
    patents: 0,
    standards: 0,
    awards: 0,
    adaptedPlatforms: [],
    certificates: '',
    cases: '',
    firstVersion: null,
    ...given,
  };
}

export const domestic = { adaptedPlatforms: ['kunpeng', 'phytium', 'kylin', 'uos', 'dameng'] } as const;

/** A first-version recognition with an invented document number. */
export function firstVersion(year: number, number: number, level = 'provincial') {
  return {
    firstVersion: { level, year, documentNo: `示例首版次〔${year}〕${number}号`, validForDays: 500 },
  } as const;
}
