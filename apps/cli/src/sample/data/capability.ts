import type { SampleCapability } from './types.js';

type More = Partial<
  Pick<
    SampleCapability,
    | 'patents'
    | 'standards'
    | 'awards'
    | 'adaptedPlatforms'
    | 'cases'
    | 'certificates'
    | 'firstVersion'
    | 'advancement'
  >
>;

/** Price in 万元; null: by agreement. */
export function capability(
  organisation: string,
  product: string,
  productClass: string,
  fields: readonly string[],
  chains: readonly string[],
  price: number | null,
  functions: string,
  more: More = {},
): SampleCapability {
  return {
    organisation,
    product,
    productClass,
    fields,
    chains,
    functions,
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
    ...more,
  };
}

export const domestic = { adaptedPlatforms: ['kunpeng', 'phytium', 'kylin', 'uos', 'dameng'] } as const;

/** A recognition of an invented document. */
export function firstVersion(year: number, number: number, level = 'provincial') {
  return {
    firstVersion: { level, year, documentNo: `示例首版次〔${year}〕${number}号`, validForDays: 500 },
  } as const;
}
